"""Mistakes that people make in a mapping and in the file that they import."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from service.errors import Invalid
from service.importers.country_lists import parted
from service.importers.mapping_load import load_mapping
from service.importers.registry import importer
from service.importers.run import import_files
from service.importers.suggest import suggest_file
from service.schemas.event import render
from service.store import Store
from tests.support.rows import each_row

PLAIN: dict[str, Any] = {"id": "row-{id}", "title": "{what}", "date": "{when}"}
COUNTRY = {"code": "{who}", "role": "host"}
MISTAKES: dict[str, dict[str, Any]] = {
    "no key 'categry'; did you mean category": {"categry": "visit"},
    r"countries\[0\]: there is no key 'roll'; did you mean role": {
        "countries": [{"code": "{who}", "roll": "host"}]
    },
    r"countries\[1\].role: 'hots' is not one of .*did you mean host": {
        "countries": [COUNTRY, COUNTRY | {"role": "hots"}]
    },
    r"countries\[0\].split: is empty": {"countries": [COUNTRY | {"split": ""}]},
    r"countries\[0\].code: 'Kazakstan' .*nearest: Kazakhstan": {
        "countries": [COUNTRY | {"code": "Kazakstan"}]
    },
    "category: 'vist' .*did you mean visit": {"category": "vist"},
    r"category.rules\[0\].category: 'vist' .*did you mean visit": {
        "category": {"column": "a", "rules": [{"contains": "x", "category": "vist"}]}
    },
    r"category.rules\[0\]: needs contains or equals": {
        "category": {"column": "a", "rules": [{"category": "visit"}]}
    },
    "status: 'ocurred' .*did you mean occurred": {"status": "ocurred"},
    r"actors\[0\].type: 'org' is not one of person": {"actors": [{"name": "{a}", "type": "org"}]},
    r"amounts\[0\].stage: 'payed' is not": {
        "amounts": [{"value": "{a}", "currency": "USD", "stage": "payed"}]
    },
    r"sources\[0\].supports: 'titel' .*did you mean title": {
        "sources": [{"title": "x", "supports": ["titel"]}]
    },
    r"sources\[0\].title: is empty": {"sources": [{"title": []}]},
    "title: is empty": {"title": []},
    "id: has no {column}": {"id": "row"},
    "date: 'when' is neither a date nor a {column}": {"date": "when"},
    "date: needs start, or year": {"date": {}},
    "not both": {"date": {"start": "{a}", "year": "{a}"}},
    "month and day go with year": {"date": {"start": "{a}", "month": "{a}"}},
    "date.order: Invalid enum value 'ymd'; write dmy or mdy": {
        "date": {"start": "{a}", "order": "ymd"}
    },
    "date.format: .* has no year": {"date": {"start": "{a}", "format": "%d/%m/%y"}},
    "date.format: .* has the number of a week": {"date": {"start": "{a}", "format": "%Y-%W"}},
    "date.not_before: 'soon' is not": {"date": {"start": "{a}", "not_before": "soon"}},
    "names.Korea: 'Sout Korea' .*nearest: South Korea": {"names": {"Korea": "Sout Korea"}},
    "formerly.RUS: Russia exists": {"formerly": {"RUS": "RU"}},
    "delimiter: has one sign": {"delimiter": ";;"},
    "encoding: there is no encoding 'utf9'": {"encoding": "utf9"},
    "encoding: utf-16 cannot be read line by line": {"encoding": "utf-16"},
    "missing required field `id`": {"id": ...},
}


@each_row("reason", MISTAKES)
def test_a_mistake_in_a_mapping_is_named_with_its_key(reason: str) -> None:
    changed = {**PLAIN, **MISTAKES[reason]}
    given = {name: value for name, value in changed.items() if value is not ...}
    with pytest.raises(Invalid, match=reason):
        load_mapping(given)


def test_several_mistakes_are_all_reported() -> None:
    with pytest.raises(Invalid, match="3 errors") as caught:
        load_mapping({**PLAIN, "title": [], "category": "vist", "delimiter": ""})
    assert [each.detail.split(":")[0] for each in caught.value.errors] == [
        "title", "category", "delimiter",
    ]  # fmt: skip


def test_a_mapping_that_is_not_json_is_named_with_the_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text('{"id": "{a}",\n "title": "{b}"\n "date": "{c}"}', "utf-8")
    with pytest.raises(Invalid, match=r"mine\.json is not JSON: line 3, column 2"):
        load_mapping(file)


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "cp1251", "latin-1", "koi8-r", "mac-roman", "gb18030"]
)
def test_encodings_with_plain_line_ends_are_allowed(name: str) -> None:
    assert load_mapping({**PLAIN, "encoding": name}).encoding == name


CELLS = {
    "Kazakhstan; Uzbekistan and Japan": ["Kazakhstan", "Uzbekistan", "Japan"],
    "Bosnia and Herzegovina and Serbia": ["Bosnia and Herzegovina", "Serbia"],
    "Serbia and Bosnia and Herzegovina": ["Serbia", "Bosnia and Herzegovina"],
    "Trinidad and Tobago": ["Trinidad and Tobago"],
    "Serbia and Montenegro": ["Serbia", "Montenegro"],
    "; Japan;;": ["Japan"],
    "Atlantis and Japan": ["Atlantis", "Japan"],
    "": [],
}


@pytest.mark.parametrize(("cell", "names"), CELLS.items())
def test_countries_in_a_cell_are_parted_but_not_inside_a_name(cell: str, names: list[str]) -> None:
    assert parted(cell, [";", " and "]) == names


def test_a_name_of_the_source_is_not_parted_either() -> None:
    assert parted("A and B and C", [" and "], {"A and B": None}) == ["A and B", "C"]
    assert parted("Korea, South, Japan", [","]) == ["Korea, South", "Japan"]


def workbook(first: str, content: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(first, content)
        if first != "xl/workbook.xml":
            archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


WORKBOOKS = {
    "xlsx": workbook("[Content_Types].xml", "<Types/>"),
    "xlsx of openpyxl": workbook("docProps/app.xml", "<Properties/>"),
    "xlsx of Google Sheets": workbook("xl/workbook.xml", "<workbook/>"),
    "xlsx of LibreOffice": workbook("_rels/.rels", "<Relationships/>"),
    "ods": workbook("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    "xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_workbook_is_distinguished_from_a_table_whatever_its_name(
    kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(WORKBOOKS[kind])
    store = Store(f"sqlite:///{tmp_path}/store.db", render)
    store.migrate()
    with pytest.raises(Invalid, match=r"^table\.csv is a spreadsheet; save its sheet as CSV"):
        import_files(store, [file], mapping=PLAIN)
    with pytest.raises(Invalid, match=r"^body is a spreadsheet"):
        importer("auto", "body", WORKBOOKS[kind][:512])
    store.close()


def archive(**files: bytes) -> bytes:
    """A zip archive; ``__`` in a name is a slash and ``_`` a dot."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "/").replace("_", "."), content)
    return packed.getvalue()


OFFICE = {
    "talks.docx": (
        workbook("[Content_Types].xml", "<Types/>"),
        "is a text document; save its table",
    ),
    "talks.odt": (
        archive(mimetype=b"application/vnd.oasis.opendocument.text"),
        "is a text document; save its table",
    ),
    "talks.pptx": (archive(ppt__presentation_xml=b"<p/>"), "is a presentation; save its table"),
    "talks.numbers": (archive(Index__Document_iwa=b"x"), "is a spreadsheet; save its sheet"),
    "talks.doc": (WORKBOOKS["xls"], "is a text document; save its table"),
    "talks.xlsx": (
        WORKBOOKS["xls"] + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password; open it, and save its sheet as CSV",
    ),
    "all.zip": (archive(in_zip=archive(a_csv=b"id\n1\n")), "/in.zip is an archive in an archive"),
    "talks.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0", "is no text; save its table"),
    "talks.dbf": (b"\3\x7b\3\6\2\0\0\0a\0 \0" + bytes(20) + b"DATE", "is no text; save its table"),
}


@pytest.mark.parametrize("name", OFFICE)
def test_a_file_of_another_program_is_named_with_what_to_do(
    name: str, tmp_path: Path, store: Store
) -> None:
    content, words = OFFICE[name]
    file = tmp_path / name
    file.write_bytes(content)
    told = rf"^{re.escape(name)}{'' if words[0] == '/' else ' '}{re.escape(words)}"
    with pytest.raises(Invalid, match=told):
        import_files(store, [file], mapping=PLAIN)
    with pytest.raises(Invalid, match=told):
        suggest_file(file)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", b"", "the file is empty"),
        ("a.csv", b"\n \n", "the file is empty"),
        ("a.csv", b"\xef\xbb\xbf", "the file is empty"),
        ("a.ndjson", b"", "the file is empty"),
        ("a.json", b"", "the file is empty"),
        ("a.ics", b"", "the file is empty"),
        ("a.csv", b"id,when,what\n", "the table has a header, but no rows"),
        ("a.csv", b"id,when,what\n,,\n\n", "the table has a header, but no rows"),
        ("a.zip", archive(), "the archive has no files in it"),
    ],
)
def test_a_file_that_has_nothing_in_it_is_told_of(
    name: str, content: bytes, told: str, tmp_path: Path, store: Store
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    mapping = PLAIN if name == "a.csv" else None
    report = import_files(store, [file], mapping=mapping)
    (entry,) = report.entries
    assert entry.error.reason.startswith(told)


def test_archives_that_resemble_those_of_office_programs_are_not_taken_for_them(
    tmp_path: Path, store: Store
) -> None:
    (tmp_path / "a.epub").write_bytes(archive(mimetype=b"application/epub+zip"))
    with pytest.raises(Invalid, match=r"^a\.epub/mimetype: the mapping does not fit"):
        import_files(store, [tmp_path / "a.epub"], mapping=PLAIN)
    table = b"id,when,what\n1,2023-02-28,Talks\n"
    packed = zipfile.ZipFile(tmp_path / "a.zip", "w")
    with packed:
        packed.writestr("site.key/events.csv", table)
    assert import_files(store, [tmp_path / "a.zip"], mapping=PLAIN).created == 1


def test_json_of_other_data_is_not_said_to_need_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"item": "Q1", "itemLabel": "Treaty"}]')
    (tmp_path / "b.json").write_text('{"head": {}, "results": {"bindings": []}}')
    for name in "ab":
        with pytest.raises(Invalid, match=r"and line 1 has none \(.*\); save other data as CSV"):
            suggest_file(tmp_path / f"{name}.json")
    (tmp_path / "c.json").write_text('[{"title": "T", "date": "2023", "category": "visit"}]')
    with pytest.raises(Invalid, match="has none"):  # an event needs an id
        suggest_file(tmp_path / "c.json")
    (tmp_path / "d.json").write_text(
        '[{"id": "t", "title": "T", "date": "2023", "category": "visit"}]'
    )
    with pytest.raises(Invalid, match="needs no mapping; dateline import reads it as it is"):
        suggest_file(tmp_path / "d.json")


def test_what_is_no_json_is_said_to_be_none() -> None:
    for content, reason in ((b"", "the file is empty"), (b"id;title", "begins with 'i'")):
        (record,) = importer("json", "x.json", content).read(io.BytesIO(content), None)
        assert reason in record.errors[0].reason


def test_a_cell_that_fills_two_fields_is_reported_once_by_its_column() -> None:
    given = {
        **PLAIN,
        "countries": [COUNTRY],
        "actors": [{"name": "x"}, {"name": "{what}", "country": "{who}"}],
    }
    table = io.BytesIO(b"id,what,when,who\n1,a,2023,Ruritania\n")
    (record,) = importer("csv", "x.csv", b"").read(table, load_mapping(given))
    assert [(error.field, error.value) for error in record.errors] == [("who", "Ruritania")]
