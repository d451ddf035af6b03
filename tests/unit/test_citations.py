"""Citations as other programs read them: pybtex, rispy, citeproc-py and the CSL schema.

``csl/csl-data.json`` is the schema of CSL-JSON 1.0.2 (github.com/citation-style-language/schema).
Its MIT licence is in the same folder.
"""

from __future__ import annotations

import codecs
import json
import re
import warnings
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import latexcodec
import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import Entry, parse_string

from service.formats.citation import american, line
from service.formats.format import Listing
from service.formats.registry import BY_SUFFIX
from service.schemas.event import load_event, render
from service.schemas.fields import CONTROL, VISIBLE
from tests.support.hostile import STRINGS
from tests.support.rows import each_row

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # citeproc warns about its own code when it is imported
    import citeproc
    from citeproc.source.json import CiteProcJSON

assert latexcodec  # the import registers the codec "ulatex"
SCHEMA = json.loads((Path(__file__).parent / "csl" / "csl-data.json").read_text("utf-8"))
VALID = jsonschema.Draft7Validator(SCHEMA)
READ = date(2026, 11, 26)
MADE, CHANGED = "2024-01-01T00:00:00.123456Z", "2024-02-01T10:20:30.123456Z"
AROUND = Listing("The Institute", "https://d.example", accessed=READ)
STYLES = ("bib", "ris", "csl.json", "apa.txt", "chicago.txt")
TITLES = (
    "100% of $5 & #1_x ~ ^ \\ {a} }{ {{",
    "\\input{/etc/passwd} \\end{document}",
    'He said "no" and "maybe" — or "not',
    "“Nuclear” talks: ‘a first’",
    "Line\r\nER  - \r\nTY  - JOUR\nbreak\u2028ER  - \x85x\u2029",
    "},\n}\n@misc{evil, title = {x}",
    "a, b and c; d, e",
    "Is it over?",
    "Министры C5+1 в Астане; Қазақстан",
    "اجتماع وزراء الخارجية (C5+1)",
    "外交部长会议！",
    "<b>bold</b> <script>x</script>",
    "  spaces   inside\tand tabs ",
    "🕊 Peace — naïve coöperation …",
    "@string{a = 1} # % comment",
    "x" * 300,
    *STRINGS[::25],
)


def document(number: int = 1, version: int = 3, **fields: Any) -> bytes:
    """A stored document."""
    event = {"id": f"a-{number}", "title": "t", "date": "2022-09", "category": "other"} | fields
    return render(load_event(event), version, MADE, CHANGED)


def cited(suffix: str, *documents: bytes, around: Listing = AROUND) -> str:
    return b"".join(BY_SUFFIX[suffix].render(documents, around)).decode()


def latex(text: str) -> str:
    """The text that LaTeX prints."""
    own = {
        "less": "<",
        "greater": ">",
        "bar": "|",
        "asciicircum": "^",
        "braceleft": "\ue001",
        "braceright": "\ue002",
    }
    for name, sign in own.items():
        text = text.replace(rf"\text{name}{{}}", sign)
    decode: Any = codecs.decode  # the types do not know a codec from text to text
    found: str = decode(text.replace(r"\$", "$"), "ulatex")
    return found.replace("{}", "").replace("\ue001", "{").replace("\ue002", "}")


def entry(text: str) -> Entry:
    entries = parse_string(text, "bibtex").entries
    assert len(entries) == 1
    return next(iter(entries.values()))


@each_row("title", TITLES)
def test_a_title_comes_back_as_it_was_from_every_format(title: str) -> None:
    found = document(title=title, summary=title, tags=[title.replace(",", ";")[:50].strip() or "x"])
    said = line(title)
    inside = re.sub(r"\\text[a-z]+\{\}|\\[$&#_%]", "", entry(cited("bib", found)).fields["title"])
    assert not set("\\$&#_%~^<>|") & set(inside)
    assert inside.count("{") == inside.count("}") == 1
    (record,) = rispy.loads(cited("ris", found))
    assert (record["title"], record["abstract"]) == (said, said)
    (item,) = json.loads(cited("csl.json", found))
    assert (item["title"], item["abstract"]) == (said, said)
    for style in ("apa.txt", "chicago.txt"):
        text = cited(style, found)
        assert text.count("\n") == 1
        marks = str.maketrans(dict.fromkeys("“”‘’\"'", ""))
        assert said.rstrip(".!?").translate(marks) in text.translate(marks)


@pytest.mark.parametrize("title", TITLES)
def test_latex_prints_the_title(title: str) -> None:
    if re.search(r"[“”‘’—…]|--|``|''|[^\x00-\uffff]", title):
        pytest.skip("latexcodec has a spelling of its own for these signs")
    text = entry(cited("bib", document(title=title))).fields["title"]
    assert latex(text.removeprefix("{").removesuffix("}")) == line(title)


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.strip()))
def test_whatever_an_instance_is_called_a_bibliography_can_be_read(name: str) -> None:
    around = Listing(name, "https://d.example", accessed=READ)
    title = CONTROL.sub("", name).strip()
    title = title if VISIBLE.search(title) else "x"
    made = [document(number, title=title) for number in (1, 2)]
    keys = ["dateline-a-1-v3", "dateline-a-2-v3"]
    assert list(parse_string(cited("bib", *made, around=around), "bibtex").entries) == keys
    assert [each["id"] for each in rispy.loads(cited("ris", *made, around=around))] == keys
    items = json.loads(cited("csl.json", *made, around=around))
    assert [each["id"] for each in items] == keys
    VALID.validate(items)
    assert cited("apa.txt", *made, around=around).count("\n\n") == 1


EVENT_DATES = (
    ("2022-09", {"date-parts": [[2022, 9]]}),
    ("2022-09-15", {"date-parts": [[2022, 9, 15]]}),
    ("2022", {"date-parts": [[2022]]}),
    ("2022~", {"date-parts": [[2022]], "circa": True}),
    ("2022-09?", {"date-parts": [[2022, 9]], "circa": True}),
    ("2022-23", {"date-parts": [[2022]], "season": 3}),
    ("2022-31", {"date-parts": [[2022]], "season": 3}),
    ("2022-33", {"literal": "first quarter of 2022"}),
    ("2022-09/2023-03", {"date-parts": [[2022, 9], [2023, 3]]}),
    ("2022/2023", {"date-parts": [[2022], [2023]]}),
    ("2022-09-27/2023", {"literal": "27 September 2022 – 2023"}),
    ("2022-09~/2023-02-28~", {"literal": "around September 2022 – around 28 February 2023"}),
    ("2022-21/2022-23", {"literal": "spring 2022 – autumn 2022"}),
    ("2022-02-24/..", {"literal": "since 24 February 2022"}),
    ("../2022-02", {"literal": "until February 2022"}),
    ("198X", {"literal": "the 1980s"}),
    ("18XX", {"literal": "1800–1899"}),
    ("[2022-09,2022-11]", {"literal": "one of September 2022 or November 2022"}),
    ("2023-02-23T15:30:00-05:00", {"date-parts": [[2023, 2, 23]]}),
    ("-0043-03-15", {"date-parts": [[-44, 3, 15]]}),
    ("0000", {"date-parts": [[-1]]}),
    ("Y17000", {"date-parts": [[17000]]}),
    ("2022-XX", {"date-parts": [[2022]]}),
    ("2022-09-XX", {"date-parts": [[2022, 9]]}),
)


@each_row(("edtf", "expected"), EVENT_DATES)
def test_csl_says_no_more_of_a_date_than_is_known(edtf: str, expected: dict[str, Any]) -> None:
    items = json.loads(cited("csl.json", document(date=edtf)))
    VALID.validate(items)
    assert items[0]["event-date"] == expected
    assert items[0]["custom"] == {"edtf": json.loads(document(date=edtf))["date"]}


def test_an_event_without_a_date_has_none_in_its_citation() -> None:
    found = document(date="XXXX")
    assert "event-date" not in json.loads(cited("csl.json", found))[0]
    assert "eventdate" not in entry(cited("bib", found)).fields
    assert "date of the event: date unknown" in cited("apa.txt", found)


@pytest.mark.parametrize(
    ("edtf", "known"),
    [("2022-09", True), ("2022-23", True), ("198X", True), ("2022-02-24/..", True), ("2022~", True),
     ("2022-31", False), ("2022-33", False), ("[2022-09,2022-11]", False), ("Y17000", False),
     ("2023-02-23T15:30:00-05:00", True), ("../1990", False), ("/1990", False),
     ("2022/2023", True), ("2022-09/2022-11", True), ("2023-02-27/2023-03-03", True),
     ("2022-09/2023-03-03", False), ("2023-02-28/2024", False), ("2022-21/2022-09", False)],
)  # fmt: skip
def test_biblatex_gets_the_dates_that_it_reads(edtf: str, known: bool) -> None:
    assert entry(cited("bib", document(date=edtf))).fields.get("eventdate") == (
        edtf if known else None
    )


def test_biblatex_gets_the_day_of_a_time_without_seconds() -> None:
    for edtf, days in (
        ("2023-02-23T15:30", "2023-02-23"),
        ("2023-02-23T15:30-05:00~", "2023-02-23~"),
        ("2023-02-23T15:30Z/2023-02-24T10:00:00Z", "2023-02-23/2023-02-24T10:00:00Z"),
    ):
        assert entry(cited("bib", document(date=edtf))).fields["eventdate"] == days


def test_every_style_has_version_address_and_both_days() -> None:
    found = document(date="2022-09", title="Talks.")
    address = "https://d.example/events/a-1/versions/3"
    fields = entry(cited("bib", found)).fields
    names = ("version", "url", "urldate", "date", "year", "month", "eventdate")
    assert [fields[name] for name in names] == [
        "3", address, "2026-11-26", "2024-02-01", "2024", "February", "2022-09",
    ]  # fmt: skip
    (record,) = rispy.loads(cited("ris", found))
    assert record["type_of_reference"] == "ELEC"
    assert (record["urls"], record["edition"]) == ([address], "Version 3")
    assert (record["access_date"], record["date"]) == ("2026/11/26/", "2024/02/01/")
    (item,) = json.loads(cited("csl.json", found))
    assert (item["URL"], item["version"]) == (address, "3")
    assert item["accessed"] == {"date-parts": [[2026, 11, 26]]}
    assert item["issued"] == {"date-parts": [[2024, 2, 1]]}
    assert cited("apa.txt", found) == (
        "The Institute. (2024, February 1). Talks. (Version 3) [Event record; date of the event:"
        f" September 2022]. Retrieved November 26, 2026, from {address}\n"
    )
    assert cited("chicago.txt", found) == (
        "The Institute. “Talks.” Event record; date of the event: September 2022. Version 3,"
        f" February 1, 2024. Accessed November 26, 2026. {address}.\n"
    )


def test_a_name_with_a_comma_is_no_person() -> None:
    around = Listing("Smith, Jones & Sons", "https://d.example", accessed=READ)
    found = document()
    (author,) = entry(cited("bib", found, around=around)).persons["author"]
    assert str(author) == "{Smith, Jones \\& Sons}"
    (record,) = rispy.loads(cited("ris", found, around=around))
    assert "authors" not in record
    assert record["publisher"] == "Smith, Jones & Sons"
    (item,) = json.loads(cited("csl.json", found, around=around))
    assert item["author"] == [{"literal": "Smith, Jones & Sons"}]


def test_an_export_without_an_address_has_none() -> None:
    for suffix in STYLES:
        assert "http" not in cited(suffix, document(), around=Listing("D", accessed=READ))


@pytest.mark.parametrize("suffix", STYLES)
def test_nothing_to_cite_is_an_empty_bibliography(suffix: str) -> None:
    assert cited(suffix) == ("[]" if suffix == "csl.json" else "")


@pytest.mark.filterwarnings("ignore:The following arguments for Reference are unsupported")
def test_a_citation_processor_sets_what_we_say() -> None:
    items = json.loads(cited("csl.json", document(title="Ministers meet in Astana")))
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    library = citeproc.CitationStylesBibliography(
        style, CiteProcJSON(items), citeproc.formatter.plain
    )
    library.register(citeproc.Citation([citeproc.CitationItem("dateline-a-1-v3")]))
    (text,) = map(str, library.bibliography())
    for part in ("The Institute", "2024", "Ministers meet in Astana", "/events/a-1/versions/3"):
        assert part in text
    assert "November 26, 2026" in text


def test_a_day_is_written_as_in_america() -> None:
    assert american(date(2026, 11, 6)) == "November 6, 2026"
