"""Nothing that a suggestion calls sure is wrong, for any table."""

from __future__ import annotations

import csv
import datetime
import io
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bench.cells import COUNTRIES, Table, date_cell, each_country, headline, serial, table
from bench.mappings import alike, compared, score, scores
from bench.tables import TABLES
from service.errors import Invalid
from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.run import import_files
from service.importers.suggest import Suggestion, suggest
from service.importers.suggest.headers import column
from service.importers.suggest.parts import kind_of_actor
from service.importers.suggest.record_dates import other_kind
from service.importers.suggest.sample import ROWS, take
from service.importers.table import read
from service.store import Store
from tests.support.sizes import ALL, size


def suggested(content: str | bytes, name: str = "table.csv") -> Suggestion:
    data = content.encode() if isinstance(content, str) else content
    return suggest(opened(name, io.BytesIO(data)))


def events(content: str | bytes, mapping: dict[str, Any]) -> list[Any]:
    data = content.encode() if isinstance(content, str) else content
    return [each.event for each in read(io.BytesIO(data), load_mapping(mapping)) if each.event]


def text(notes: list[str]) -> str:
    return "\n".join(notes)


@pytest.mark.parametrize("made", TABLES[:: size(2, 1)], ids=lambda made: made.name)
@pytest.mark.parametrize("seed", [1, 2][: size(1, 2)])
def test_tables_in_the_shapes_of_known_data_sets(made: Table, seed: int) -> None:
    uses = {each.header: set(each.use.split("|")) for each in made.columns}
    may = {name: set() if use == {"-"} else use for name, use in uses.items()}
    found = score(made.name, made.content(36, seed), may)
    assert found.refused is None
    assert (found.sure, found.wrong, found.missed) == ([], [], [])


@pytest.mark.long
def test_the_real_tables_and_the_bench_as_a_whole() -> None:
    found = list(scores(24))
    assert len(found) >= len(TABLES) > 20
    assert sum(len(each.right) for each in found) > 140
    assert [each.sure for each in found if each.sure] == []


def test_the_bench_sees_a_wrong_mapping_that_is_called_sure() -> None:
    """A bench that could not fail would prove nothing."""
    found = suggested("id,date,title\n1,2023-01-01,a b\n2,2023-01-02,c d\n")
    assert compared("x", found, {"date": set(), "title": {"summary"}}).wrong == [
        "date as date", "title as title",
    ]  # fmt: skip
    assert len(compared("x", found, {"date": set()}).sure) == 1
    assert compared("x", found, {"date": {"date"}, "title": {"title"}}).right == ["date", "title"]


OTHER_DATES = (
    "published", "published_at", "publishedAt", "PublicationDate", "date_published", "pubDate",
    "source_date", "Date of source", "article_date", "posted_on", "release date", "news_date",
    "updated", "updated_at", "last_update", "LastUpdated", "date_modified", "modified_on",
    "lastmod", "retrieved", "date_retrieved", "Retrieval date", "accessed", "access_date",
    "date accessed", "created", "created_at", "CreationDate", "date_added", "added_on", "indexed",
    "index_date", "date_indexed", "entry_date", "date entered", "scraped_at", "crawl_date",
    "downloaded", "ingested_at", "imported_at", "recorded_at", "record date", "timestamp",
    "reported_date", "date_reported", "coded_on", "verified_at", "last_seen", "revision_date",
    "archived", "Veröffentlicht am", "Aktualisiert", "опубликовано", "дата публикации",
    "дата обновления", "date de publication", "fecha de publicación", "fecha de actualización",
)  # fmt: skip


def test_every_header_of_such_a_date_is_known() -> None:
    assert [each for each in OTHER_DATES if not other_kind(column(each, []))] == []


SOME = OTHER_DATES[:: size(13, 1)]
"""The headers with which ``make test`` reads whole tables."""


@pytest.mark.parametrize(("turn", "header"), [*enumerate(SOME)])
@pytest.mark.parametrize("first", [True, False] if ALL else [None])
def test_a_date_of_the_source_or_the_record_is_never_the_events(
    turn: int, header: str, first: bool | None
) -> None:
    """The other column stands before and after the date of the event by turns. ``make test-all``
    tests both."""
    first = turn % 2 == 0 if first is None else first
    columns = [("date", "", date_cell()), (header, "", date_cell(later=3)), ("title", "", headline)]
    made = table("t.csv", *(columns if not first else [columns[1], columns[0], columns[2]]))
    assert suggested(made.content(30)).mapping["date"] == {"start": "{date}"}


@pytest.mark.parametrize("header", SOME)
def test_beside_a_start_or_alone_it_is_no_date_of_events_either(header: str) -> None:
    columns = [(header, "", date_cell(later=3)), ("title", "", headline)]
    rule = suggested(
        table("t.csv", columns[0], ("start_date", "", date_cell()), columns[1]).content(30)
    ).mapping["date"]
    assert rule == {"start": "{start_date}"}
    alone = table("t.csv", *columns, ("id", "", serial()))
    with pytest.raises(Invalid, match="looks like the dates of events"):
        suggested(alone.content(30))


@pytest.mark.parametrize(
    "header",
    ["date", "event_date", "start", "Date of conclusion", "date_start", "Meeting date", "signed",
     "entry into force", "accession date", "Datum", "дата", "date listed", "decision_date"],
)  # fmt: skip
def test_a_date_of_an_event_is_none_of_those(header: str) -> None:
    assert other_kind(column(header, [])) is None


@pytest.mark.parametrize(
    "header", ["signed", "date_of_ratification", "listed_on", "effective date"]
)
def test_a_date_whose_header_says_more_is_a_guess(header: str) -> None:
    made = table("t.csv", (header, "", date_cell()), ("title", "", headline))
    found = suggested(made.content(30))
    assert found.mapping["date"] == {"start": f"{{{header}}}"}
    assert header not in text(found.notes.sure)


def test_the_date_of_an_article_is_a_guess() -> None:
    made = table(
        "t.csv", ("date", "", date_cell()), ("headline", "", headline), ("authors", "", serial())
    )
    found = suggested(made.content(30))
    assert "date" not in text(found.notes.sure).replace("tried", "")
    assert "may be the date of their publication" in text(found.notes.guessed)


def test_two_dates_of_the_event_and_a_year_that_disagrees_are_not_sure() -> None:
    two = table("t.csv", ("start_date", "", date_cell()), ("start_date2", "", date_cell(later=1)),
                ("title", "", headline))  # fmt: skip
    assert "start_date" not in text(suggested(two.content(30)).notes.sure)
    year = table("t.csv", ("start_date", "", date_cell(later=-4000)), ("year", "", date_cell("%Y")),
                 ("title", "", headline))  # fmt: skip
    found = suggested(year.content(30))
    assert "start_date" not in text(found.notes.sure)
    assert "in the year that year says in 0% of the rows only" in text(found.notes.decide)


@pytest.mark.parametrize(
    ("low", "high"),
    [("date_min", "date_max"), ("Earliest date", "Latest date"), ("date low", "date high"),
     ("Date (lower)", "Date (upper)"), ("date_lower_bound", "date_upper_bound")],
)  # fmt: skip
def test_a_date_between_two_others_is_a_guess_and_its_bounds_are_told(low: str, high: str) -> None:
    rows = "".join(f"{n},Talks {n},2022-03-{n:02},2022-03-{n + 4:02},2022-03-{n + 8:02}\n"
                   for n in range(1, 20))  # fmt: skip
    found = suggested(f"id,title,{low},date,{high}\n{rows}")
    assert "date: date" not in text(found.notes.sure)
    assert f'"one_of": ["{{{low}}}", "{{{high}}}"]' in text(found.notes.decide)


def test_ends_in_columns_of_year_month_and_day() -> None:
    lines = ["id,title,styear,stmon,stday,endyear,endmon,endday"]
    for n in range(1, 29):
        lines.append(f"{n},Strike {n},1995,3,{n},1995,4,{n if n % 4 else -9}")
    content = "\n".join(lines) + "\n"
    found = suggested(content)
    assert found.mapping["date"] == {
        "year": "{styear}", "month": "{stmon}", "day": "{stday}",
        "end_year": "{endyear}", "end_month": "{endmon}", "end_day": "{endday}",
    }  # fmt: skip
    made = events(content, found.mapping)
    assert [each.date.text for each in made][2:4] == ["1995-03-03/1995-04-03", "1995-03-04/1995-04"]


def test_an_approximate_year_is_about_right_and_what_is_written_is_kept() -> None:
    content = "label,approx_year,date\n" + "".join(
        f"The {n}th stone is laid,{1400 + n},in the days of king {n}\n" for n in range(20)
    )
    found = suggested(content)
    assert found.mapping["title"] == "{label}"
    first = events(content, found.mapping)[0]
    assert (first.date.text, first.date_as_reported) == ("1400~", "in the days of king 0")
    readable = content.replace("in the days of king ", "May 14")
    assert suggested(readable.replace("May 14", "1 May 14")).notes.sure != []


def test_a_written_date_that_can_be_read_comes_before_an_approximate_year() -> None:
    content = "label,approx_year,date\n" + "".join(
        f"The {n}th stone is laid,{1410 + n},{n} May {1410 + n}\n" for n in range(10, 28)
    )
    assert suggested(content).mapping["date"] == {"start": "{date}"}


PEOPLE = {
    "person": ["King Abdullah II", "Anna Becker", "Prime Minister Mark Rutte", "J. van der Berg"],
    "group": ["Military Forces of Yemen", "Protesters (India)", "Gunmen", "Hutu Rebels"],
    "organization": ["Ministry of Health", "World Bank", "Green Party", "Acme Ltd"],
}


@pytest.mark.parametrize("kind", PEOPLE)
def test_only_persons_are_persons(kind: str) -> None:
    assert kind_of_actor(column("actor", PEOPLE[kind] * 3)) == kind
    if kind != "person":
        mixed = column("actor", [*PEOPLE["person"] * 3, *PEOPLE[kind]])
        assert kind_of_actor(mixed) != "person"


def test_several_addresses_in_a_cell_are_several_sources() -> None:
    content = "id,date,title,links\n" + "".join(
        f'{n},2023-01-{n:02},Talks {n},"https://a.example/{n}; https://b.example/{n}"\n'
        for n in range(1, 20)
    )
    found = suggested(content)
    assert found.mapping["sources"] == [{"title": "{links}", "url": "{links}", "split": ";"}]
    first = events(content, found.mapping)[0]
    assert [(each.title, each.url) for each in first.sources] == [
        ("https://a.example/1", "https://a.example/1"),
        ("https://b.example/1", "https://b.example/1"),
    ]
    titled = found.mapping | {"sources": [{"title": "List", "url": "{links}", "split": ["; "]}]}
    assert [each.title for each in events(content, titled)[0].sources] == ["List", "List"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"title": "x", "url": "{a}", "split": ""}, r"sources\[0\].split: is empty"),
        ({"title": "x", "url": "{a}", "split": []}, r"sources\[0\].split: is empty"),
        ({"title": "{a}", "split": ";"}, "splits the url, but there is none"),
    ],
)
def test_a_split_of_sources_that_parts_nothing_is_reported(source: Any, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        load_mapping({"id": "{a}", "title": "{a}", "date": "{a}", "sources": [source]})


def test_the_number_of_the_row_makes_alike_rows_different() -> None:
    content = "date,title\n2023,Talks\n\n2023,Talks\n2024,More\n"
    found = suggested(content)
    assert '{#} into "id"' in text(found.notes.decide)
    made = events(content, found.mapping | {"id": "t-{#}"})
    assert [each.id for each in made] == ["t-1", "t-2", "t-3"]
    named = "#,date,title\nx9,2023,Talks\n"
    assert [e.id for e in events(named, found.mapping | {"id": "t-{#}"})] == ["t-x9"]


def test_a_column_of_countries_of_which_few_are_known_is_reported() -> None:
    rows = "".join(
        f"{n},2023-01-{n:02},Talks {n},{COUNTRIES[n] if n % 3 == 0 else f'Elbonia {n}'}\n"
        for n in range(1, 28)
    )
    found = suggested("id,date,title,country\n" + rows)
    assert [each["code"] for each in found.mapping["countries"]] == ["{country}"]
    assert "no country is known as 'Elbonia 1'" in text(found.notes.decide)
    found = suggested("id,date,title,country involved\n" + rows)
    assert "countries" not in found.mapping
    assert "country involved: is not used as countries; of 27 names" in text(found.notes.decide)


def test_five_thousand_rows_are_looked_at_and_not_as_many_lines() -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "note"])
    writer.writerows([n, "one\ntwo\nthree"] for n in range(ROWS + 5))
    found = take(io.BytesIO(out.getvalue().encode()))
    assert (len(found.rows), found.complete) == (ROWS, False)
    found = take(io.BytesIO(out.getvalue().encode()[: len(out.getvalue()) // 2]))
    assert found.complete


def test_few_rows_without_duplicates_are_said_to_look_like_another() -> None:
    found = list(islice(alike(size(75, 150)), size(6, len(TABLES))))
    assert sum(rows for _, rows, _ in found) > size(400, 2000)
    assert sum(told for _, _, told in found) * 100 <= sum(rows for _, rows, _ in found)
    assert max(told / rows for _, rows, told in found) <= 0.01


def told(store: Store, folder: Path, *given: dict[str, Any]) -> list[str | None]:
    file = folder / "events.ndjson"
    lines = [
        {"id": f"e{n}", "date": "2023-02-28", "category": "meeting",
         "countries": [{"code": "KZ", "role": "host"}], **each}
        for n, each in enumerate(given)
    ]  # fmt: skip
    file.write_text("".join(json.dumps(each) + "\n" for each in lines), "utf-8")
    report = import_files(store, [file], dry_run=True)
    return [entry.id for entry in report.entries if entry.kind == "duplicate"]


ASTANA = {"title": "Foreign ministers meet in Astana"}
DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "another number": ({"title": "Round 1 of talks"}, {"title": "Round 2 of talks"}),
    "another city": ({"title": "Armed clash in Kabul"}, {"title": "Armed clash in Herat"}),
    "another place": (ASTANA | {"place": {"name": "Astana"}}, ASTANA | {"place": {"name": "Oral"}}),
    "another point": (
        ASTANA | {"place": {"latitude": 51, "longitude": 71}},
        ASTANA | {"place": {"latitude": 43, "longitude": 77}},
    ),
    "other people": (
        ASTANA | {"actors": [{"name": "A. Blinken"}]},
        ASTANA | {"actors": [{"name": "B. Tokayev"}]},
    ),
    "another sum": (
        ASTANA | {"amounts": [{"value": "5", "currency": "USD", "stage": "pledged"}]},
        ASTANA | {"amounts": [{"value": "6", "currency": "USD", "stage": "pledged"}]},
    ),
    "another time": (
        ASTANA | {"date": "2023-02-28T09:00:00Z"},
        ASTANA | {"date": "2023-02-28T15:00:00Z"},
    ),
    "another account": (
        ASTANA | {"summary": "They spoke of water and grain."},
        ASTANA | {"summary": "A treaty on extradition was signed by both sides."},
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", DIFFERENT)
def test_contradicting_details_make_two_events(why: str, store: Store, tmp_path: Path) -> None:
    assert told(store, tmp_path, *DIFFERENT[why]) == []


SAME: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "the same": (ASTANA, ASTANA),
    "another order": (ASTANA, {"title": "In Astana meet foreign ministers"}),
    "another form of a word": (ASTANA, {"title": "Foreign ministers meeting in Astana"}),
    "a word more": (ASTANA, {"title": "Foreign ministers meet in Astana again"}),
    "a part of the name": (
        ASTANA | {"actors": [{"name": "Antony Blinken"}]},
        ASTANA | {"actors": [{"name": "Blinken"}]},
    ),
    "only one says where": (ASTANA | {"place": {"name": "Astana"}}, ASTANA),
    "a finer place": (
        ASTANA | {"place": {"name": "Astana"}}, ASTANA | {"place": {"name": "Astana, Kazakhstan"}}
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", SAME)
def test_a_true_duplicate_is_still_told(why: str, store: Store, tmp_path: Path) -> None:
    assert told(store, tmp_path, *SAME[why]) == ["e1"]
    among = [
        {"title": f"{COUNTRIES[n]} speaks of {n}", "date": f"2022-01-{n + 1:02}"} for n in range(25)
    ]
    assert told(store, tmp_path, SAME[why][0], *among, SAME[why][1]) == ["e26"]


def test_a_table_with_a_row_for_each_country_has_no_duplicates(
    store: Store, tmp_path: Path
) -> None:
    rows = [{"title": f"Treaty {n // 5} on water", "countries": []} for n in range(100)]
    assert told(store, tmp_path, *rows) == []
    days = [
        {"title": "Armed clash", "date": f"{datetime.date(2020, 1, 1 + n // 4)}"}
        for n in range(100)
    ]
    assert told(store, tmp_path, *days) == []


def test_where_titles_do_not_tell_events_apart_only_their_number_is_reported(
    store: Store, tmp_path: Path
) -> None:
    pairs = [{"title": f"Clash {n // 2}", "date": f"{1900 + n // 2}"} for n in range(120)]
    assert told(store, tmp_path, *pairs) == []
    report = import_files(store, [tmp_path / "events.ndjson"], dry_run=True)
    assert (report.duplicates, report.warnings) == (0, 1)
    assert report.entries[0].error.reason.startswith("60 rows have the days, the countries")
    few = [*pairs[:20], *({"title": f"Talks {n}", "date": f"{1800 + n}"} for n in range(90))]
    assert len(told(store, tmp_path, *few)) == 10


def test_each_country_is_made_once() -> None:
    made = table("t.csv", ("country", "country", each_country), ("date", "date", date_cell()))
    assert len(set(made.content(30).decode().split("\n"))) == 32


def test_a_state_of_a_federation_is_no_country_beside_a_column_of_countries() -> None:
    rows = "".join(f"2023-01-{n:02},Atlanta,Georgia,USA,Talks {n}\n" for n in range(1, 20))
    found = suggested("Date,City,State,Country,Title\n" + rows)
    assert "{State}" not in json.dumps(found.mapping.get("countries", []))
    stored = events("Date,City,State,Country,Title\n" + rows, found.mapping)
    assert {each.code for event in stored for each in event.countries} <= {"US"}


def test_a_number_of_something_is_no_sure_id() -> None:
    rows = "".join(f"{n},2023-01-{n:02},Talks {n}\n" for n in range(1, 20))
    for header, sure in (("No. ordered", False), ("Number of deaths", False), ("No.", True),
                         ("event_id", True)):  # fmt: skip
        notes = suggested(f"{header},Date,Title\n{rows}").notes
        assert any(each.startswith("id:") for each in notes.sure) is sure
