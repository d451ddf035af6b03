"""Words beside the name of a country that keep its meaning, and words that change it."""

FORMS = frozenset((
    "kingdom", "empire", "republic", "sultanate", "emirate", "principality", "ssr", "sfsr",
))  # fmt: skip
"""Words for a form of government. With it a name means the same country (``Kingdom of Romania``,
``Polish People's Republic``), if no state has just that name."""
MONARCHIES = FORMS - {"republic", "ssr", "sfsr"}
OLDER = frozenset(("BJ", "GD", "GH", "IE", "IL", "IN", "MK", "ML", "MN"))
"""Countries whose name was also that of an older monarchy on other land: ``Ghana Empire``,
``Kingdom of Benin``, ``Kingdom of Granada``, ``Kingdom of Ireland``, ``Indian Empire``."""
BESIDE = frozenset((
    "peoples", "democratic", "socialist", "federative", "federal", "soviet", "islamic", "arab",
    "grand", "first", "second", "third", "fourth", "fifth",
))  # fmt: skip
"""Words that may stand beside them."""
SOVIET = frozenset(("soviet", "ssr", "sfsr"))
REPUBLICS = frozenset((
    "AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ",
))  # fmt: skip
"""The countries that were republics of the Soviet Union."""
DIVIDED = frozenset(("BA", "CD", "CG", "CN", "CY", "DE", "DM", "DO", "GB", "KP", "KR", "RS", "TW",
                      "VN", "YE"))  # fmt: skip
"""Countries with two governments at a time, whose form of government is the difference."""
ELSEWHERE = frozenset((
    "state", "province", "region", "river", "lake", "city", "town", "county", "district",
    "gulf", "department", "village", "mountain", "prefecture", "governorate",
))  # fmt: skip
"""Words for places of other kinds that have the name of a country: ``Georgia (U.S. state)``."""
NAMING = frozenset(("the", "of", "country", "formerly", "former", "now", "today", "sar", "part",
                     "mainland"))  # fmt: skip
HOMONYMS = {
    "AZ": ("IR",), "CN": ("TW",), "EG": ("SY",), "GE": ("US",), "GN": ("PT", "ES"),
    "IE": ("GB",), "JE": ("US",), "LU": ("BE",), "MD": ("RO",), "MK": ("GR",), "MN": ("CN",),
    "MX": ("US",), "NE": ("NG",), "SD": ("FR",), "WS": ("US",),
}  # fmt: skip
"""Countries whose name is also that of a part of another one: ``Georgia (US)``."""
QUALIFIERS = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "northeast",
    "northwest", "southeast", "southwest", "central", "new", "inner", "outer", "upper", "lower",
    "lesser", "greater", "nationalist", "free",
))  # fmt: skip
"""Words that turn a country's name into that of another place or government."""
