"""Readers of calendars, feeds, tables and JSON-LD, most of them in Python, on the live server."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import urllib.request
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import jsonschema
import pytest

from tests.clients.jsonfeed import FEED
from tests.conftest import REPOSITORY
from tests.support.live import Live, serving

SEPTEMBER = "us-funding-central-asia-2022-09"
TITLE = '<script>alert("1")</script> & a, b; c\\d'
HOSTILE = {
    "id": "hostile", "title": TITLE, "summary": "one\ntwo", "date": "2024-01",
    "category": "other", "tags": ["=1+1"],
    "sources": [{"title": "a; b", "url": "https://source.example/?a=1&b=2;c"}],
}  # fmt: skip

MORE = {
    "verdun": {"title": "Treaty of Verdun", "date": "0843-08", "category": "agreement",
               "place": {"name": "Verdun", "latitude": 49.16, "longitude": 5.38}},
    "namibia": {"title": "Namibia becomes independent", "date": "1990-03-21", "category": "other",
                "countries": [{"code": "NA", "role": "host"}]},
}  # fmt: skip
"""Days that some programs cannot show, and a country code that some read as a missing value."""


def fetch(url: str, body: Any = None, **headers: str) -> tuple[bytes, Any]:
    """The body and the headers of a reply. With ``body``, the request is a PUT of it."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data, {"Content-Type": "application/json"} | headers, method="PUT" if data else "GET"
    )
    with urllib.request.urlopen(request, timeout=20) as reply:
        return reply.read(), reply.headers


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, dict[str, str]]]:
    """A server to which the tests of this file write, and the header with the key for that."""
    with serving(tmp_path_factory.mktemp("readers"), workers="1") as live:
        key = live.command("key", "create", "editor", "--scope", "write").strip()
        header = {"Authorization": f"Bearer {key}"}
        for name, event in {"hostile": HOSTILE, **MORE}.items():
            fetch(f"{live.url}/v1/events/{name}", event, **header)
        yield live, header


@pytest.fixture(scope="module")
def url(server: tuple[Live, dict[str, str]]) -> str:
    return f"{server[0].url}/v1/events"


@pytest.fixture(scope="module")
def documents(url: str) -> dict[str, dict[str, Any]]:
    """Every event by its id, as JSON."""
    return {each["id"]: each for each in json.loads(fetch(f"{url}?limit=1000")[0])["items"]}


def test_two_calendar_readers_agree_with_the_documents(
    url: str, documents: dict[str, dict[str, Any]]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import gives warnings
        import vobject

    body, headers = fetch(f"{url}.ics")
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(body)
    assert calendar.errors == []
    first = {
        str(each["UID"]): (str(each["SUMMARY"]), each.decoded("DTSTART"))
        for each in calendar.walk("VEVENT")
        if each.errors == []
    }
    second = {
        each.uid.value: (each.summary.value, each.dtstart.value)
        for each in vobject.readOne(body.decode()).vevent_list
    }
    assert {uid: summary for uid, (summary, _) in first.items()} == {
        uid: summary for uid, (summary, _) in second.items()
    }
    assert {uid.removesuffix("@dateline") for uid in first} == set(documents)
    assert first["hostile@dateline"][0] == second["hostile@dateline"][0]
    assert first["hostile@dateline"][0].startswith(TITLE)


def test_a_calendar_shows_september_as_the_whole_month(url: str) -> None:
    body, _ = fetch(f"{url}/{SEPTEMBER}.ics")
    (found,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (
        date(2022, 9, 1),
        date(2022, 10, 1),
    )
    assert "September 2022 (known to the month)" in str(found["DESCRIPTION"])
    assert found["X-DATELINE-PRECISION"] == "month"


def test_a_subscriber_sees_a_correction(server: tuple[Live, dict[str, str]]) -> None:
    live, key = server
    address = f"{live.url}/v1/events/corrected"
    event = {"title": "A visit", "date": "2024-05", "category": "visit"}
    _, headers = fetch(address, event, **key)

    def seen() -> tuple[Any, ...]:
        calendar = icalendar.Calendar.from_ical(fetch(f"{address}.ics")[0])
        (found,) = calendar.walk("VEVENT")
        feed = feedparser.parse(f"{live.url}/v1/events.atom?tag=moved")
        return (
            found["UID"],
            found["SEQUENCE"],
            found.decoded("DTSTART"),
            [e.id for e in feed.entries],
        )

    uid, sequence, _, entries = seen()
    assert (sequence, entries) == (0, [])
    moved = event | {"date": "2024-05-17", "tags": ["moved"]}
    fetch(address, moved, **key, **{"If-Match": headers["ETag"]})
    again = seen()
    assert again[:3] == (uid, 1, date(2024, 5, 17))
    newest = feedparser.parse(f"{live.url}/v1/events.atom?limit=1").entries[0]
    assert again[3] == [newest.id]
    assert newest.title == "A visit"


def test_feedparser_reads_every_page_newest_change_first(
    url: str, documents: dict[str, dict[str, Any]]
) -> None:
    met: list[Any] = []
    address: str | None = f"{url}.atom?limit=7"
    while address:
        feed = feedparser.parse(address)
        assert not feed.bozo
        assert feed.version == "atom10"
        met += feed.entries
        address = next((each.href for each in feed.feed.links if each.rel == "next"), None)
    assert len({each.id for each in met}) == len(met) >= len(documents)
    assert [each.updated for each in met] == sorted((each.updated for each in met), reverse=True)
    (hostile,) = [each for each in met if each.link.endswith("/events/hostile")]
    # feedparser returns the HTML that a browser would show.
    assert "<script" not in hostile.content[0].value
    assert [each.href for each in hostile.links if each.rel == "via"] == [
        "https://source.example/?a=1&b=2;c"
    ]


def test_the_json_feed_is_valid_on_every_page(url: str) -> None:
    validator = jsonschema.Draft202012Validator(
        FEED, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    address, ids = f"{url}.feed.json?limit=9", []
    while address:
        feed = json.loads(fetch(address)[0])
        validator.validate(feed)
        assert feed["feed_url"] == address
        ids += [each["id"] for each in feed["items"]]
        address = feed.get("next_url")
    assert len(set(ids)) == len(ids) > 9


def test_geojson_is_valid_and_has_null_for_no_place(
    url: str, documents: dict[str, dict[str, Any]]
) -> None:
    from geojson_pydantic import Feature, FeatureCollection, Point

    found = FeatureCollection[Feature[Point, dict[str, Any]]].model_validate_json(
        fetch(f"{url}.geojson")[0]
    )
    points = {each.id: each.geometry for each in found.features}
    for event_id, event in documents.items():
        place = event["place"] or {}
        point = points[event_id]
        if place.get("latitude") is None:
            assert point is None
        else:
            assert point is not None
            assert tuple(point.coordinates) == (place["longitude"], place["latitude"])
    assert any(points.values())
    Feature.model_validate_json(fetch(f"{url}/{SEPTEMBER}.geojson")[0])


def test_pandas_reads_the_table_and_the_lines(
    url: str, documents: dict[str, dict[str, Any]]
) -> None:
    import pandas

    table = pandas.read_csv(f"{url}.csv", index_col="id")
    assert set(documents) <= set(table.index)
    assert table.loc[SEPTEMBER, "date"] == "2022-09"
    assert table.loc["hostile", "title"] == TITLE
    assert table.loc["hostile", "tags"] == "'=1+1"
    assert str(table["latitude"].dtype) == "float64"
    assert pandas.api.types.is_bool_dtype(table["approximate"])
    lines = pandas.read_json(f"{url}.ndjson", lines=True).set_index("id")
    assert set(lines.index) == set(table.index)
    assert lines.loc[SEPTEMBER, "date_display"] == "September 2022"


def test_pandas_keeps_a_column_of_nothing_but_months(url: str) -> None:
    import pandas

    query = "date=2022-09&precision=month&category=funding"
    assert list(pandas.read_csv(f"{url}.csv?{query}")["date"]) == ["2022-09"]
    lines = fetch(f"{url}.ndjson?{query}")[0]
    kept = pandas.read_json(io.BytesIO(lines), lines=True, dtype=False)["date"][0]
    turned = pandas.read_json(io.BytesIO(lines), lines=True)["date"][0]
    assert (kept, turned) == ("2022-09", pandas.Timestamp("2022-09-01"))  # as the guide says
    typed = pandas.read_parquet(io.BytesIO(fetch(f"{url}.parquet?{query}")[0]))
    assert list(typed["date"]) == ["2022-09"]


@pytest.mark.skipif(shutil.which("csvlook") is None, reason="needs csvkit")
def test_csvkit_shows_months_as_the_guide_says(server: tuple[Live, dict[str, str]]) -> None:
    section = GUIDE.partition("## csvkit\n")[2].partition("\n## ")[0]
    command, _, output = section.partition("```console\n$ ")[2].partition("```")[0].partition("\n")
    done = subprocess.run(
        ["bash", "-c", command.replace("https://dateline.example", server[0].url)],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout == output


def rows_of(sql: str) -> list[Any]:
    """The rows that DuckDB finds."""
    import duckdb

    found = duckdb.sql(sql)
    assert found is not None
    return found.fetchall()


def test_duckdb_reads_the_table_and_the_lines(
    url: str, documents: dict[str, dict[str, Any]], tmp_path: Path
) -> None:
    for suffix in ("csv", "ndjson"):
        (tmp_path / f"events.{suffix}").write_bytes(fetch(f"{url}.{suffix}")[0])
    csv, ndjson = tmp_path / "events.csv", tmp_path / "events.ndjson"
    rows = rows_of(f"SELECT id, version FROM read_csv('{csv}')")
    assert set(documents) <= {each[0] for each in rows}
    (found,) = rows_of(
        f"SELECT countries[1].code, earliest FROM read_json('{ndjson}') WHERE id = '{SEPTEMBER}'"
    )
    assert found[0] == documents[SEPTEMBER]["countries"][0]["code"]
    assert str(found[1])[:10] == "2022-09-01"


def _context(url: str, _: dict[str, Any]) -> dict[str, Any]:
    """A short form of schema.org's context. It only maps names to URLs."""
    vocabulary = {"@context": {"@vocab": "https://schema.org/"}}
    return {"contextUrl": None, "documentUrl": url, "document": vocabulary}


def test_json_ld_says_event_only_where_the_day_is_known(
    url: str, documents: dict[str, dict[str, Any]]
) -> None:
    from pyld import jsonld

    body = fetch(f"{url}.jsonld?limit=1000")[0].decode()
    nodes = jsonld.expand(json.loads(body), {"documentLoader": _context})
    assert len(nodes) >= len(documents)
    start, kind = "https://schema.org/startDate", "https://schema.org/Event"
    assert all((start in each) == (kind in each["@type"]) for each in nodes)
    exact = {each["https://schema.org/identifier"][0]["@value"] for each in nodes if start in each}
    assert {name for name, each in documents.items() if each["precision"] == "day"} <= exact
    assert SEPTEMBER not in exact


def test_extruct_finds_the_event_in_a_page(url: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its import gives warnings
        import extruct

    node = fetch(f"{url}/hostile.jsonld")[0].decode().replace("<", "\\u003c")
    page = f'<html><head><script type="application/ld+json">{node}</script></head></html>'
    (found,) = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert (found["@type"], found["name"]) == ("CreativeWork", TITLE)
    assert found["temporalCoverage"] == "2024-01"


INFINITY = {
    "time": "timestamp_epoch", "title": "string", "text": "string", "tags": "string",
    "date": "string", "precision": "string", "category": "string", "countries": "string",
    "latitude": "number", "longitude": "number", "timeEnd": "timestamp_epoch",
}  # fmt: skip
"""Columns as a user names them in the editor of Grafana's Infinity plugin, with their types."""
TYPES: dict[str, Any] = {"timestamp_epoch": int, "string": str, "number": (int, float)}


def test_grafana_infinity_finds_its_columns_at_the_root(url: str) -> None:
    rows = json.loads(fetch(f"{url}.grafana.json?from=1640995200000&to=1735689599999")[0])
    assert isinstance(rows, list)
    assert len(rows) > 10
    for row in rows:
        for name, kind in INFINITY.items():
            assert row[name] is None or isinstance(row[name], TYPES[kind]), name
        assert row["time"] is not None
        assert row["tags"].split(",")[0] == row["category"]
    assert [each["time"] for each in rows] == sorted(each["time"] for each in rows)
    iso = fetch(f"{url}.grafana.json?from=2022-01-01T00:00:00.000Z&to=2024-12-31T23:59:59.999Z")[0]
    assert json.loads(iso) == rows


GUIDE = (REPOSITORY / "docs" / "integrations.md").read_text("utf-8")
SNIPPETS = re.findall(
    r"## ([^\n]+)\n(?:(?!\n## ).)*?```(python|r|js)\n(.*?)```\n\n```text\n(.*?)```", GUIDE, re.S
)
PYTHON = [(client, code, output) for client, kind, code, output in SNIPPETS if kind == "python"]
PACKAGES = Path(__file__).parent / "node_modules"
OTHERS = {
    "r": ("Rscript", shutil.which("Rscript") is not None, "R (r-base-core)"),
    "js": ("node", (PACKAGES / "d3").is_dir(), "npm --prefix tests/clients ci"),
}
"""The program that runs a snippet, whether the program is installed, and how to install it."""


@pytest.mark.parametrize(("client", "code", "output"), PYTHON, ids=[each[0] for each in PYTHON])
def test_a_documented_snippet_prints_what_the_guide_says(
    server: tuple[Live, dict[str, str]],
    client: str,
    code: str,
    output: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(code.replace("https://dateline.example", server[0].url), client, "exec"), {})
    assert capsys.readouterr().out == output


@pytest.mark.parametrize("kind", OTHERS)
def test_a_snippet_in_another_language_prints_what_the_guide_says(
    server: tuple[Live, dict[str, str]], kind: str, tmp_path: Path
) -> None:
    program, there, needs = OTHERS[kind]
    if not there:
        pytest.skip(f"needs {needs}")
    ((code, output),) = [(each[2], each[3]) for each in SNIPPETS if each[1] == kind]
    script = tmp_path / {"r": "snippet.R", "js": "snippet.mjs"}[kind]
    script.write_text(code.replace("https://dateline.example", server[0].url), "utf-8")
    (tmp_path / "node_modules").symlink_to(PACKAGES)
    done = subprocess.run(
        [program, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == output, done.stderr


def test_every_reader_has_its_snippet() -> None:
    assert {each[0] for each in SNIPPETS} == {
        "d3", "pandas", "Polars", "geopandas", "DuckDB", "R", "Calendar apps", "Feed readers",
        "schema.org",
    }  # fmt: skip


def test_namibia_is_a_country_and_no_missing_value(url: str) -> None:
    import pandas

    table = pandas.read_csv(f"{url}.csv", index_col="id", keep_default_na=False, na_values=[""])
    assert table.loc["namibia", "countries"] == "NA"
    assert pandas.isna(table["place"]["namibia"])
    assert str(table["latitude"].dtype) == "float64"
    typed = pandas.read_parquet(io.BytesIO(fetch(f"{url}.parquet")[0])).set_index("id")
    assert typed["countries"]["namibia"][0]["code"] == "NA"
    assert typed.loc["verdun", "earliest"] == date(843, 8, 1)


@pytest.mark.parametrize("suffix", ["csv", "ndjson", "parquet"])
@pytest.mark.parametrize("how", ["read", "scan"])
def test_polars_reads_pages_where_they_are(
    url: str, documents: dict[str, dict[str, Any]], suffix: str, how: str
) -> None:
    import polars

    read = getattr(polars, f"{how}_{suffix}")
    found = read(f"{url}.{suffix}?limit=1000")
    table = found.collect() if how == "scan" else found
    assert set(documents) <= set(table["id"])
    assert table.filter(id=SEPTEMBER)["date"].item() == "2022-09"


def test_polars_finds_the_types_of_parquet(url: str) -> None:
    import polars

    table = polars.read_parquet(fetch(f"{url}.parquet")[0])
    assert table.schema["earliest"] == polars.Date
    assert table.schema["updated_at"] == polars.Datetime("us", "UTC")
    assert isinstance(table.schema["tags"], polars.List)
    (amount,) = table.filter(id=SEPTEMBER)["amounts"].item()
    assert (amount["value"], amount["currency"]) == (25_000_000, "USD")


def test_duckdb_reads_parquet_and_its_day_before_our_era(url: str, tmp_path: Path) -> None:
    (tmp_path / "events.parquet").write_bytes(fetch(f"{url}.parquet")[0])
    (found,) = rows_of(
        f"SELECT earliest, earliest_year, len(countries) FROM '{tmp_path}/events.parquet'"
        " WHERE id = 'verdun'"
    )
    assert found == (date(843, 8, 1), 843, 0)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The option with the folder of settings, which the first start of LibreOffice makes."""
    return f"-env:UserInstallation=file://{tmp_path_factory.mktemp('office')}"


class TestLibreOffice:
    pytestmark = pytest.mark.skipif(
        shutil.which("soffice") is None, reason="needs LibreOffice (libreoffice-calc)"
    )

    def sheets(self, home: str, folder: Path, file: Path) -> dict[str, list[dict[str, str]]]:
        """The rows of every sheet of a workbook, by its name, as LibreOffice writes them to CSV."""
        target = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        words = ["soffice", home, "--headless", "--convert-to", target, str(file)]
        subprocess.run(words, cwd=folder, capture_output=True, timeout=120, check=True)
        return {
            each.stem.partition("-")[2]: list(
                csv.DictReader(io.StringIO(each.read_text("utf-8"), newline=""))
            )
            for each in folder.glob(f"{file.stem}-*.csv")
        }

    def test_it_keeps_every_date_and_text(
        self, url: str, documents: dict[str, dict[str, Any]], home: str, tmp_path: Path
    ) -> None:
        (tmp_path / "events.xlsx").write_bytes(fetch(f"{url}.xlsx")[0])
        found = self.sheets(home, tmp_path, tmp_path / "events.xlsx")
        assert set(found) == {"Events", "Countries"}
        rows = {each["id"]: each for each in found["Events"]}
        assert set(documents) <= set(rows)
        for name, event in documents.items():
            for column in ("title", "date", "earliest", "latest", "precision"):
                assert rows[name][column] == event[column], (name, column)
        assert rows["hostile"]["tags"] == "=1+1"
        countries = [(each["id"], each["country"], each["role"]) for each in found["Countries"]]
        assert ("namibia", "NA", "host") in countries
        for name, event in documents.items():
            for each in event["countries"]:
                assert (name, each["code"], each["role"]) in countries

    @pytest.mark.long  # `make test` has these dates in test_workbook.py.
    def test_its_own_dates_are_the_days_that_are_meant(
        self, url: str, home: str, tmp_path: Path
    ) -> None:
        (tmp_path / "events.xlsx").write_bytes(fetch(f"{url}.xlsx")[0])
        subprocess.run(
            ["soffice", home, "--headless", "--convert-to", "fods", "events.xlsx"],
            cwd=tmp_path, capture_output=True, timeout=120, check=True,
        )  # fmt: skip
        text = (tmp_path / "events.fods").read_text("utf-8")
        assert 'office:value-type="date" office:date-value="2022-09-01"' in text
        # LibreOffice writes true and false as these formulas.
        assert set(re.findall('table:formula="([^"]*)"', text)) <= {"of:=FALSE()", "of:=TRUE()"}

    @pytest.mark.long  # `make test` has the mark in test_tables.py.
    def test_it_reads_a_table_with_a_mark(self, url: str, home: str, tmp_path: Path) -> None:
        body = fetch(f"{url}.csv?bom=1&fields=id,title,date")[0]
        (tmp_path / "table.csv").write_bytes(body)
        subprocess.run(
            ["soffice", home, "--headless", "--infilter=CSV:44,34,76", "--convert-to", "xlsx",
             "table.csv"],
            cwd=tmp_path, capture_output=True, timeout=120, check=True,
        )  # fmt: skip
        import openpyxl

        book = openpyxl.load_workbook(tmp_path / "table.xlsx")
        rows = {row[0]: row for row in book.worksheets[0].iter_rows(values_only=True)}
        assert rows[SEPTEMBER][2] == "2022-09"
        assert "id" in rows


def test_gdal_reads_a_whole_file_through_the_network(
    url: str, documents: dict[str, dict[str, Any]]
) -> None:
    if shutil.which("ogrinfo") is None:
        pytest.skip("needs GDAL's ogrinfo (gdal-bin)")
    for address in (f"{url}.geojson", f"{url}.csv"):
        words = ["ogrinfo", "-so", "-al", f"/vsicurl/{address}"]
        done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
        counted = re.search(r"Feature Count: (\d+)", done.stdout)
        assert counted is not None
        assert int(counted[1]) >= len(documents)
