"""The words and signs beside an amount of money: multipliers such as ``million``, and the signs and
names of currencies."""

from __future__ import annotations

import re

from babel.numbers import get_currency_name

from service.domain.cldr import locale
from service.domain.result_cache import cached

_THOUSANDS = (
    "thousand thousands k tsd milliers miles tausend тыс тысяч тысячи tys tysięcy tisíc duizend"
    " tusen ezer bin ribu nghìn ngàn tuhat tuhatta tuhande tusind duisend tis tisíca tisíce tisuća"
    " tisuće tisoč hiljada hiljade hilj mie mii mijë mila mille millier milers min ming müň libo"
    " tysiąc tysiąca tysiące tūkst tūkstantis tūkstančiai tūkstančių tūkstančio tūkstotis"
    " tūkstoši tūkstošu þúsund χιλ χιλιάδα χιλιάδεσ хил хиляди хиљ хиљада хиљаде илјада илјади тис"
    " тисяч тисяча тисячі тысяча тысячы мың миң минг"
    " ҳазор հազար אלף آلاف ألف هزار ہزار हज़ार हजार হাজার พัน ათასი"
)
_LAKHS = "lakh lakhs लाख لاکھ লাখ"
_CRORES = "crore crores cr करोड़ करोड کروڑ কোটি"
_MILLIONS = (
    "million millions mn mln mio mill m mm миллион миллиона миллионов млн millionen millón millon"
    " millones milhão milhões milione milioni milion milionów milionů miljoen miljoner miljoonaa"
    " milj millioner milyon juta triệu мільйон мільйони мільйонів مليون ملايين"
    " miliony miliona milionu milión milióny milióna miliónov milijon milijona milijone milijonov"
    " milijun milijuna milijuni milijonas milijonai milijonų milijono miljon miljonit miljonu"
    " miljoni miljons miljoona millió milioane milió milions millóns εκατ εκατομμύριο"
    " εκατομμύρια милион милиона милиони мільйона мільён мільёна мільёны мільёнаў միլիոն մլն מיליון"
    " میلیون ملین मिलियन ล้าน მილიონი მლნ ሚሊዮን"
)
_BILLIONS = (
    "billion billions bn bln b milliard milliards milliarde milliarden mrd mld md mds mia млрд"
    " миллиард миллиарда миллиардов мільярд мільярди мільярдів miliardo miliardi miliard"
    " miliardów miljard miljarder miljardia milliarder milyar miliar tỷ bilhão bilhões مليار"
    " مليارات"
    " miliarda miliardy miliárd miliardu miliarde milijard milijarda milijarde milijardi milijardas"
    " milijardai milijardų milijardo miljardi miljardit miljardia miljards miljardu milliárd"
    " milyard mlrd mljrd δισ δισεκατ δισεκατομμύριο δισεκατομμύρια милиард милиарда милијарда"
    " милијарде милијарди мільярда мільярды мільярдаў միլիարդ մլրդ מיליארד میلیارد ارب अरब მილიარდი"
    " მლრდ ቢሊዮን"
)
_TRILLIONS = "trillion trillions tn trn трлн триллион триллиона триллионов triliun"
_EAST = {"万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8}
_BEFORE_EAST = {"": 1, "百": 10**2, "千": 10**3, "백": 10**2, "천": 10**3, "万": 10**4}
"""A hundred million is also ten thousand times ten thousand, so ``万亿`` is 10¹²."""
FACTORS: dict[str, int] = {
    **dict.fromkeys(_THOUSANDS.split(), 10**3),
    **dict.fromkeys(_LAKHS.split(), 10**5),
    **dict.fromkeys(_MILLIONS.split(), 10**6),
    **dict.fromkeys(_CRORES.split(), 10**7),
    **dict.fromkeys(_BILLIONS.split(), 10**9),
    **dict.fromkeys(_TRILLIONS.split(), 10**12),
    **{
        before + word: size * factor
        for word, factor in _EAST.items()
        for before, size in _BEFORE_EAST.items()
        if before != "万" or factor == 10**8
    },
    "兆": 10**12,
    "조": 10**12,
}
"""Words behind a number, in lower case. ``billion`` and ``trillion`` are those of English."""
LONG = {"billion": 10**12, "billions": 10**12, "trillion": 10**18, "trillions": 10**18}
"""The meaning of these words in French, German and other languages."""
TIMES = frozenset({("lakh", "crore"), ("lakh", "crores"), ("thousand", "million"),
                   ("thousand", "crore"), ("thousand", "crores")})  # fmt: skip
"""Pairs of words that both multiply the number."""
ALSO_OTHER_WORDS = frozenset({"bin", "libo", "mie", "mii", "mila", "min", "ming"})
"""Words of these that mean something else in English, so that in a header they count only beside
money: ``bin`` and ``min`` are a thousand in Turkish and Azerbaijani."""
UNCLEAR = {"mil": "a thousand in Spanish and a million in English", "t": "a thousand or 10^12"}
"""Words that languages use for different multipliers."""
EAST = re.compile(r"[百千백천万]?[万萬亿億만억]|[兆조]")
"""A multiplier of Chinese, Japanese or Korean; no space stands before or behind it."""
SIGNS: dict[str, str] = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "us$": "USD", "£": "GBP", "₽": "RUB", "₸": "KZT",
    "₴": "UAH", "₹": "INR", "₩": "KRW", "₺": "TRY", "₪": "ILS", "yen": "JPY", "dm": "DEM",
    "₦": "NGN", "₫": "VND", "₱": "PHP", "₵": "GHS", "₮": "MNT", "₾": "GEL", "֏": "AMD",
    "₼": "AZN",
}  # fmt: skip
"""Signs and words that mean one currency."""
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"})
SHARED: dict[str, frozenset[str]] = {"$": DOLLARS, "¥": frozenset({"JPY", "CNY"})}
"""Signs of several currencies."""
CURRENCIES_CALLED: dict[str, tuple[str, ...]] = {
    **{sign: (code,) for sign, code in SIGNS.items()},
    **{sign: tuple(sorted(codes)[:3]) for sign, codes in SHARED.items()},
    "$": ("USD", "CAD", "AUD"), "rmb": ("CNY",), "cnh": ("CNY",), "yuan": ("CNY",),
    "kr": ("SEK", "NOK", "DKK"), "kr.": ("DKK", "NOK", "SEK"), "fr": ("CHF", "FRF", "BEF"),
    "fr.": ("CHF", "FRF", "BEF"), "sfr": ("CHF",), "rs": ("INR", "PKR", "LKR"),
    "rs.": ("INR", "PKR", "LKR"), "r": ("ZAR",), "r$": ("BRL",), "zł": ("PLN",), "kč": ("CZK",),
    "sdr": ("XDR",), "ecu": ("XEU",), "nis": ("ILS",), "ukp": ("GBP",), "stg": ("GBP",),
    "dollar": ("USD", "CAD", "AUD"), "dollars": ("USD", "CAD", "AUD"), "us dollars": ("USD",),
    "us dollar": ("USD",), "pound": ("GBP",), "pounds": ("GBP",), "tenge": ("KZT",),
    "тенге": ("KZT",), "元": ("CNY", "TWD", "HKD"), "人民币": ("CNY",), "美元": ("USD",),
    "欧元": ("EUR",), "英镑": ("GBP",), "日元": ("JPY",), "円": ("JPY",), "卢布": ("RUB", "BYN"),
    "坚戈": ("KZT",), "рублей": ("RUB", "BYN", "SUR"), "рубля": ("RUB", "BYN", "SUR"),
    "dólares": ("USD", "CAD", "AUD"), "dólar": ("USD", "CAD", "AUD"), "roubles": ("RUB", "SUR"),
    "دولار": ("USD", "CAD", "AUD"), "ドル": ("USD", "CAD", "AUD"), "يورو": ("EUR",),
    "долларов": ("USD", "CAD", "AUD"), "долл": ("USD", "CAD", "AUD"), "евро": ("EUR",),
    "дол": ("USD", "CAD", "AUD"), "долл сша": ("USD",), "дол сша": ("USD",), "грн": ("UAH",),
    "rubles": ("RUB", "BYN", "SUR"), "ruble": ("RUB", "BYN", "SUR"),
    "руб": ("RUB", "BYN", "SUR"), "руб.": ("RUB", "BYN", "SUR"), "cfa": ("XOF", "XAF"),
    "tl": ("TRY", "TRL"), "nt$": ("TWD",), "ec$": ("XCD",), "ksh": ("KES",), "rp": ("IDR",),
    "dh": ("AED", "MAD"), "dhs": ("AED", "MAD"), "원": ("KRW", "KPW"), "달러": ("USD",),
    "sterling": ("GBP",), "pounds sterling": ("GBP",), "gh₵": ("GHS",),
}  # fmt: skip
"""Usual names of currencies, in lower case, with the codes that each may mean. Hints use them, and
one that may mean the currency of an amount can stand beside its number."""
_LANGUAGES = ("en", "fr", "de", "es", "it", "pt", "ru", "uk", "kk", "pl", "nl", "sv", "da", "nb",
              "cs", "tr", "id", "vi", "ar", "zh", "ja", "ko")  # fmt: skip
"""The languages whose names of currencies are known from CLDR."""


def is_called(phrase: str, currency: str) -> bool:
    """Whether a phrase in lower case may be the name of a currency (ISO 4217): ``US dollars``,
    ``kroner``, ``долларов США``, ``R$``, ``C$``."""
    if phrase.upper() == currency or currency in CURRENCIES_CALLED.get(phrase, ()):
        return True
    if currency in SHARED.get(phrase, ()):
        return True
    if not currency:
        return False
    before = phrase.removesuffix("$")
    if before != phrase and before and before not in FACTORS:
        return currency.startswith(before.upper()) and currency in DOLLARS
    words = frozenset(phrase.split())
    return any(words <= name for name in _names(currency))


@cached(512)
def _names(currency: str) -> tuple[frozenset[str], ...]:
    """The words of each name of a currency."""
    found = set()
    for language in _LANGUAGES:
        for count in (None, 1, 2, 5):
            name = get_currency_name(currency, count, locale(language))
            found.add(frozenset(name.casefold().split()))
    return tuple(found)
