"""Names of countries that the ISO lists do not have: what newsrooms and archives write.

A former *name* of a living state leads to the state (Burma, Zaire, Siam); a state that
was dissolved has its own ISO 3166-3 code (the Soviet Union, Czechoslovakia).
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
    "VN": "Vietnam", "XK": "Kosovo", "SUHH": "Soviet Union", "CSHH": "Czechoslovakia",
    "YUCS": "Yugoslavia", "CSXX": "Serbia and Montenegro", "DDDE": "East Germany",
    "YDYE": "South Yemen", "VDVN": "North Vietnam",
}  # fmt: skip
"""The common English name where ISO's own is formal."""

DISSOLVED: dict[str, tuple[str, str]] = {
    "SUHH": ("1922-12-30", "1991-12-26"),
    "CSHH": ("1918-10-28", "1992-12-31"),
    "YUCS": ("1918-12-01", "2003-02-03"),
    "CSXX": ("2003-02-04", "2006-06-04"),
    "DDDE": ("1949-10-07", "1990-10-02"),
    "YDYE": ("1967-11-30", "1990-05-21"),
    "VDVN": ("1945-09-02", "1976-07-01"),
}
"""States of ISO 3166-3 that ceased to exist, with the days they began and ended."""

ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "U.A.E.", "Emirates"),
    "BA": ("Bosnia", "Bosnia-Herzegovina", "Bosnian Federation"),
    "BF": ("Upper Volta",),
    "BH": ("Bahrein",),
    "BJ": ("Dahomey",),
    "BW": ("Bechuanaland",),
    "BY": ("Byelorussia", "Belorussia"),
    "BZ": ("British Honduras",),
    "CD": (
        "Zaire", "Democratic Republic of the Congo", "Democratic Republic of Congo", "DRC",
        "D.R. Congo", "Congo-Kinshasa", "Congo (Kinshasa)", "Belgian Congo", "Congo (Leopoldville)",
    ),
    "CF": ("Central African Empire", "CAR"),
    "CG": ("Congo-Brazzaville", "Congo (Brazzaville)", "People's Republic of the Congo"),
    "CI": ("Cote d'Ivoire",),
    "CN": ("PRC", "People's Republic of China", "Mainland China"),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic",),
    "DE": (
        "West Germany", "Federal Republic of Germany", "FRG", "Germany, Federal Republic of",
        "German Federal Republic",
    ),
    "DDDE": ("GDR", "German Democratic Republic"),
    "EG": ("United Arab Republic",),
    "ET": ("Abyssinia",),
    "FM": ("Federated States of Micronesia",),
    "GB": ("UK", "U.K.", "Britain", "Great Britain", "United Kingdom of Great Britain"),
    "GH": ("Gold Coast",),
    "GM": ("The Gambia",),
    "GW": ("Guinea Bissau", "Portuguese Guinea"),
    "GY": ("British Guiana",),
    "ID": ("Dutch East Indies",),
    "IR": ("Persia",),
    "KH": ("Kampuchea", "Khmer Republic"),
    "KN": ("St. Christopher and Nevis", "Saint Christopher and Nevis"),
    "KP": ("DPRK", "D.P.R.K.", "Democratic People's Republic of Korea", "N. Korea"),
    "KR": ("ROK", "Republic of Korea", "S. Korea"),
    "KG": ("Kyrgyz Republic", "Kirghizia", "Kirgizia"),
    "LK": ("Ceylon",),
    "LS": ("Basutoland",),
    "LY": ("Libyan Arab Jamahiriya",),
    "MD": ("Moldavia",),
    "MG": ("Malagasy Republic",),
    "MK": ("Macedonia", "FYROM", "Former Yugoslav Republic of Macedonia", "FYR Macedonia"),
    "MM": ("Burma",),
    "MW": ("Nyasaland",),
    "MY": ("Malaya", "Federation of Malaya"),
    "NL": ("Holland", "The Netherlands"),
    "OM": ("Muscat and Oman",),
    "PS": ("Palestinian Territories", "Palestinian Authority", "West Bank and Gaza"),
    "RU": ("Russian Federation", "RSFSR"),
    "RS": ("Republic of Serbia",),
    "SK": ("Slovak Republic",),
    "SO": ("Somali Republic",),
    "SR": ("Dutch Guiana", "Surinam"),
    "ST": ("São Tomé and Príncipe",),
    "SUHH": ("USSR", "U.S.S.R.", "Soviet Union", "Union of Soviet Socialist Republics"),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TH": ("Siam",),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Turkiye"),
    "TW": ("Republic of China", "Formosa", "Chinese Taipei"),
    "TZ": ("Tanganyika",),
    "US": ("United States of America", "U.S.", "U.S.A.", "America"),
    "VA": ("Holy See", "Vatican"),
    "VDVN": ("Democratic Republic of Vietnam",),
    "VN": ("Viet-Nam",),
    "WS": ("Western Samoa",),
    "XK": ("XKX", "Republic of Kosovo"),
    "YE": ("North Yemen", "Yemen Arab Republic"),
    "YDYE": ("People's Democratic Republic of Yemen", "Democratic Yemen"),
    "YUCS": ("Socialist Federal Republic of Yugoslavia", "SFRY"),
    "ZA": ("Union of South Africa", "RSA"),
    "ZM": ("Northern Rhodesia",),
    "ZW": ("Rhodesia", "Southern Rhodesia", "Zimbabwe Rhodesia"),
}  # fmt: skip
"""Other names, by code."""

AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "korea": ("South Korea", "North Korea"),
    "congo": ("DR Congo", "Republic of the Congo"),
    "guiana": ("Guyana", "Suriname", "French Guiana"),
    "virgin islands": ("British Virgin Islands", "United States Virgin Islands"),
}
"""Names that mean more than one country, in their folded form."""
