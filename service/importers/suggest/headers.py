"""Recognizes the headers of columns by their usual words in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from service.importers.suggest.header_words import BY_LANGUAGE

_WORDS = {
    "id": "id, uid, guid, qid, identifier, key, no, nr, number, nummer, numero, ref, "
    "reference, kennung, номер, 编号, 序号, الرقم, رقم",
    "title": "title, headline, heading, event, short, name, what, label, titel, überschrift, "
    "ereignis, titre, événement, título, evento, acontecimiento, suceso, название, "
    "заголовок, событие, атауы, intitulé, bezeichnung, наименование, "
    "标题, 名称, 事件, العنوان, الحدث",
    "matter": "subject, betreff, objet, asunto, oggetto, тема, الموضوع, 主题",
    "summary": "summary, description, descr, desc, details, remarks, remark, comments, comment, "
    "notes, note, text, abstract, beschreibung, bemerkung, bemerkungen, zusammenfassung, résumé, "
    "descripción, resumen, observaciones, notas, описание, примечание, примечания, "
    "сипаттама, 摘要, 描述, 说明, 备注, الوصف, الملخص",
    "start": "start, start date, begin, begin date, date from, from date, from, arrival, since, "
    "beginnt, beginnt am, beginn, von, startdatum, début, inicio, desde, начало, с, 开始日期, "
    "开始时间, تاريخ البداية",
    "date": "date, dates, when, point in time, pointintime, datetime, date time, datum, fecha, "
    "дата, күні, 日期, 时间, التاريخ, تاريخ",
    "end": "end, end date, finish, finish date, until, till, to date, date to, to, departure, "
    "endet, endet am, ende, bis, enddatum, fin, hasta, конец, окончание, окончания, по, 结束日期, "
    "结束时间, تاريخ النهاية",
    "year": "year, yr, jahr, année, annee, año, ano, год, жыл, 年, 年份, السنة",
    "month": "month, mon, mo, monat, mois, mes, месяц, ай, 月, 月份, الشهر",
    "day": "day, tag, jour, día, день, күн, 日, اليوم",
    "place": "place, location, city, town, venue, locale, site, ort, stadt, lieu, ville, lugar, "
    "ciudad, место, город, қала, 地点, 城市, المكان, المدينة",
    "latitude": "latitude, lat, breite, breitengrad, latitud, широта, 纬度, خط العرض",
    "longitude": "longitude, long, lon, lng, länge, längengrad, longitud, долгота, 经度, خط الطول",
    "category": "category, type, kind, class, kategorie, art, typ, catégorie, categoría, tipo, "
    "тип, вид, категория, санаты, 类别, 类型, الفئة, النوع",
    "actor": "visitor, person, people, actor, leader, speaker, official, signer, name, who, gast, "
    "besucher, visiteur, personne, personnes, visitante, personas, имя, лицо, гость",
    "organization": "organization, organisation, agency, institution, body, org, organización, "
    "организация",
    "amount": "amount, value, sum, betrag, summe, montant, importe, monto, сумма, сома, "
    "金额, المبلغ",
    "currency": "currency, währung, devise, moneda, валюта, 货币, 币种, العملة",
    "url": "url, link, web, website, адрес, ссылка, 链接, 网址, الرابط",
    "source": "source, citation, quelle, fuente, источник, 来源, المصدر",
    "publisher": "publisher, outlet, newspaper, medium, media, herausgeber, éditeur, издание, 媒体",
    "published": "published, published at, published on, publication date, date published, "
    "publish date, pub date, pubdate, source date, article date, date of publication, posted, "
    "release date, veröffentlicht, publié, publicado, опубликовано, "
    "发布日期, 发布时间, تاريخ النشر",
    "tags": "tag, tags, topic, topics, theme, keyword, keywords, subject, issue, schlagwort, "
    "thema, thème, tema, тема, 标签, 主题",
    "status": "status, état, estado, статус, 状态, الحالة",
    "country": "country, countries, state, nation, land, länder, staat, pays, país, países, "
    "страна, страны, ел, iso, iso2, iso3, 国家, 国别, الدولة, البلد",
    "host": "host, hosts, visited, destination, venue, gastgeber, gastland, hôte, anfitrión, "
    "принимающая",
    "target": "target, recipient, beneficiary, against whom, to, ziel, empfänger, cible, "
    "bénéficiaire, objetivo, получатель, адресат",
    "sponsor": "donor, sponsor, funder, lender, giver, geber, geberland, donateur, donante, донор",
    "signatory": "signatory, signatories, party, parties, unterzeichner, signataire, signatario, "
    "подписант, стороны",
    "mentioned": "mentioned, erwähnt, mentionné",
    "participant": "participant, participants, participating, member, members, visitor, origin, "
    "from, teilnehmer, participante, участник, участники",
    "voted_for": "voted for, in favour, in favor, yes, yea, ja, pour",
    "voted_against": "voted against, against, nay, nein, contre",
    "abstained": "abstained, abstaining, abstentions, abstention, enthaltung",
    "did_not_vote": "did not vote, not voting, absent",
}


def plain(text: str) -> tuple[str, ...]:
    """The words of a header: ``StartDate``, ``start_date`` and ``Start date`` give the same.

    A number at the end (``Country 2``) is ignored.
    """
    text = re.sub(r"(?<=[^\W\d_])(?<![A-ZА-Я])(?=[A-ZА-Я])|(?<=\w)(?=ID\b)", " ", text)
    text = unicodedata.normalize("NFKD", text).casefold()
    text = re.sub(r"\bn°", "no ", text)
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    # The vowels of Hindi are marks, which belong to its words.
    words = "".join(
        sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in text
    ).split()
    numbered = len(words) > 1 or not words
    if words and not numbered:
        words = [re.sub(r"(?<=[^\W\d]{4})\d$", "", words[0])]
    return tuple(words[:-1] if len(words) > 1 and words[-1].isdigit() else words)


_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff]{2}")
MEANINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    meaning: tuple(
        plain(phrase)
        for words in (phrases, *(each.get(meaning, "") for each in BY_LANGUAGE.values()))
        for phrase in words.split(",")
        if phrase
    )
    for meaning, phrases in _WORDS.items()
}
_PHRASES = frozenset(
    phrase
    for phrases in MEANINGS.values()
    for phrase in phrases
    if len("".join(phrase)) > 3 or (len(phrase) == 1 and _HAN.match(phrase[0]))
)
"""Those that are too long to be there by chance, as in text that is read in a wrong encoding."""


def is_known(header: str) -> bool:
    """Whether a header is a usual phrase, or begins or ends with one."""
    words = plain(header)
    return any({words[:size], words[-size:]} & _PHRASES for size in range(1, len(words) + 1))


KEYWORDS = frozenset(plain(each) for each in (
    "keyword", "keywords", "tags", "schlagworte", "schlagwörter", "stichworte", "mots clés",
    "palabras clave", "parole chiave", "palavras chave", "słowa kluczowe", "tagi", "ключевые слова",
    "ключові слова", "түйін сөздер", "anahtar kelimeler", "etiketler", "الكلمات المفتاحية",
    "کلیدواژه‌ها", "کلمات کلیدی", "מילות מפתח", "关键词", "關鍵字", "關鍵詞", "キーワード", "키워드",
    "kata kunci", "từ khóa", "मुख्य शब्द",
))  # fmt: skip
"""Headers of tags that can be others in each row; a topic in each row may be its title."""
ROLE_MEANINGS = (
    "host", "target", "sponsor", "signatory", "mentioned", "voted_for", "voted_against",
    "abstained", "did_not_vote", "participant",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sample; its cells are stripped, and ``counts`` has the cells not empty."""

    name: str
    cells: list[str]
    words: tuple[str, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def filled(self) -> int:
        return self.counts.total()

    def share(self, fits: Callable[[str], bool]) -> float:
        """The share of the filled rows whose cell fits, 0 to 1."""
        filled = self.filled
        fitting = sum(n for text, n in self.counts.items() if fits(text))
        return fitting / filled if filled else 0.0

    def rank(self, *meanings: str) -> int:
        """How well the header names one of ``meanings``.

        3: the header is just that. 2: it begins or ends with that. 1: it has that in the middle.
        0: it does not have it.
        """
        return max(_rank(self.words, phrase) for each in meanings for phrase in MEANINGS[each])

    @property
    def speaks(self) -> bool:
        """Whether most cells have words."""
        return self.share(says) > SPEAKS

    @property
    def mean_length(self) -> float:
        return sum(len(t) * n for t, n in self.counts.items()) / (self.filled or 1)


OTHER_THINGS = frozenset(
    plain(
        "account actor assignee author board category channel city country dataset domain "
        "district feed file folder form input item layer list location organization organisation "
        "outlet owner parent person place project publisher region reporter section sheet site "
        "source state status tag team template topic type user username"
    )
)
"""Words of what a row is not: a header with one and ``name`` is that of such a thing."""


def _rank(words: tuple[str, ...], phrase: tuple[str, ...]) -> int:
    size = len(phrase)
    if words == phrase:
        return 3
    if phrase in (words[:size], words[-size:]) or (words and _ends_with(words[-1], phrase)):
        return 2
    return int(any(words[at : at + size] == phrase for at in range(1, len(words) - size)))


def _ends_with(word: str, phrase: tuple[str, ...]) -> bool:
    """Whether a Chinese or Japanese word, which has no spaces in it, ends with a phrase."""
    ending = phrase[-1]
    return len(phrase) == 1 and bool(_HAN.match(ending)) and word.endswith(ending)


SPEAKS = 0.5
_FLAG = re.compile(
    r"true|false|yes|no|on|off|ja|nein|ein|aus|wahr|falsch|oui|non|vrai|faux|s[ií]|да|нет|是|否",
    re.IGNORECASE,
)


def says(text: str) -> bool:
    """Whether a cell has words: not only a number, a flag such as ``True``, or a URL."""
    words = any(sign.isalpha() for sign in text) and not re.match(r"https?://|www\.", text)
    return words and not _FLAG.fullmatch(text)


def column(name: str, cells: list[str]) -> Column:
    """A column of a sample."""
    cells = [" ".join(cell.split()) for cell in cells]
    return Column(name, cells, plain(name), Counter(cell for cell in cells if cell))
