"""Names of countries that the ISO lists do not have, but that newsrooms and archives write.

A former *name* of a living state leads to that state (Burma, Zaire, Siam). A dissolved state has
its own ISO 3166-3 code (the Soviet Union, Czechoslovakia). A state without any ISO code has a
private code (``service.domain.states``). This file has only the names that no list of
``country_spellings`` has, and the names that a hint may show.
"""

from __future__ import annotations

COMMON: dict[str, str] = {
    "AX": "Åland", "BN": "Brunei", "BO": "Bolivia", "CC": "Cocos Islands", "CD": "DR Congo",
    "CG": "Republic of the Congo", "CI": "Ivory Coast", "CV": "Cape Verde", "CZ": "Czechia",
    "FK": "Falkland Islands", "FM": "Micronesia", "IR": "Iran", "KP": "North Korea",
    "KR": "South Korea", "LA": "Laos", "MD": "Moldova", "MF": "Saint Martin", "MK":
    "North Macedonia", "PS": "Palestine", "RU": "Russia", "SX": "Sint Maarten", "SY": "Syria",
    "TR": "Türkiye", "TW": "Taiwan", "TZ": "Tanzania", "VA": "Vatican City",
    "VE": "Venezuela", "VG": "British Virgin Islands", "VI": "United States Virgin Islands",
    "VN": "Vietnam", "XK": "Kosovo",
}  # fmt: skip
"""The common English name, if the name in ISO is formal."""

WITHDRAWN: dict[str, tuple[str, str | None, str | None]] = {
    "AIDJ": ("French Afars and Issas", "1967-07-05", "1977-06-26"),
    "ANHH": ("Netherlands Antilles", "1954-12-15", "2010-10-09"),
    "BQAQ": ("British Antarctic Territory", None, None),
    "BUMM": ("Burma (until 1989)", "1948-01-04", "1989-06-17"),
    "BYAA": ("Byelorussian SSR", "1919-01-01", "1991-09-18"),
    "CSHH": ("Czechoslovakia", "1918-10-28", "1992-12-31"),
    "CSXX": ("Serbia and Montenegro", "2003-02-04", "2006-06-04"),
    "CTKI": ("Canton and Enderbury Islands", "1939-04-06", "1979-07-11"),
    "DDDE": ("East Germany", "1949-10-07", "1990-10-02"),
    "DYBJ": ("Dahomey (until 1975)", None, "1975-11-29"),
    "FQHH": ("French Southern and Antarctic Territories", None, None),
    "FXFR": ("Metropolitan France", None, None),
    "GEHH": ("Gilbert and Ellice Islands", "1892-05-27", "1975-12-31"),
    "HVBF": ("Upper Volta (until 1984)", "1919-03-01", "1984-08-03"),
    "JTUM": ("Johnston Island", None, None),
    "MIUM": ("Midway Islands", None, None),
    "NHVU": ("New Hebrides", "1906-10-20", "1980-07-29"),
    "NQAQ": ("Dronning Maud Land", None, None),
    "NTHH": ("Neutral Zone", "1922-12-02", "1991-12-31"),
    "PCHH": ("Pacific Islands (trust territory)", "1947-07-18", "1994-09-30"),
    "PUUM": ("US Miscellaneous Pacific Islands", None, None),
    "PZPA": ("Panama Canal Zone", "1903-11-18", "1979-09-30"),
    "RHZW": ("Southern Rhodesia (until 1980)", "1923-09-12", "1980-04-17"),
    "SKIN": ("Sikkim", "1642-01-01", "1975-05-15"),
    "SUHH": ("Soviet Union", "1922-12-30", "1991-12-26"),
    "TPTL": ("East Timor (until 2002)", None, "2002-05-19"),
    "VDVN": ("North Vietnam", "1945-09-02", "1976-07-01"),
    "WKUM": ("Wake Island", None, None),
    "YDYE": ("South Yemen", "1967-11-30", "1990-05-21"),
    "YUCS": ("Yugoslavia", "1918-12-01", "2003-02-03"),
    "ZRCD": ("Zaire (until 1997)", "1971-10-27", "1997-05-16"),
}
"""The entities of ISO 3166-3 with their common name and their first and last day. There is no day
if the territory continues under another code, or if no source says when it began.

The plain former name of a living state (Zaire, Burma) means the state. The entity that ISO
withdrew when the name changed has its codes, and a name that says until when it existed.
"""

ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "U.A.E.", "Emirates"),
    "BA": ("Bosnia and Hercegovina", "Bosnia", "Bosnia-Herzegovina", "Bosnian Federation"),
    "BF": ("Upper Volta",),
    "BH": ("Bahrein",),
    "BJ": ("Dahomey",),
    "BW": ("Bechuanaland",),
    "BY": ("Byelorus", "Byelorussia", "Belorussia"),
    "BZ": ("British Honduras",),
    "CD": (
        "Zaire", "Democratic Republic of the Congo", "Democratic Republic of Congo", "DRC",
        "D.R. Congo", "Congo-Kinshasa", "Congo (Kinshasa)", "Belgian Congo", "Congo (Leopoldville)",
        "Republic of the Congo (Léopoldville)", "RD Congo",
    ),
    "CF": ("Central African Empire", "CAR"),
    "CG": (
        "French Congo", "Congo-Brazzaville", "Congo (Brazzaville)",
        "People's Republic of the Congo",
    ),
    "CI": ("Cote d'Ivoire",),
    "CN": ("PRC", "People's Republic of China", "Mainland China", "Qing China",
           "Imperial China", "Qing Empire"),
    "CV": ("Cape Verde Islands", "Cabo Verde",),
    "CZ": ("Czech Republic",),
    "DE": (
        "West Germany", "Federal Republic of Germany", "FRG", "Germany, Federal Republic of",
        "German Federal Republic", "German Empire", "German Reich", "Weimar Republic",
        "Nazi Germany", "BRD",
    ),
    "DDDE": ("GDR", "German Democratic Republic", "Democratic Republic of Germany"),
    "EG": ("United Arab Republic", "UAR"),
    "ET": ("Abyssinia",),
    "FM": ("Federated States of Micronesia",),
    "GB": (
        "Great Britain and Northern Ireland", "UK", "U.K.", "Britain", "Great Britain",
        "United Kingdom of Great Britain",
    ),
    "GH": ("Gold Coast",),
    "GM": ("The Gambia",),
    "GW": ("Guinea Bissau", "Portuguese Guinea"),
    "GY": ("British Guyana", "British Guiana",),
    "ID": ("Dutch East Indies",),
    "IR": ("Persia",),
    "KH": ("Kampuchea", "Khmer Republic"),
    "KN": ("St. Christopher and Nevis", "Saint Christopher and Nevis"),
    "KP": ("DPRK", "D.P.R.K.", "Democratic People's Republic of Korea", "N. Korea"),
    "KR": ("ROK", "Republic of Korea", "S. Korea"),
    "KG": ("Kirgizstan", "Kyrgyz Republic", "Kirghizia", "Kirgizia", "Kirghiz SSR"),
    "LK": ("Ceylon",),
    "LS": ("Basutoland",),
    "LY": ("Libyan Arab Jamahiriya",),
    "MD": ("Moldavia", "Moldavian SSR"),
    "MG": ("Malagasy Republic",),
    "MK": ("Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia", "FYR Macedonia"),
    "MM": ("Burma",),
    "MW": ("Nyasaland",),
    "MY": ("Malaya", "Federation of Malaya"),
    "NL": ("Holland", "The Netherlands"),
    "OM": ("Muscat and Oman",),
    "PS": (
        "Palestinian National Authority", "Palestinian Territories",
        "Palestinian Authority", "West Bank and Gaza",
    ),
    "RU": ("Russian Federation", "RSFSR", "Russian Empire", "Tsarist Russia", "Imperial Russia"),
    "RS": ("Republic of Serbia",),
    "SK": ("Slovak Republic",),
    "SO": ("Somali Republic",),
    "SR": ("Dutch Guiana", "Surinam"),
    "ST": ("São Tomé and Príncipe",),
    "SUHH": (
        "Former Soviet Union", "Former USSR", "USSR (former)", "USSR", "U.S.S.R.",
        "Soviet Union", "Union of Soviet Socialist Republics",
    ),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TH": ("Siam",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Turkiye"),
    "TW": ("Republic of China", "China (ROC)", "Formosa", "Chinese Taipei"),
    "TZ": ("Tanganyika",),
    "US": ("United States of America", "U.S.", "U.S.A.", "America"),
    "VA": ("Vatican City State", "Holy See", "Vatican"),
    "VDVN": ("Democratic Republic of Vietnam", "DRV"),
    "VN": ("Viet-Nam", "Socialist Republic of Vietnam"),
    "WS": ("Western Samoa",),
    "XK": ("XKX", "Republic of Kosovo"),
    "YE": ("North Yemen", "Yemen Arab Republic"),
    "YDYE": (
        "People's Democratic Republic of Yemen", "Democratic Yemen", "PDRY", "Yemen (PDRY)",
    ),
    "YUCS": (
        "Former Yugoslavia", "Federal Republic of Yugoslavia",
        "Kingdom of Serbs, Croats and Slovenes",
        "Socialist Federal Republic of Yugoslavia", "SFRY",
    ),
    "ZA": ("Union of South Africa", "RSA"),
    "ZM": ("Northern Rhodesia",),
    "ZW": ("Rhodesia", "Southern Rhodesia", "Zimbabwe Rhodesia"),
    "AM": ("Armenian SSR",),
    "AZ": ("Azerbaijan SSR",),
    "EE": ("Estonian SSR",),
    "GE": ("Georgian SSR",),
    "IT": ("Kingdom of Italy",),
    "JP": ("Empire of Japan", "Imperial Japan"),
    "KZ": ("Kazakh SSR",),
    "LT": ("Lithuanian SSR",),
    "LV": ("Latvian SSR",),
    "SA": ("KSA",),
    "TJ": ("Tadzhikistan", "Tajik SSR",),
    "TM": ("Turkmen SSR",),
    "UA": ("Ukrainian SSR",),
    "UZ": ("Uzbek SSR",),
    "CSHH": ("Former Czechoslovakia", "CSSR", "CSFR",),
    "EH": ("Sahrawi Arab Democratic Republic",),
    "BS": ("Bahama Islands",),
    "UM": ("Minor Outlying Islands",),
}  # fmt: skip
"""Other names, by code."""

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "AE": ("EAU", "VAE", "Emiratos", "Эмираты"), "CSHH": ("ЧССР",), "KZ": ("ҚР",), "RU": ("РФ",),
    "SA": ("КСА",),
}  # fmt: skip
"""Short names in tables. No search looks for them, so they are not in the stored index."""

_KOREA = (
    "korea", "corea", "coree", "coreia", "корея", "kore", "كوريا", "کره", "קוריאה", "コリア",
    "koreja", "koreya", "κορεα", "क र य",
)  # fmt: skip
_CONGO = (
    "congo", "конго", "刚果", "الكونغو", "kongo", "konqo", "קונגו", "کنگو", "κονγκο", "կոնգո",
    "კონგო", "コンコ", "\u110f\u1169\u11bc\u1100\u1169", "क ग",  # 콩고, folded
)  # fmt: skip
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(_KOREA, ("South Korea", "North Korea", "Korea (until 1910)")),
    **dict.fromkeys(_CONGO, ("DR Congo", "Republic of the Congo")),
    "guiana": ("Guyana", "Suriname", "French Guiana"),
    "virgin islands": ("British Virgin Islands", "United States Virgin Islands"),
    "hesse": ("Hesse-Kassel", "Hesse-Darmstadt"),
    "mecklenburg": ("Mecklenburg-Schwerin", "Mecklenburg-Strelitz"),
    "sudanese republic": ("Sudan", "Mali"),
    "south arabia": ("Saudi Arabia", "South Yemen"),
    "yemen aden": ("Yemen", "South Yemen"),
    "dominican": ("Dominica", "Dominican Republic"),
    "reuss": ("Reuss Elder Line", "Reuss Younger Line"),
    "рк": ("Kazakhstan", "South Korea"),
    "roc": ("Taiwan", "Republic of the Congo"),
}
"""Names that mean more than one country, in their folded form."""

EXACT: dict[str, str] = {
    "é.-u.": "US", "the dominican": "DO", "abş": "US", "áo": "AT", "bỉ": "BE", "čad": "TD",
    "çad": "TD", "çin": "CN", "irã": "IR", "omã": "OM", "séc": "CZ", "síp": "CY",
}  # fmt: skip
"""Names that mean something else without their accents or their ``the``: ``E. U.`` is the European
Union, people of two countries are Dominican, and ``CAD``, ``ABS`` and ``IRA`` are no countries."""

ONE_STATE = frozenset({"italy/sardinia"})
"""Pairs of names that mean one state in Gleditsch and Ward. Here the two names mean two states."""

PARTS = dict.fromkeys(("england", "scotland", "wales", "northern ireland"), "United Kingdom")
"""Parts of a country that are called countries too (ISO 3166-2:GB), with that country. They are no
names of it, but an error names it."""
