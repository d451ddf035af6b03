"""Tables for analysts: byte order marks, the histogram, descriptions of columns, parts of files."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.formats.datapackage import COLUMNS as DESCRIBED
from service.formats.flat import columns
from service.formats.registry import STREAMED
from service.schemas.parameters import FIELDS
from tests.support.engines import Fresh
from tests.support.tables import parquet, sheet

SEPTEMBER = "us-funding-central-asia-2022-09"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def put(client: FlaskClient, key: dict[str, str], name: str, **said: Any) -> None:
    event = {"title": "t", "date": "2024", "category": "other"} | said
    assert client.put(f"/v1/events/{name}", json=event, headers=key).status_code == 201


class TestCsv:
    @pytest.mark.parametrize(
        "path", ["/v1/events.csv", f"/v1/events/{SEPTEMBER}.csv", "/v1/histogram.csv"]
    )
    def test_a_byte_order_mark_comes_once_and_when_asked_for(
        self, client: FlaskClient, path: str
    ) -> None:
        plain, marked = client.get(path), client.get(f"{path}?bom=1")
        assert marked.data == b"\xef\xbb\xbf" + plain.data
        assert marked.headers["ETag"] != plain.headers["ETag"]
        assert client.get(f"{path}?bom=2").status_code == 400

    def test_a_page_has_the_mark_too(self, client: FlaskClient) -> None:
        assert client.get("/v1/events.csv?bom=1&limit=1").data.startswith(b"\xef\xbb\xbfid,")


class TestHistogram:
    @pytest.mark.parametrize("by", ["", "country", "category", "bloc"])
    @pytest.mark.parametrize("interval", ["day", "month", "quarter", "year", "decade"])
    def test_it_holds_what_the_json_holds(
        self, client: FlaskClient, interval: str, by: str
    ) -> None:
        query = f"interval={interval}" + (f"&by={by}" if by else "")
        found = client.get(f"/v1/histogram?{query}").get_json()
        told = [
            {
                "by": by, "value": series.get("value", ""), "kind": kind,
                **{name: each.get(name, "") for name in ("start", "end", "date", "precision")},
                "count": str(each["count"]),
                "amounts": "; ".join(" ".join((a["value"], a["currency"], a["stage"]))
                                     for a in each["amounts"]),
            }
            for series in found.get("series", [found])
            for kind, name in (("bucket", "buckets"), ("imprecise", "imprecise"))
            for each in series[name]
        ]  # fmt: skip
        assert rows(client.get(f"/v1/histogram.csv?raw=1&{query}").text) == told
        assert told

    def test_a_date_before_our_era_is_no_formula(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        put(client, write_key, "ides", date="-0043-03-15", tags=["x"])
        (found,) = rows(client.get("/v1/histogram.csv?tag=x&interval=day").text)
        assert found["start"] == "'-0043-03-15"
        (found,) = rows(client.get("/v1/histogram.csv?tag=x&interval=day&raw=1").text)
        assert found["start"] == "-0043-03-15"

    def test_a_wrong_word_is_refused(self, client: FlaskClient) -> None:
        assert client.get("/v1/histogram.csv?by=planet").status_code == 400


READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "number": float,
    "integer": int,
    "boolean": {"true": True, "false": False}.__getitem__,
}


class TestDataPackage:
    def test_every_column_is_described(self) -> None:
        assert set(DESCRIBED) == set(columns(FIELDS))

    @pytest.mark.parametrize(
        "query",
        ["", "?country=KZ", "?fields=id,date,place", "?limit=3", "?undated=1", "?match=certain",
         "?from=2000&to=2030", "?fields=title"],
    )  # fmt: skip
    @pytest.mark.parametrize("ancient", [False, True])
    def test_it_is_true_of_the_table_under_the_same_query(
        self, client: FlaskClient, write_key: dict[str, str], query: str, ancient: bool
    ) -> None:
        if ancient:
            put(client, write_key, "ides", date="-0043-03-15")
            put(client, write_key, "long", date="-0043/2020")
            put(client, write_key, "far", date="2020/Y12000")
        put(client, write_key, "open", date="2020-01-01/..")
        put(client, write_key, "unknown", date="XXXX")
        package = client.get(f"/v1/datapackage.json{query}").get_json()
        (resource,) = package["resources"]
        assert resource["path"] == f"http://localhost/v1/events.csv{query}"
        table = client.get(resource["path"]).text
        schema = resource["schema"]
        assert [each["name"] for each in schema["fields"]] == table.splitlines()[0].split(",")
        assert ("primaryKey" in schema) == ("id" in table.splitlines()[0].split(","))
        for row in rows(table):
            for each in schema["fields"]:
                text = row[each["name"]]
                if text in schema["missingValues"]:
                    assert not each.get("constraints", {}).get("required")
                else:
                    READ[each["type"]](text)

    def test_bounds_are_dates_unless_some_cannot_be(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        def kinds(query: str) -> set[str]:
            package = client.get(f"/v1/datapackage.json?{query}").get_json()
            fields = package["resources"][0]["schema"]["fields"]
            return {each["type"] for each in fields if each["name"] in ("earliest", "latest")}

        put(client, write_key, "open", date="2020-01-01/..")
        assert kinds("") == {"date"}
        put(client, write_key, "ides", date="-0043-03-15")
        assert kinds("") == {"string"}
        assert kinds("from=2000") == {"date"}
        put(client, write_key, "long", date="-0043/2020")
        assert kinds("from=2000") == {"string"}
        assert kinds("from=2021") == {"date"}
        put(client, write_key, "far", date="2030/Y12000")
        assert kinds("from=2021") == {"string"}
        assert kinds("to=2021&from=2020-02") == {"string"}

    def test_a_query_that_the_table_refuses_is_refused(self, client: FlaskClient) -> None:
        assert client.get("/v1/datapackage.json?contry=KZ").status_code == 400


class TestParts:
    @pytest.mark.parametrize("suffix", [each.suffix for each in STREAMED])
    def test_a_whole_file_has_no_length_before_it_is_made(
        self, client: FlaskClient, suffix: str
    ) -> None:
        head = client.head(f"/v1/events.{suffix}")
        assert head.status_code == 200
        assert "Content-Length" not in head.headers
        page = client.head(f"/v1/events.{suffix}?limit=5")
        body = client.get(f"/v1/events.{suffix}?limit=5").data
        assert page.headers["Content-Length"] == str(len(body))
        assert page.headers["Accept-Ranges"] == "bytes"

    @pytest.mark.parametrize("suffix", [each.suffix for each in STREAMED])
    def test_parts_of_a_page_make_the_page(self, client: FlaskClient, suffix: str) -> None:
        path = f"/v1/events.{suffix}?limit=5"
        whole = client.get(path)
        size = len(whole.data)
        parts = [client.get(path, headers={"Range": f"bytes={at}-{at + 999}"})
                 for at in range(0, size, 1000)]  # fmt: skip
        assert b"".join(each.data for each in parts) == whole.data
        assert {each.status_code for each in parts} == {206}
        assert {each.headers["ETag"] for each in parts} == {whole.headers["ETag"]}
        assert parts[0].headers["Content-Range"] == f"bytes 0-{min(999, size - 1)}/{size}"
        assert parts[0].headers["Link"] == whole.headers["Link"]

    @pytest.mark.parametrize(
        ("asked", "start", "stop"),
        [("bytes=-8", -8, None), ("bytes=5-", 5, None), ("bytes=0-0", 0, 1),
         ("bytes=5-99999999", 5, None), ("bytes=-99999999", 0, None)],
    )  # fmt: skip
    def test_the_forms_of_a_range(
        self, client: FlaskClient, asked: str, start: int, stop: int | None
    ) -> None:
        path = "/v1/events.csv?limit=5"
        reply = client.get(path, headers={"Range": asked})
        assert (reply.status_code, reply.data) == (206, client.get(path).data[start:stop])
        assert reply.headers["Content-Length"] == str(len(reply.data))

    @pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=x", "bytes=9-1", ""])
    def test_what_is_no_single_range_gets_the_whole(self, client: FlaskClient, asked: str) -> None:
        assert client.get("/v1/events.csv?limit=5", headers={"Range": asked}).status_code == 200

    def test_a_range_beyond_the_end_is_refused_with_the_length(self, client: FlaskClient) -> None:
        size = len(client.get("/v1/events.csv?limit=5").data)
        reply = client.get("/v1/events.csv?limit=5", headers={"Range": f"bytes={size}-"})
        assert (reply.status_code, reply.mimetype) == (416, "application/problem+json")
        assert reply.headers["Content-Range"] == f"bytes */{size}"

    def test_a_part_of_something_else_is_not_given(self, client: FlaskClient) -> None:
        path, part = "/v1/events.csv?limit=5", {"Range": "bytes=1-2"}
        tag = client.get(path).headers["ETag"]
        assert client.get(path, headers=part | {"If-Range": tag}).status_code == 206
        for other in ('"other"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT"):
            assert client.get(path, headers=part | {"If-Range": other}).status_code == 200
        assert client.get(path, headers=part | {"If-None-Match": tag}).status_code == 304

    def test_a_range_of_a_whole_file_and_of_a_list_is_the_whole(self, client: FlaskClient) -> None:
        for path in ("/v1/events.csv", "/v1/events.json?limit=5"):
            assert client.get(path, headers={"Range": "bytes=1-2"}).status_code == 200


class TestParquet:
    def test_columns_have_their_types(self, client: FlaskClient, write_key: dict[str, str]) -> None:
        put(client, write_key, "typed", date="2024-02", tags=["a", "b"],
            amounts=[{"value": "1.50", "currency": "USD", "stage": "pledged"}],
            place={"name": "A", "latitude": -1.5, "longitude": 2},
            countries=[{"code": "NA", "role": "host"}])  # fmt: skip
        (found,) = parquet(client.get("/v1/events.parquet?tag=a").data)
        assert (found["date"], found["earliest"], found["latest"]) == (
            "2024-02", date(2024, 2, 1), date(2024, 2, 29))  # fmt: skip
        assert str(found["amounts"][0]["value"]) == "1.500000"
        assert found["countries"] == [{"code": "NA", "name": "Namibia", "role": "host"}]
        assert found["place"]["latitude"] == -1.5
        assert found["tags"] == ["a", "b"]
        assert found["updated_at"].utcoffset().total_seconds() == 0
        assert (found["version"], found["approximate"], found["summary"]) == (1, False, None)

    @pytest.mark.parametrize(
        ("text", "first", "year"),
        [("-0043-03-15", None, -43), ("Y12000", None, 12000), ("0001-01-01", date(1, 1, 1), 1),
         ("9999", date(9999, 1, 1), 9999), ("0000", None, 0), ("1677-09-20", date(1677, 9, 20),
         1677), ("../1990", None, None)],
    )  # fmt: skip
    def test_a_day_that_python_has_not_keeps_its_year(
        self,
        client: FlaskClient,
        write_key: dict[str, str],
        text: str,
        first: date | None,
        year: int | None,
    ) -> None:
        put(client, write_key, "odd", date=text, tags=["odd"])
        (found,) = parquet(client.get("/v1/events.parquet?tag=odd").data)
        assert (found["date"], found["earliest"], found["earliest_year"]) == (text, first, year)

    def test_it_and_the_workbook_hold_what_the_json_holds(self, client: FlaskClient) -> None:
        documents = client.get("/v1/events?limit=1000").get_json()["items"]
        table = parquet(client.get("/v1/events.parquet").data)
        book = sheet(client.get("/v1/events.xlsx").data)
        for document, row, cells in zip(documents, table, book, strict=True):
            for name in ("id", "title", "summary", "date", "precision", "category", "status"):
                assert document[name] == row[name] == cells[name]
            assert document["countries"] == row["countries"]
            assert document["actors"] == row["actors"]
            assert document["sources"] == row["sources"]
            assert document["place"] == row["place"]
            assert document["earliest"] == row["earliest"].isoformat()
            assert document["earliest"] == cells["earliest"].date().isoformat()
        countries = [
            {"id": each["id"], "country": country["code"], "country_name": country["name"],
             "role": country["role"]}
            for each in documents for country in each["countries"]
        ]  # fmt: skip
        told = sheet(client.get("/v1/events.xlsx").data, "Countries")
        assert [{name: row[name] for name in countries[0]} for row in told] == countries

    def test_fields_choose_columns(self, client: FlaskClient) -> None:
        (found, *_) = parquet(client.get("/v1/events.parquet?fields=id,earliest").data)
        assert list(found) == ["id", "earliest", "earliest_year"]


WITHOUT = """
import sys
from importlib.machinery import PathFinder

class Hiding(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        hidden = name.partition(".")[0] == "pyarrow"
        return None if hidden else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = Hiding
"""


def without_pyarrow(url: str, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program in a process that cannot import pyarrow."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DATELINE_")}
    environment = kept | {"DATELINE_DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + program], env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_without_the_extra_parquet_says_what_to_install(fresh: Fresh) -> None:
    done = without_pyarrow(fresh(), """
from service.cli import main
try:
    main(["export", "--format", "parquet"])
except SystemExit as ended:
    print(ended.code)
from service.app import create_app
from service.settings import from_environment
import os
client = create_app(from_environment(os.environ)).test_client()
for path, accept in (("/v1/events.parquet", "*/*"), ("/v1/events.parquet?limit=1", "*/*"),
                     ("/v1/events", "application/vnd.apache.parquet"), ("/v1/events.csv", "*/*")):
    reply = client.get(path, headers={"Accept": accept})
    print(reply.status_code, reply.mimetype, "dateline[parquet]" in reply.text)
client.application.extensions["dateline"].store.close()
""")  # fmt: skip
    assert done.stderr == (
        "dateline: Parquet needs pyarrow, which is not installed here:"
        " pip install 'dateline[parquet]'\n"
    )
    assert done.stdout.splitlines() == [
        "1", "501 application/problem+json True", "501 application/problem+json True",
        "406 application/problem+json False", "200 text/csv False",
    ]  # fmt: skip
