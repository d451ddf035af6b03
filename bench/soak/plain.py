"""Compare the quick check of events with the schema, on 250,000 documents.

``service.schemas.compiled_check`` accepts plain events without the schema. The documents are
generated, some of them valid and some not. If the quick check accepts a document, the schema must
accept it too and make the same event.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from service.domain.currencies import HISTORIC
from service.domain.event import Event
from service.domain.vocabulary import (
    ACTOR_TYPES,
    CATEGORY_CODES,
    RELATION_TYPES,
    ROLES,
    STAGES,
    STATUSES,
    SUPPORTABLE_FIELDS,
)
from service.errors import Invalid
from service.schemas.compiled_check import plain, plain_line
from service.schemas.computed_fields import CHECKED
from service.schemas.event import FIELDS, INPUT_FIELDS, load_event

SEED = 20240501
DOCUMENTS = 250_000

Make = Callable[[random.Random], Any]

DATES = ("2023", "2023-02", "2023-02-28", "2023-02-28T14:30:00Z", "1984?", "2004-06~", "198X",
         "2023-21", "1999/2001", "../1999", "[1667,1668]", "XXXX", "-0044", "Y12000",
         "2024-02-29", "2023-02-30", "soon", "", "28.02.2023", "2023-2", "20230228",
         " 2023", "2023\n")  # fmt: skip
COUNTRIES = ("KZ", "Kazakhstan", "USA", "us", "SUHH", "Korea, South", "Kazakstan", "Korea", "",
             "XX", "Czechoslovakia", "840", " France ", "Côte d'Ivoire")  # fmt: skip
TEXTS = ("T", "Talks on water", "Ünïcode 😀", " a ", "a\nb", "a\tb", "x" * 100, "x" * 200,
         "x" * 300, "x" * 500, "y" * 5000, "", " ", "\n", "a\x00b", "a\x1fb", "\x7f", "\ufffe",
         "\u200b", "\u2028", "x" * 101, "x" * 201,
         "x" * 301, "x" * 501, "x" * 5001, "a,b", "\xa0", "\x85",
         "\xad", "\ud800", "e\u0301", "\ufeff")  # fmt: skip
IDS = ("a", "e-1_x", "9", "x" * 100, "x" * 101, "", "-a", "A", "a.b", "a\n", "é", "a b")
URLS = ("https://a.example/1", "http://a.example", "https://A.example/x?y=1#z", "ftp://a.example",
        "javascript:alert(1)", "https://", "https://a b", "https://[::1]/x", "HTTPS://a.example/",
        "https://a.example:80/", "https://ü.example/", "https://a.example/<x>", "a.example", "",
        "https://a.example/\u2028", "https://a_b.example/", "https://a..b/", "http://1/",
        "https://a.", "https://.a/", "https://a-/", "https://a.example/ü",
        "https://a.example/" + "x" * 1990)  # fmt: skip
NUMBERS = ("1", "25000000", "12.50", "0", "0.000001", "1.0000001", "-1", "1e5", "1,000", "", ".5",
           "5.", "9" * 24, "9" * 25, "٣", "1\n", " 1")  # fmt: skip
CURRENCIES = (
    "USD",
    "EUR",
    "KZT",
    *sorted(HISTORIC)[:3],
    "DEM",
    "usd",
    "XXX",
    "ABC",
    "",
    "US",
    " USD",
)
DEGREES: tuple[Any, ...] = (0, 51.17, -90, 90, 180, -180.0, 90.0001, 181, 1e400, "51.5", "x", True,
                            None, -0.0, 1e-320)  # fmt: skip
ODD: tuple[Any, ...] = (None, 0, 1.5, True, [], {}, "", "x", [None], [1], {"a": 1}, [[]], 10**30)
"""Values that few fields or none may have."""


def _text(chance: random.Random) -> Any:
    return chance.choice(TEXTS if chance.random() < 0.3 else TEXTS[:9])


def _tag(chance: random.Random) -> Any:
    """Mostly a tag as it is stored, with one space between words."""
    text = _text(chance)
    return " ".join(text.split()) if chance.random() < 0.9 else text


def _of(*values: Any, good: int | None = None) -> Make:
    """Draws one of the values. Four times in five it is one of the first ``good`` values."""
    best = values[: good or len(values)]
    return lambda chance: chance.choice(values if chance.random() < 0.2 else best)


def _words(words: tuple[str, ...]) -> Make:
    return _of(*words, words[0].upper(), f" {words[0]}", f"{words[0]}s", "", good=len(words))


def _part(required: dict[str, Make], optional: dict[str, Make]) -> Make:
    """Draws an object. Required fields are rarely missing, optional fields often."""

    def make(chance: random.Random) -> Any:
        found = {name: of(chance) for name, of in required.items() if chance.random() < 0.985}
        found |= {name: of(chance) for name, of in optional.items() if chance.random() < 0.4}
        return _spoilt(found, chance)

    return make


def _spoilt(found: dict[str, Any], chance: random.Random) -> Any:
    """Rarely replace a value, add an unknown name, or replace the whole object."""
    luck = chance.random()
    if luck < 0.02 and found:
        found[chance.choice(list(found))] = chance.choice(ODD)
    elif luck < 0.03:
        found[chance.choice(["titel", "Title", "", "code", "a/b~c", "type", "name"])] = "x"
    elif luck < 0.035:
        return chance.choice(ODD)
    if chance.random() < 0.3:
        shuffled = list(found.items())
        chance.shuffle(shuffled)
        return dict(shuffled)
    return found


def _list(of: Make) -> Make:
    """Draws a short list, sometimes with an item twice. Rarely it has the maximum length, or one
    more."""

    def make(chance: random.Random) -> Any:
        found = [of(chance) for _ in range(chance.choice([0, 0, 1, 1, 2, 3]))]
        if found and chance.random() < 0.1:
            found.append(found[0])
        if found and chance.random() < 0.002:
            found = (found * 251)[: chance.choice([250, 251])]
        return found

    return make


def _optional(of: Make) -> Make:
    return lambda chance: None if chance.random() < 0.2 else of(chance)


DATE = _of(*DATES, good=15)
COUNTRY = _of(*COUNTRIES, good=6)
DOCUMENT = _part(
    {"title": _text, "date": DATE, "category": _words(CATEGORY_CODES)},
    {
        "id": _of(*IDS, good=4),
        "summary": _optional(_text),
        "date_as_reported": _optional(_text),
        "status": _words(STATUSES),
        "countries": _list(
            _part({"code": COUNTRY, "role": _words(ROLES)}, {"name": _of("Kazakhstan", 1, None)})
        ),
        "actors": _list(
            _part(
                {"name": _text},
                {
                    "type": _words(ACTOR_TYPES),
                    "title": _optional(_text),
                    "country": _optional(COUNTRY),
                },
            )
        ),
        "place": _optional(
            _part(
                {"latitude": _of(*DEGREES, good=4), "longitude": _of(*DEGREES, good=6)},
                {"name": _optional(_text), "country": _optional(COUNTRY)},
            )
        ),
        "amounts": _list(
            _part(
                {
                    "value": _of(*NUMBERS, good=5),
                    "currency": _of(*CURRENCIES, good=7),
                    "stage": _words(STAGES),
                },
                {"purpose": _optional(_text)},
            )
        ),
        "sources": _list(
            _part(
                {"title": _text},
                {
                    "publisher": _optional(_text),
                    "url": _optional(_of(*URLS, good=3)),
                    "published": _optional(DATE),
                    "supports": _list(_words(SUPPORTABLE_FIELDS)),
                },
            )
        ),
        "related": _list(_part({"type": _words(RELATION_TYPES), "event": _of(*IDS, good=4)}, {})),
        "tags": _list(_tag),
        **dict.fromkeys(
            sorted({*FIELDS}.difference(INPUT_FIELDS, CHECKED))[:3],
            _of("x", None, 1, [], {"a": [1]}),
        ),
    },
)


class Compared(NamedTuple):
    """The number of documents, of those that the schema accepts (``good``), and of those that the
    quick check accepts (``quick``). ``different`` describes the documents with two results."""

    documents: int
    good: int
    quick: int
    different: list[str]


def by_schema(document: Any) -> Event | None:
    """The event that the schema makes of a document, or ``None`` if the document has errors."""
    try:
        return load_event(document)
    except Invalid:
        return None


def compare(documents: int, seed: int = SEED) -> Compared:
    """Check each generated document with both, as a parsed document and as a line of JSON."""
    good = quick = 0
    different = []
    for number in range(documents):
        document = DOCUMENT(random.Random(f"{seed}-{number}"))
        line = json.dumps(document).encode()
        right = by_schema(document)
        good += right is not None
        read = plain_line(line)
        found = plain(document), read and read[0]
        quick += found[1] is not None
        # The numbers of a line are parsed again. Numbers that JSON cannot write are not compared.
        for way, event in zip(("document", "line"), found, strict=True):
            if event is not None and repr(event) != repr(right):
                different.append(f"{seed}-{number}, as a {way}: {line[:300]!r}")
    return Compared(documents, good, quick, different)


def main(_: Path) -> str:
    """Run at full length, and return the results."""
    found = compare(DOCUMENTS)
    if found.different:
        shown = "\n".join(found.different[:20])
        raise AssertionError(f"plain: {len(found.different)} differ\n{shown}")
    return (
        f"{found.documents} documents (seed {SEED}): the schema takes {found.good}, the quick "
        f"check {found.quick} of them with the same event, and none that the schema does not"
    )
