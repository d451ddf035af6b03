"""Words in brackets behind a country, which a name leaves out, are refused where nobody reads a
warning: in queries and in bodies."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.domain.countries import WordsLeftOut, resolve_whole
from tests.support.rows import each_row

REFUSED = ("Kazakhstan (host)", "Kazakhstan [not present]", "Russia (Moscow)", "KZ (3)")
READ = (
    ("Cocos (Keeling) Islands (the)", "CC"), ("Russia (Soviet Union)", "RU"),
    ("Libya (State of)", "LY"), ("Eswatini (Swaziland)", "SZ"), ("Korea (Republic of)", "KR"),
    ("Falkland Islands (Malvinas)", "FK"), ("Kazakhstan (KZ)", "KZ"), ("China (mainland)", "CN"),
)  # fmt: skip


@each_row(("text", "code"), READ)
def test_words_of_the_name_in_brackets_are_read(text: str, code: str) -> None:
    assert resolve_whole(text) == code


@each_row("text", REFUSED)
def test_other_words_in_brackets_are_refused(text: str) -> None:
    with pytest.raises(WordsLeftOut, match="would be left out"):
        resolve_whole(text)


def test_queries_and_bodies_refuse_them(client: FlaskClient, write_key: dict[str, str]) -> None:
    reply = client.get("/v1/events?country=Kazakhstan (host)")
    (error,) = reply.get_json()["errors"]
    assert reply.status_code == 400
    assert error["nearest"] == ["KZ:host"]
    page = client.get("/?country=Kazakhstan (host)", headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert "would be left out" in page.text
    event = {"title": "t", "date": "2020", "category": "other"}
    for part in (
        {"countries": [{"code": "Kazakhstan (host)", "role": "participant"}]},
        {"actors": [{"name": "A", "type": "person", "country": "Kazakhstan (host)"}]},
    ):
        refused = client.post("/v1/events", json={**event, **part}, headers=write_key)
        assert refused.status_code == 400
        (error,) = refused.get_json()["errors"]
        assert error["nearest"] == ["Kazakhstan"]
        assert error["detail"].endswith("would be left out; did you mean Kazakhstan?")
