"""OGC API – Features: valid documents, and the rules that GDAL and QGIS rely on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema_rs
import openapi_spec_validator
import pytest
import yaml
from flask.testing import FlaskClient

ITEMS = "/ogc/collections/events/items"
PLACE = {"name": "Astana", "country": "KZ", "latitude": 51.17, "longitude": 71.45}


def ids(client: FlaskClient, query: str) -> set[str]:
    reply = client.get(f"{ITEMS}?{query}&limit=1000")
    assert reply.status_code == 200, reply.text
    return {each["id"] for each in reply.json["features"]}


def draft(part: Any) -> Any:
    """An OpenAPI 3.0 schema as JSON Schema: there ``nullable`` is one more type."""
    if isinstance(part, list):
        return [draft(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {name: draft(each) for name, each in part.items()}
    if "type" in made and not isinstance(
        made["type"], dict
    ):  # YAML reads an unquoted null as none at all
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
        ("/ogc/collections/events", "collection"),
        (ITEMS, "featureCollectionGeoJSON"),
        (f"{ITEMS}/c5plus1-ministerial-astana-2023", "featureGeoJSON"),
    ],
)
def test_a_document_is_valid_against_the_standards_schema(
    client: FlaskClient, shared_data: Path, path: str, schema: str
) -> None:
    folder = shared_data / "ogc/schemas/core/openapi/schemas"

    def load(uri: str) -> Any:
        return draft(yaml.safe_load((folder / uri.rsplit("/", 1)[1]).read_text("utf-8")))

    wanted = load(f"/{schema}.yaml") | {"$id": f"json-schema:///{schema}.yaml"}
    validator = jsonschema_rs.Draft7Validator(wanted, retriever=load)
    validator.validate(client.get(path).json)
    with pytest.raises(jsonschema_rs.ValidationError):
        validator.validate({"links": 1, "conformsTo": 1, "type": 1})


def test_its_description_is_valid_openapi_3_0(client: FlaskClient) -> None:
    reply = client.get("/ogc/api")
    assert reply.content_type == "application/vnd.oai.openapi+json;version=3.0"
    openapi_spec_validator.validate(reply.json)
    assert reply.json["openapi"].startswith("3.0.")
    limit = [each for each in reply.json["paths"][ITEMS]["get"]["parameters"]
             if each["name"] == "limit"]  # fmt: skip
    assert limit[0]["schema"]["maximum"] == 1000


def test_what_has_no_place_matches_every_bbox(client: FlaskClient) -> None:
    everything = client.get("/v1/events?limit=1000&fields=id,place").json["items"]
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
    first = client.get(f"{ITEMS}?limit=3").json
    met, address = [], f"{ITEMS}?limit=3"
    while address:
        page = client.get(address).json
        assert page["numberReturned"] == len(page["features"])
        met += [each["id"] for each in page["features"]]
        address = next((e["href"] for e in page["links"] if e["rel"] == "next"), None)
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
        assert client.get(f"{path}?f=json", headers=page).mimetype.endswith("json")
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


def test_the_same_answer_is_not_sent_twice(client: FlaskClient) -> None:
    tag = client.get(ITEMS).headers["ETag"]
    assert client.get(ITEMS, headers={"If-None-Match": tag}).status_code == 304
