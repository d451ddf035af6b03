"""A page leaves out repetitions: a reported date that equals the date, a summary that equals the
title."""

from __future__ import annotations

import pytest

from service.domain import calendar, edtf
from service.domain.display import display
from service.web import repetition


def date(text: str, reported: str) -> str:
    known = edtf.parse(text)
    return repetition.date_as_reported({
        "date": text, "date_as_reported": reported, "date_display": display(known, reported),
        "earliest": calendar.iso(known.earliest or 0), "latest": calendar.iso(known.latest or 0),
    })  # fmt: skip


@pytest.mark.parametrize(("text", "reported"), [
    ("2023-02-28", "28 February 2023"), ("2023-02-28", "February 28, 2023"),
    ("2023-02-28", "Feb. 28th, 2023"), ("2023-02-28", "2023-02-28"), ("2023-02-28", "28.02.2023"),
    ("2023-02-28", "2/28/2023"), ("2022-09", "September 2022"), ("2022-09", "2022-09"),
    ("2022", "2022"), ("1876-05-07/1876-05-11", "7 to 11 May 1876"),
    ("1917-11-07", "25 October 1917 O.S."), ("2023-03-03", "03/03/2023"), ("2023-02-28", ""),
])  # fmt: skip
def test_the_same_date_in_another_notation_is_not_reported(text: str, reported: str) -> None:
    assert date(text, reported) == ""


@pytest.mark.parametrize(("text", "reported"), [
    ("2023-02-28", "on Tuesday"), ("2022-09", "in September"), ("2023-02-28", "late February 2023"),
    ("2023-05-02", "02/05/2023"), ("2023-12-11", "12/11/2023"), ("2023-02-28", "yesterday"),
    ("2022", "early 2022"), ("2023-02-28", "27 February 2023"), ("1963-10", "Oct-Nov 1963"),
    ("2023-02-28", "2023"),
])  # fmt: skip
def test_words_that_say_more_or_other_are_reported(text: str, reported: str) -> None:
    assert date(text, reported) == reported


@pytest.mark.parametrize(("title", "summary", "shown"), [
    ("Talks in Astana", "Talks in Astana", ""), ("Talks in Astana", "talks in Astana.", ""),
    ("Talks in Astana", None, ""), ("Talks in Astana", "Talks in Astana went on.",
                                    "Talks in Astana went on."),
    ("Ministers of five states meet", "Ministers of five states meet: the talks went on.",
     "… the talks went on."),
    ("Ministers of five states …", "Ministers of five states meet.", "… meet."),
    ("A long title that goes on", "A long title", ""), ("Vote", "It failed.", "It failed."),
    ("Straße nach Astana eröffnet", "STRASSE nach Astana eröffnet, heute", "… heute"),
    ("...", "What it says", "What it says"), ("...", "…", ""),
])  # fmt: skip
def test_a_summary_does_not_repeat_the_title(title: str, summary: str | None, shown: str) -> None:
    assert repetition.summary({"title": title, "summary": summary}) == shown
