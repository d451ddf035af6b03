"""Rows that look like another event are reported and never merged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.domain.similarity import similar, words
from service.importers.report import Report
from service.importers.run import import_files
from service.importers.similar_rows import RecentRows
from service.schemas.event import load_event
from service.store import Store

ASTANA: dict[str, object] = {
    "id": "astana", "title": "C5+1 foreign ministers meet in Astana", "date": "2023-02-28",
    "category": "meeting",
    "countries": [{"code": "KZ", "role": "host"}, {"code": "US", "role": "participant"}],
}  # fmt: skip
AGAIN = ASTANA | {
    "id": "again",
    "title": "Foreign ministers of the C5+1 meet in Astana",
    "countries": [{"code": "US", "role": "host"}, {"code": "Kazakhstan", "role": "host"}],
}
OTHERS = [
    AGAIN | {"id": "another-day", "date": "2023-02-27"},
    AGAIN | {"id": "only-the-month", "date": "2023-02"},
    AGAIN | {"id": "other-countries", "countries": [{"code": "KZ", "role": "host"}]},
    AGAIN | {"id": "other-title", "title": "Presidents open a bridge"},
]


def load(store: Store, folder: Path, *events: dict[str, object], **options: Any) -> Report:
    file = folder / "a.ndjson"
    file.write_text("".join(json.dumps(each) + "\n" for each in events))
    return import_files(store, [file], **options)


def told(report: Report) -> list[tuple[int, str | None, tuple[str, ...]]]:
    return [
        (each.line, each.id, each.error.nearest)
        for each in report.entries
        if each.kind == "duplicate"
    ]


def test_titles_are_similar_that_share_most_words_in_any_order() -> None:
    assert similar(words("A meeting in Astana"), words("in ASTANA: a meeting"))
    assert similar(words(str(ASTANA["title"])), words(str(AGAIN["title"])))
    assert not similar(words("Talks on water"), words("Talks on gas pipelines"))
    assert not similar(words("…"), words("—"))


def test_a_row_that_looks_like_a_stored_event_is_stored_and_reported(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, ASTANA)
    report = load(store, tmp_path, *OTHERS, AGAIN)
    assert report.created == 5
    assert told(report) == [(5, "again", ("astana",))]
    assert "1 that look like another" in report.summary()
    assert told(load(store, tmp_path, *OTHERS, AGAIN)) == []  # unchanged rows are not reported
    assert {store.get(name).version for name in ("astana", "again")} == {1}


def test_a_row_that_looks_like_an_earlier_row_is_reported_on_its_first_import_and_when_tried(
    store: Store, tmp_path: Path
) -> None:
    for dry_run in (True, False):
        report = load(store, tmp_path, ASTANA, *OTHERS, AGAIN, dry_run=dry_run)
        assert told(report) == [(6, "again", ("astana",))]


def test_what_the_file_itself_changes_is_reported_alike_when_tried_and_when_stored(
    store: Store, tmp_path: Path
) -> None:
    load(store, tmp_path, ASTANA | {"title": "Presidents open a bridge"}, OTHERS[0])
    changed = OTHERS[0] | {"summary": "A word more."}
    for dry_run in (True, False):
        report = load(store, tmp_path, AGAIN, ASTANA, changed, dry_run=dry_run)
        assert (report.created, report.updated, told(report)) == (1, 2, [])


def test_the_later_of_two_similar_new_rows_is_reported(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, ASTANA | {"id": "before", "date": "1999"})
    assert told(load(store, tmp_path, ASTANA, AGAIN)) == [(2, "again", ("astana",))]


def test_events_without_countries_are_compared_too(store: Store, tmp_path: Path) -> None:
    bare, again = ({**each, "countries": []} for each in (ASTANA, AGAIN))
    load(store, tmp_path, bare)
    assert told(load(store, tmp_path, AGAIN, again | {"id": "bare"})) == [(2, "bare", ("astana",))]


def test_in_a_large_file_by_date_neighbours_are_compared(store: Store, tmp_path: Path) -> None:
    between = [
        ASTANA | {"id": f"e{n}", "title": f"T{n}", "date": f"20{n:02}"} for n in range(23, 40)
    ]
    report = load(store, tmp_path, ASTANA, *between, AGAIN, batch=3, large=0)
    assert told(report) == [(19, "again", ("astana",))]


def test_memory_is_bounded_and_the_last_rows_are_remembered() -> None:
    def last(*rows: dict[str, object]) -> str | None:
        """The id of the earlier row that the last one looks like."""
        alike = RecentRows(remembered=4)
        found = [alike.add(load_event(each)) for each in rows][-1]
        return found and found.id

    between = [ASTANA | {"id": f"e{n}", "title": f"T{n}"} for n in range(9)]
    assert last(ASTANA, *between, AGAIN) is None
    assert last(ASTANA, *between[:2], AGAIN) == "astana"


def test_titles_that_tell_no_events_apart_have_one_warning_about_the_whole_file(
    store: Store, tmp_path: Path
) -> None:
    report = load(store, tmp_path, *[
        ASTANA | {"id": f"{word}-{day}", "date": f"19{day}-02-28",
                  "title": f"Foreign ministers of {chr(day + 40) * 5} {word} in Astana"}
        for day in range(25, 81) for word in ("meet", "meeting")
    ])  # fmt: skip
    (warning,) = (each for each in report.entries if each.kind == "warning")
    assert str(warning).startswith("a.ndjson: 56 rows have the days, the countries and nearly")


def like(*rows: dict[str, object]) -> str | None:
    """The id of the earlier row of one file that the last row looks like."""
    recent = RecentRows()
    found = [
        recent.add(load_event(ASTANA | {"id": f"row-{n}"} | each)) for n, each in enumerate(rows)
    ]
    return found[-1] and found[-1].id


def place(name: str | None = None, *degrees: float) -> dict[str, object]:
    given = {"name": name} | dict(zip(("latitude", "longitude"), degrees, strict=False))
    return {"place": {key: value for key, value in given.items() if value is not None}}


def actors(*names: str) -> dict[str, object]:
    return {"actors": [{"name": each} for each in names]}


def amount(value: str) -> dict[str, object]:
    return {"amounts": [{"value": value, "currency": "USD", "stage": "announced"}]}


DIFFERENT: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "a number": ({}, {"title": "C5+2 foreign ministers meet in Astana"}),
    "another word": ({}, {"title": "C5+1 foreign ministers meet in Almaty"}),
    "times": ({"date": "2023-02-28T10:00:00"}, {"date": "2023-02-28T12:00:00"}),
    "names of places": (place("Astana"), place("Almaty")),
    "points": (place("Astana", 51.2, 71.4), place(None, 51.8, 71.4)),
    "longitudes": (place(None, 51.2, 71.4), place(None, 51.2, 72.0)),
    "people": (actors("Antony Blinken"), actors("Mukhtar Tileuberdi")),
    "sums": (amount("20"), amount("25")),
    "summaries of one file": ({"summary": "Talks on water."}, {"summary": "A pact on gas."}),
}
ALIKE: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "one more word": ({}, {"title": "C5+1 foreign ministers meet again in Astana"}),
    "another form of a word": ({}, {"title": "C5+1 foreign ministers meeting in Astana"}),
    "a short word": ({}, {"title": "C5+1 foreign ministers meet at Astana"}),
    "only one time": ({}, {"date": "2023-02-28T12:00:00"}),
    "a longer name of the place": (place("Astana"), place("Astana, Kazakhstan")),
    "a shorter name of the place": (place("Astana, Kazakhstan"), place("Astana")),
    "near points": (place(None, 51.2, 71.4), place(None, 51.6, 71.0)),
    "only one place": ({}, place("Astana")),
    "one of the people": (actors("Antony Blinken", "A. Guterres"), actors("Antony Blinken")),
    "one sum": ({}, amount("25")),
    "one summary": ({}, {"summary": "A pact on gas."}),
}


def test_rows_that_contradict_each_other_are_not_one_event() -> None:
    assert [name for name, (one, other) in DIFFERENT.items() if like(one, other)] == []
    assert [name for name, (one, other) in ALIKE.items() if not like(one, other)] == []


def test_two_sources_may_describe_one_event_in_other_words(store: Store, tmp_path: Path) -> None:
    load(store, tmp_path, ASTANA | {"summary": "Talks on water."})
    report = load(store, tmp_path, AGAIN | {"summary": "A pact on gas."})
    assert told(report) == [(1, "again", ("astana",))]


def test_titles_in_three_rows_are_the_name_of_a_kind() -> None:
    clash: dict[str, object] = {"title": "Armed clash"}
    assert like(clash, clash) == "row-0"
    assert like(clash, clash | {"date": "2023-03-01"}, clash) is None


def test_a_third_row_of_a_title_takes_the_report_of_the_first_two_back(
    store: Store, tmp_path: Path
) -> None:
    clash = [ASTANA | {"id": f"row-{n}", "title": "Armed clash"} for n in range(3)]
    assert told(load(store, tmp_path, *clash[:2], dry_run=True)) == [(2, "row-1", ("row-0",))]
    assert told(load(store, tmp_path, *clash[:2], clash[2] | {"date": "2023-03-01"})) == []


def test_of_very_many_pairs_only_the_number_is_reported(store: Store, tmp_path: Path) -> None:
    def pairs(many: int, year: int) -> Report:
        rows = [
            event | {"id": f"{event['id']}-{year}-{n}", "title": f"{event['title']} {n}",
                     "date": f"{year}-{1 + n // 28:02}-{1 + n % 28:02}"}
            for n in range(many) for event in (ASTANA, AGAIN)
        ]  # fmt: skip
        return load(store, tmp_path, *rows)

    assert len(told(pairs(50, 2001))) == 50
    report = pairs(51, 2002)
    assert told(report) == []
    assert "51 rows have the days" in report.entries[-1].error.reason
