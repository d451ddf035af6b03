"""OGC API – Features: valid documents, and the rules that GDAL and QGIS rely on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import jsonschema
import jsonschema_rs
import pytest
import yaml
from flask.testing import FlaskClient

from service.app import SEED, create_app
from service.opening import open_store
from service.schemas.event import load_event
from service.settings import Settings
from service.store import Store
from tests.conftest import REPOSITORY

ITEMS = "/ogc/collections/events/items"
PLACES = "/ogc/collections/places/items"
TIMED = {
    "new-york": "2023-02-28T23:30:00-05:00",  # 04:30 on 1 March in UTC
    "minute": "2023-02-28T23:30-05:00",
    "no-zone": "2023-02-28T23:30:00",
    "day": "2023-02-28",
    "talks": "2023-02-28T22:00:00-05:00/2023-02-28T23:45:00-05:00",
}
LONGITUDES = (-180, -175, -170, -165, 0, 170, 175, 180)
PLACE = {"name": "Astana", "country": "KZ", "latitude": 51.17, "longitude": 71.45}


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A service for tests that only read: the seed, events with times, and places near the date
    line."""
    path = tmp_path_factory.mktemp("ogc") / "steady.db"
    settings = Settings(database_url=f"sqlite:///{path}", stream_seconds=0)
    made = json.loads((SEED / "events.json").read_text("utf-8"))["events"]
    made += [{"id": name, "title": "T", "category": "other", "date": date}
             for name, date in TIMED.items()]  # fmt: skip
    made += [{"id": f"p{longitude}", "title": "T", "category": "other", "date": "2021",
              "place": {"name": "P", "latitude": 50, "longitude": longitude}}
             for longitude in LONGITUDES]  # fmt: skip
    with closing(open_store(settings)) as store:
        store.migrate()
        store.import_batch(load_event(each) for each in made)
    app = create_app(settings)
    yield app.test_client()
    app.extensions["dateline"].store.close()


def ids(client: FlaskClient, query: str) -> set[str]:
    reply = client.get(f"{ITEMS}?{query}&limit=1000")
    assert reply.status_code == 200, reply.text
    return {each["id"] for each in reply.get_json()["features"]}


def to_json_schema(part: Any) -> Any:
    """Converts a schema of OpenAPI 3.0 to JSON Schema, where ``nullable`` becomes the type null."""
    if isinstance(part, list):
        return [to_json_schema(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: to_json_schema(each) for name, each in part.items()}
    if "type" in made and not isinstance(made["type"], dict):  # YAML reads an unquoted null as None
        kinds = made["type"] if isinstance(made["type"], list) else [made["type"]]
        made["type"] = ["null" if each is None else each for each in kinds]
    if made.pop("nullable", False):
        return {"anyOf": [made, {"type": "null"}]}
    return made


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/ogc", "landingPage"),
        ("/ogc/conformance", "confClasses"),
        ("/ogc/collections", "collections"),
        ("/ogc/", "landingPage"),
        ("/ogc?country=KZ&f=json", "landingPage"),
        ("/ogc/collections/events", "collection"),
        ("/ogc/collections/places", "collection"),
        (ITEMS, "featureCollectionGeoJSON"),
        (PLACES, "featureCollectionGeoJSON"),
        (f"{ITEMS}?filter=category%3D'funding'&sortby=-date", "featureCollectionGeoJSON"),
        (f"{ITEMS}/c5plus1-ministerial-astana-2023", "featureGeoJSON"),
    ],
)
def test_a_document_is_valid_against_the_standards_schema(
    steady: FlaskClient, shared_data: Path, path: str, schema: str
) -> None:
    folder = shared_data / "ogc/schemas/core/openapi/schemas"

    def load(uri: str) -> Any:
        return to_json_schema(yaml.safe_load((folder / uri.rsplit("/", 1)[1]).read_text("utf-8")))

    wanted = load(f"/{schema}.yaml") | {"$id": f"json-schema:///{schema}.yaml"}
    validator = jsonschema_rs.Draft7Validator(wanted, retriever=load)
    validator.validate(steady.get(path).get_json())
    with pytest.raises(jsonschema_rs.ValidationError):
        validator.validate({"links": 1, "conformsTo": 1, "type": 1})


def test_its_description_is_valid_openapi_3_0(client: FlaskClient) -> None:
    reply = client.get("/ogc/api")
    assert reply.content_type == "application/vnd.oai.openapi+json;version=3.0"
    import openapi_spec_validator

    openapi_spec_validator.validate(reply.get_json())
    assert reply.get_json()["openapi"].startswith("3.0.")
    asked = {each["name"]: each for each in reply.get_json()["paths"][ITEMS]["get"]["parameters"]}
    assert asked["limit"]["schema"]["maximum"] == 1000
    # QGIS takes the size of a page only from here.
    assert reply.get_json()["components"]["parameters"]["limit"] == asked["limit"]
    for name in ("limit", "bbox", "datetime", "filter", "sortby", "properties"):
        assert (asked[name]["style"], asked[name]["explode"]) == ("form", False), name


def test_its_page_size_is_that_of_the_instance(settings: Settings, store: Store) -> None:
    made = create_app(replace(settings, max_page_size=77, page_size=7))
    limit = made.test_client().get("/ogc/api").get_json()["components"]["parameters"]["limit"]
    assert (limit["schema"]["maximum"], limit["schema"]["default"]) == (77, 7)
    made.extensions["dateline"].store.close()


def test_what_has_no_place_matches_every_bbox(client: FlaskClient) -> None:
    everything = client.get("/v1/events?limit=1000&fields=id,place").get_json()["items"]
    placeless = {each["id"] for each in everything if not (each["place"] or {}).get("latitude")}
    antarctica = ids(client, "bbox=-10,-80,10,-70")
    assert antarctica == placeless
    assert ids(client, "bbox=70,50,0,73,52,9000") > placeless


def test_datetime_is_a_day_a_time_or_an_interval(client: FlaskClient) -> None:
    whole = ids(client, "datetime=2022-09-01T00:00:00Z/2022-09-30T23:59:59Z")
    assert "us-funding-central-asia-2022-09" in whole
    assert ids(client, "datetime=2022-09-01/2022-09-30") == whole
    assert ids(client, "datetime=2022-09-12T10:00:00%2B05:00") <= whole
    late = ids(client, "datetime=2023-03-02/..")
    assert "blinken-central-asia-trip-2023" in late
    assert ids(client, "datetime=2023-03-02/") == late


def test_what_has_no_date_matches_every_datetime(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    event = {"id": "undated", "title": "T", "date": "XXXX", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    assert "undated" in ids(client, "datetime=1850-01-01")
    assert "undated" not in ids(client, "datetime=1850-01-01&match=certain")


def test_a_limit_is_clamped_and_paging_meets_each_feature_once(client: FlaskClient) -> None:
    assert client.get(f"{ITEMS}?limit=100000").status_code == 200
    assert client.get(f"{ITEMS}?limit=0").status_code == 400
    first = client.get(f"{ITEMS}?limit=3").get_json()
    met, address = [], f"{ITEMS}?limit=3"
    while address:
        page = client.get(address).get_json()
        assert page["numberReturned"] == len(page["features"])
        met += [each["id"] for each in page["features"]]
        address = next((e["href"] for e in page["links"] if e["rel"] == "next"), "")
    assert len(met) == len(set(met)) == first["numberMatched"]


def test_an_unknown_parameter_is_refused(client: FlaskClient) -> None:
    for path in ("/ogc", "/ogc/conformance", "/ogc/collections", ITEMS, "/ogc/api"):
        reply = client.get(f"{path}?datetim=2022")
        assert reply.status_code == 400
        assert reply.content_type == "application/problem+json"
    assert "datetime" in client.get(f"{ITEMS}?datetim=2022").text


def test_accept_chooses_where_the_address_does_not(client: FlaskClient) -> None:
    page = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    for path in ("/ogc", ITEMS, "/ogc/collections/events"):
        assert client.get(path, headers=page).mimetype == "text/html"
        assert "json" in client.get(f"{path}?f=json", headers=page).content_type
        assert client.get(f"{path}?f=html").mimetype == "text/html"
        assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_a_hostile_title_is_text_on_the_page(
    client: FlaskClient, write_key: dict[str, str]
) -> None:
    title = "<script>alert(1)</script>\"'"
    event = {"id": "hostile", "title": title, "date": "2023", "category": "other"}
    assert client.post("/v1/events", json=event, headers=write_key).status_code == 201
    for path in (f"{ITEMS}?f=html&limit=1000", f"{ITEMS}/hostile?f=html"):
        reply = client.get(path)
        assert "<script" not in reply.text
        assert "&lt;script&gt;" in reply.text
        assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}?f=html"])
def test_the_same_answer_is_not_sent_twice(
    client: FlaskClient, make_client: Any, path: str
) -> None:
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    renamed = make_client(title="Another").get(path, headers={"If-None-Match": tag})
    assert renamed.status_code == (200 if "html" in path else 304)


def put(client: FlaskClient, key: dict[str, str], **event: Any) -> None:
    whole = {"title": "T", "category": "other", **event}
    reply = client.put(f"/v1/events/{event['id']}", json=whole, headers=key)
    assert reply.status_code == 201, reply.text


def links(document: dict[str, Any], rel: str) -> list[str]:
    return [each["href"] for each in document["links"] if each["rel"] == rel]


class TestSchema:
    def test_it_is_linked_as_gdal_and_as_qgis_look_for_it(self, steady: FlaskClient) -> None:
        for name in ("events", "places"):
            document = steady.get(f"/ogc/collections/{name}").get_json()
            found = [each for each in document["links"] if each["rel"] in
                     ("describedBy", "http://www.opengis.net/def/rel/ogc/1.0/schema")]  # fmt: skip
            assert len(found) == 2
            for each in found:
                assert each["type"] == "application/schema+json"
                reply = steady.get(urlsplit(each["href"]).path)
                assert reply.mimetype == "application/schema+json"
                jsonschema.Draft202012Validator.check_schema(reply.get_json())

    def test_a_date_is_text_and_its_ends_are_days(self, steady: FlaskClient) -> None:
        found = steady.get("/ogc/collections/places/schema").get_json()
        assert found["properties"]["date"] | {"title": ""} == {
            "title": "", "type": "string", "readOnly": True, "x-ogc-propertySeq": 4,
        }  # fmt: skip
        roles = {each.get("x-ogc-role"): name for name, each in found["properties"].items()}
        assert roles["id"] == "id"
        assert roles["primary-geometry"] == "geometry"
        assert roles["primary-interval-start"] == "earliest"
        assert found["properties"]["geometry"]["format"] == "geometry-point"
        assert "geometry" in found["required"]
        assert "geometry" not in steady.get("/ogc/collections/events/schema").get_json()["required"]

    def test_every_feature_is_as_the_schema_says(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        for number, date in enumerate(("XXXX", "-0044", "Y12345", "1990/..", "2003?", "196X")):
            put(client, write_key, id=f"odd-{number}", date=date)
        found = client.get("/ogc/collections/events/schema").get_json()
        found["properties"].pop("geometry")
        properties = {
            name: {"anyOf": [each, {"type": "null"}]} for name, each in found["properties"].items()
        }
        validator = jsonschema.Draft202012Validator(
            {"type": "object", "properties": properties, "additionalProperties": False},
            format_checker=jsonschema.FormatChecker(),
        )
        features = client.get(f"{ITEMS}?limit=1000").get_json()["features"]
        for each in features:
            validator.validate(each["properties"])
            assert list(each["properties"]) == list(properties)
        assert len(features) > 20

    def test_lists_are_joined_text_as_in_csv(self, steady: FlaskClient) -> None:
        found = steady.get(f"{ITEMS}/c5plus1-ministerial-astana-2023").get_json()["properties"]
        assert found["countries"].startswith("KZ; ")
        assert not any(isinstance(each, list | dict) for each in found.values())

    def test_queryables_are_typed_and_known_to_the_filter(self, steady: FlaskClient) -> None:
        found = steady.get("/ogc/collections/events/queryables").get_json()
        jsonschema.Draft202012Validator.check_schema(found)
        assert found["additionalProperties"] is False
        for name, each in found["properties"].items():
            assert "$ref" in each or "type" in each
            reply = steady.get(f"{ITEMS}?filter={quote(name)}%20IS%20NULL")
            assert reply.status_code == 200, name


class TestCollections:
    def test_places_hold_only_points(self, steady: FlaskClient) -> None:
        found = steady.get(f"{PLACES}?limit=1000").get_json()
        everything = steady.get(f"{ITEMS}?limit=1000").get_json()["features"]
        assert all(each["geometry"]["type"] == "Point" for each in found["features"])
        placed = {each["id"] for each in everything if each["geometry"]}
        assert {each["id"] for each in found["features"]} == placed
        assert found["numberMatched"] == len(placed)
        assert steady.get(f"{PLACES}?bbox=-10,-80,10,-70").get_json()["features"] == []

    def test_an_event_without_a_place_is_not_among_them(self, steady: FlaskClient) -> None:
        everything = steady.get(f"{ITEMS}?limit=1000").get_json()["features"]
        bare = next(each["id"] for each in everything if not each["geometry"])
        assert steady.get(f"{PLACES}/{bare}").status_code == 404
        assert steady.get(f"{ITEMS}/{bare}").status_code == 200

    def test_what_the_landing_page_is_asked_carries_on(self, steady: FlaskClient) -> None:
        asked = "country=KZ&category=meeting,visit&filter=title%20LIKE%20'%25+%26%25'"
        document = steady.get(f"/ogc/?{asked}").get_json()
        for step in ("data", "conformance", "service-desc"):
            (href,) = links(document, step)
            assert parse_qsl(urlsplit(href).query) == parse_qsl(asked)
            assert steady.get(href).status_code == 200
        (href,) = links(document, "data")
        for each in steady.get(href).get_json()["collections"]:
            href = links(each, "items")[0]
            assert parse_qsl(urlsplit(href).query) == parse_qsl(asked)
            assert steady.get(href).status_code == 200
        assert steady.get("/ogc?counry=KZ").status_code == 400

    def test_what_is_claimed_is_what_qgis_needs_to_filter_here(self, steady: FlaskClient) -> None:
        claimed = set(steady.get("/ogc/conformance").get_json()["conformsTo"])
        spec = "http://www.opengis.net/spec"
        assert claimed >= {
            f"{spec}/ogcapi-features-3/1.0/conf/filter",
            f"{spec}/ogcapi-features-3/1.0/conf/features-filter",
            f"{spec}/ogcapi-features-5/1.0/conf/schemas",
            f"{spec}/cql2/1.0/conf/cql2-text",
            f"{spec}/cql2/1.0/conf/basic-cql2",
            f"{spec}/cql2/1.0/conf/advanced-comparison-operators",
            f"{spec}/cql2/1.0/conf/case-insensitive-comparison",
            f"{spec}/cql2/1.0/conf/basic-spatial-functions",
        }
        assert not claimed & {
            f"{spec}/cql2/1.0/conf/{name}"
            for name in ("arithmetic", "functions", "array-functions", "spatial-functions")
        }


class TestText:
    HARD = (
        '"',
        "\\",
        'a "b" \\ c',
        "\\\\",
        '\\"',
        "ends with \\",
        "\\u0022",
        "tab\there",
        "é \\n 😀",
    )

    def test_quotes_and_backslashes_are_written_by_number(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        for number, title in enumerate(self.HARD):
            put(client, write_key, id=f"hard-{number}", date="2023", title=title)
        for path in (f"{ITEMS}?limit=1000", *(f"{ITEMS}/hard-{n}" for n in range(len(self.HARD)))):
            text = client.get(path).get_data(as_text=True)
            assert '\\"' not in text
            assert "\\\\" not in text
            json.loads(text)
        for number, title in enumerate(self.HARD):
            found = client.get(f"{ITEMS}/hard-{number}").get_json()
            assert found["properties"]["title"] == title
            quoted = title.replace("\\", "\\\\").replace("'", "''")  # as QGIS quotes it
            expression = quote('("title" = \'' + quoted + "')")
            assert f"hard-{number}" in ids(client, f"filter={expression}")


class TestFilter:
    @pytest.mark.parametrize(
        ("text", "matched"),
        [
            ("(\"category\" = 'funding')", lambda p: p["category"] == "funding"),
            ("(\"category\" <> 'funding')", lambda p: p["category"] != "funding"),
            ("((\"category\" = 'funding') OR (\"status\" = 'planned'))",
             lambda p: p["category"] == "funding" or p["status"] == "planned"),
            ("(NOT (\"category\" = 'funding'))", lambda p: p["category"] != "funding"),
            ("(CASEI(title) LIKE CASEI('%ASTANA%'))", lambda p: "astana" in p["title"].lower()),
            ("(\"countries\" LIKE '%UZ%')", lambda p: "UZ" in p["countries"]),
            ("(earliest >= DATE('2023-01-01'))",
             lambda p: (p["earliest"] or "") >= "2023-01-01"),
            ("\"category\" IN ('funding','vote')", lambda p: p["category"] in ("funding", "vote")),
            ("version BETWEEN 1 AND 3", lambda p: True),
            ("T_INTERSECTS(date, INTERVAL('2022-09-01','2022-09-30'))",
             lambda p: p["earliest"] is not None and p["earliest"] <= "2022-09-30"
             and (p["latest"] or "9") >= "2022-09-01"),
        ],
    )  # fmt: skip
    def test_an_expression_lets_through_the_matches_and_nothing_else(
        self, steady: FlaskClient, text: str, matched: Any
    ) -> None:
        everything = steady.get(f"{ITEMS}?limit=1000").get_json()["features"]
        wanted = {each["id"] for each in everything if matched(each["properties"])}
        assert wanted
        assert ids(steady, f"filter={quote(text)}") == wanted

    def test_it_is_joined_with_the_other_parameters(self, steady: FlaskClient) -> None:
        both = ids(steady, "filter=country%3D'KZ'&category=funding&datetime=2022-09-01/2022-09-30")
        alone = [ids(steady, each) for each in ("country=KZ", "category=funding",
                                                "datetime=2022-09-01/2022-09-30")]  # fmt: skip
        assert both == alone[0] & alone[1] & alone[2] != set()

    def test_a_geometry_leaves_out_what_has_none(self, steady: FlaskClient) -> None:
        found = ids(steady, f"filter={quote('S_INTERSECTS(geometry, BBOX(-180,-90,180,90))')}")
        assert found == {
            each["id"] for each in steady.get(f"{PLACES}?limit=1000").get_json()["features"]
        }

    def test_json_is_another_way_to_write_it(self, steady: FlaskClient) -> None:
        text = quote('{"op":"=","args":[{"property":"category"},"funding"]}')
        assert ids(steady, f"filter={text}&filter-lang=cql2-json") == ids(
            steady, "category=funding"
        )

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ("filter=categroy%3D'x'", "filter"),
            ("filter=", "filter"),
            ("filter=true&filter-lang=cql-text", "filter-lang"),
            ("filter=true&filter-crs=http://www.opengis.net/def/crs/EPSG/0/3857", "filter-crs"),
            ("filter=" + "not(" * 70 + "true" + ")" * 70, "filter"),
            ("sortby=title", "sortby"),
            ("sortby=date,id", "sortby"),
            ("properties=titel", "properties"),
            ("datetime=2022-13-01", "datetime"),
            ("datetime=2022-09-01T25:00:00Z", "datetime"),
            ("bbox=1,2,3", "bbox"),
            ("limit=0", "limit"),
        ],
    )
    def test_an_error_names_the_parameter_that_was_sent(
        self, steady: FlaskClient, query: str, parameter: str
    ) -> None:
        reply = steady.get(f"{ITEMS}?{query}")
        assert reply.status_code == 400
        (error,) = reply.get_json()["errors"]
        assert error["parameter"] == parameter
        assert error["detail"].startswith(parameter)


def test_the_names_of_other_clients_stand_in_their_errors_too(steady: FlaskClient) -> None:
    for path, parameter in (
        ("/v1/events.fullcalendar.json?start=2022-13-01", "start"),
        ("/v1/events.fullcalendar.json?start=2023-01-01&end=2022-01-01", "end"),
    ):
        (error,) = steady.get(path).get_json()["errors"]
        assert error["parameter"] == parameter


def test_sortby_gives_the_order_and_properties_what_is_shown(steady: FlaskClient) -> None:
    def dates(query: str) -> list[str]:
        features = steady.get(f"{ITEMS}?limit=1000&{query}").get_json()["features"]
        return [each["properties"]["earliest"] or "" for each in features]

    assert dates("sortby=date") == dates("sortby=%2Bdate") == sorted(dates("sortby=+date"))
    assert dates("sortby=-date") == sorted(dates("sortby=date"), reverse=True)
    assert steady.get(f"{ITEMS}?sortby=-updated_at").status_code == 200
    found = steady.get(f"{ITEMS}?properties=title,date").get_json()["features"]
    assert all(list(each["properties"]) == ["title", "date"] for each in found)
    assert steady.get(f"{ITEMS}/{found[0]['id']}?properties=date").get_json()[
        "properties"
    ].keys() == {"date"}


class TestInstants:
    """An event whose time is known is found at that time. All others are found on their days."""

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("2023-03-01T04:30:00Z", {"new-york", "minute", "talks"}),
            ("2023-03-01T04:30:00.250Z", {"new-york", "minute", "talks"}),
            ("2023-03-01t04:30:00z", {"new-york", "minute", "talks"}),
            ("2023-03-01T04:30:59Z", {"minute", "talks"}),
            ("2023-03-01T04:31:00Z", {"talks"}),
            ("2023-03-01T09:30:00%2B05:00", {"new-york", "minute", "talks"}),
            ("2023-03-01T09:30:00+05:00", {"new-york", "minute", "talks"}),
            ("2023-02-28T23:30:00-05:00", {"new-york", "minute", "no-zone", "day", "talks"}),
            ("2023-02-28T23:30:00Z", {"no-zone", "day"}),
            ("2023-02-28", {"new-york", "minute", "no-zone", "day", "talks"}),
            ("2023-02-28T", {"new-york", "minute", "no-zone", "day", "talks"}),
            ("2023-03-01", set()),
            ("2023-03-01T04:00:00Z/2023-03-01T05:00:00Z", {"new-york", "minute", "talks"}),
            ("2023-03-01T04:46:00Z/..", set()),
            ("2023-03-01T04:40:00Z/..", {"talks"}),
            ("../2023-02-28T00:00:00Z", {"no-zone", "day"}),
            ("2023-02-28/2023-03-01T03:00:00Z", {"no-zone", "day", "talks"}),
        ],
    )
    def test_datetime(self, steady: FlaskClient, asked: str, found: set[str]) -> None:
        assert ids(steady, f"datetime={asked}") & TIMED.keys() == found

    @pytest.mark.parametrize(
        "asked",
        ["T25:00:00Z", "T24:00:01Z", "T23:60:00Z", "T23:59:61Z", "T10:00:00", "T10:00Z", "T10Z",
         "T10:00:00+15:00", "T10:00:00+05:61", "T10:00:00 05", "T1:00:00Z", "T10:00:00ZZ",
         "T10:00:00Z/2023-02-28T09:00:00Z"],
    )  # fmt: skip
    def test_an_invalid_time_is_refused(self, steady: FlaskClient, asked: str) -> None:
        reply = steady.get(f"{ITEMS}?datetime={quote(f'2023-02-28{asked}', safe='/:')}")
        if asked == "T10:00:00 05":  # an offset in hours; its plus sign was not escaped
            assert reply.status_code == 200
            return
        assert reply.status_code == 400
        assert reply.get_json()["errors"][0]["parameter"] == "datetime"

    def test_paging_by_instants_meets_each_once(
        self, client: FlaskClient, write_key: dict[str, str]
    ) -> None:
        for number in range(12):
            put(client, write_key, id=f"t{number}",
                date=f"2023-02-2{number % 4 + 5}T2{number % 4}:30:00-0{number % 3}:00")  # fmt: skip
        address, met = f"{ITEMS}?datetime=2023-02-25T22:00:00Z/2023-02-28T23:00:00Z&limit=2", []
        first = client.get(address).get_json()["numberMatched"]
        while address:
            page = client.get(address).get_json()
            met += [each["id"] for each in page["features"]]
            address = next(iter(links(page, "next")), "")
        assert len(met) == len(set(met)) == first


@pytest.mark.parametrize("path", ["/v1/events", ITEMS, PLACES])
@pytest.mark.parametrize(
    ("given", "means"),
    [
        ("190,40,200,60", "-170,40,-160,60"),
        ("170,40,190,60", "170,40,-170,60"),
        ("-190,40,-170,60", "170,40,-170,60"),
        ("-500,-90,500,90", "-180,-90,180,90"),
        ("430,50,433,52", "70,50,73,52"),
        ("-290,50,-287,52", "70,50,73,52"),
        ("0,-90,360,90", "-180,-90,180,90"),
    ],
)
def test_a_box_beyond_the_date_line_goes_around_the_earth(
    steady: FlaskClient, path: str, given: str, means: str
) -> None:
    assert boxed(steady, path, given) == boxed(steady, path, means)


def boxed(client: FlaskClient, path: str, box: str) -> set[str]:
    reply = client.get(f"{path}?bbox={box}&limit=1000").get_json()
    return {each["id"] for each in reply.get("features", reply.get("items"))}


@pytest.mark.parametrize("path", ["/v1/events", ITEMS, PLACES])
def test_the_edges_of_a_box_across_the_date_line_belong_to_it(
    steady: FlaskClient, path: str
) -> None:
    found = boxed(steady, path, "170,40,-170,60") & {f"p{each}" for each in LONGITUDES}
    assert found == {"p-180", "p-175", "p-170", "p170", "p175", "p180"}


class TestFirstFeatures:
    """Clients that do not read the schema guess types from the first ten features."""

    @pytest.fixture
    def many(self, client: FlaskClient, write_key: dict[str, str]) -> int:
        for number in range(40):
            put(client, write_key, id=f"d{number:02}", date=f"1990-01-{number % 28 + 1:02}",
                date_as_reported="1990-01-01")  # fmt: skip
        put(client, write_key, id="spring", date="1995~", date_as_reported="in spring")
        return 41

    def walked(self, client: FlaskClient, address: str) -> list[dict[str, Any]]:
        met: list[dict[str, Any]] = []
        while address:
            page = client.get(address).get_json()
            assert page["numberReturned"] == len(page["features"]) <= 10
            met += page["features"]
            address = next(iter(links(page, "next")), "")
        return met

    def test_they_show_every_type(self, client: FlaskClient, many: int) -> None:
        first = client.get(f"{ITEMS}?limit=10").get_json()["features"]
        assert len(first) == 10
        assert any(each["geometry"] for each in first)
        for name in ("date", "date_as_reported"):
            texts = [each["properties"][name] for each in first if each["properties"][name]]
            assert not all(len(each) == 10 for each in texts), name

    def test_paging_gives_each_event_once(
        self, client: FlaskClient, write_key: dict[str, str], many: int
    ) -> None:
        met = [each["id"] for each in self.walked(client, f"{ITEMS}?limit=10")]
        assert len(met) == len(set(met)) == client.get(ITEMS).get_json()["numberMatched"]
        page = client.get(f"{ITEMS}?limit=10").get_json()
        ahead = page["features"][0]["id"]
        # The event gets a later date, but the client has read it on the first page.
        event = client.get(f"/v1/events/{ahead}")
        body = {"date": "2030-01-01"}
        headers = {**write_key, "If-Match": event.headers["ETag"]}
        assert client.patch(
            f"/v1/events/{ahead}", json=body, headers={**headers, "Content-Type":
            "application/merge-patch+json"}).status_code == 200  # fmt: skip
        rest = [e["id"] for e in self.walked(client, links(page, "next")[0])]
        assert ahead not in rest
        assert sorted([e["id"] for e in page["features"]] + rest) == sorted(met)

    def test_an_order_that_was_asked_for_is_kept(self, client: FlaskClient, many: int) -> None:
        first = client.get(f"{ITEMS}?limit=10&sortby=date").get_json()["features"]
        days = [each["properties"]["earliest"] for each in first if each["properties"]["earliest"]]
        assert days == sorted(days)


GUIDE = (REPOSITORY / "docs" / "integrations.md").read_text("utf-8")
GUIDED = re.findall(
    r"curl -sG 'https://dateline\.example(\S+)' --data-urlencode \"filter=(.+)\"", GUIDE
)


@pytest.mark.parametrize(("path", "expression"), GUIDED)
def test_the_guides_expressions_find_something_and_not_everything(
    steady: FlaskClient, path: str, expression: str
) -> None:
    found = steady.get(f"{path}?filter={quote(expression)}").get_json()["numberMatched"]
    assert 0 < found < steady.get(path).get_json()["numberMatched"]


def test_the_guide_has_expressions() -> None:
    assert len(GUIDED) == 4


def test_the_guide_names_every_parameter_that_only_features_have() -> None:
    for name in ("datetime", "bbox", "filter-lang", "sortby", "properties"):
        assert f"`{name}" in GUIDE
