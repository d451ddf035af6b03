"""Mappings suggested for the tables that common programs write, in their true shape."""

from __future__ import annotations

from typing import Any

import pytest

from service.errors import Invalid
from service.importers.suggest import Suggestion
from tests.unit.test_suggest import stored, suggestion, text

OUTLOOK = (
    '"Subject","Start Date","Start Time","End Date","End Time","All day event","Reminder on/off",'
    '"Reminder Date","Meeting Organizer","Categories","Description","Location","Private"\n'
    '"Visit of the foreign minister","2/27/2023","9:00:00 AM","2/27/2023","5:30:00 PM","False",'
    '"True","2/26/2023","Anna Berg","Visit","Arrival at 9.","Astana","False"\n'
    '"National day of Kuwait","2/25/2023","12:00:00 AM","2/26/2023","12:00:00 AM","True","False",'
    '"2/24/2023",,"Holiday",,"Kuwait","False"\n'
    '"Summit of Central Asia","5/18/2023","12:00:00 AM","5/20/2023","12:00:00 AM","True","False",'
    '"5/17/2023",,,,"Berlin","False"\n'
)
OUTLOOK_GERMAN = (
    '"Betreff","Beginnt am","Beginnt um","Endet am","Endet um","Ganztägiges Ereignis","Ort"\n'
    '"Besuch der Außenministerin","27.2.2023","09:00:00","27.2.2023","17:30:00","Aus","Astana"\n'
    '"Gipfel mit Zentralasien","18.5.2023","00:00:00","20.5.2023","00:00:00","Ein","Berlin"\n'
)
TRELLO = (
    "Card ID,Card Name,Card URL,Card Description,Labels,Due Date,Comment Count,"
    "Last Activity Date,List ID,List Name,Board Name,Archived,Start Date\n"
    "63f1a2b3,Visit to Astana,https://trello.com/c/AbCdEfGh,Talks on transit,Visit (green),"
    "2023-03-02T12:00:00.000Z,2,2023-03-05T08:11:00.000Z,63f0,Done,Central Asia desk,false,"
    "2023-03-01T09:00:00.000Z\n"
    "63f1a2b4,Protocol signed,https://trello.com/c/AbCdEfGi,,,2023-03-09T12:00:00.000Z,0,"
    "2023-03-10T08:11:00.000Z,63f0,Done,Central Asia desk,false,\n"
    "63f1a2b5,Exercise ends,https://trello.com/c/AbCdEfGj,,,2023-03-19T12:00:00.000Z,1,"
    "2023-03-20T08:11:00.000Z,63f1,Watching,Central Asia desk,true,\n"
)
JIRA = (
    "Summary,Issue key,Issue id,Project name,Created,Updated,Labels,Labels,"
    "Custom field (Start date),Comment,Comment\n"
    "Protest outside the embassy,RISK-101,20101,Risk desk,2023-03-07,2023-03-09,a,b,2023-03-06,,\n"
    "Rail link closed,RISK-102,20102,Risk desk,2023-03-14,2023-03-15,,,2023-03-13,,\n"
)
KOBO = (
    '"start";"end";"today";"deviceid";"incident_date";"country";"description";"_id";"_uuid";'
    '"_submission_time"\n'
    '"2023-03-06T09:14:32.123+06:00";"2023-03-06T09:20:32.123+06:00";"2023-03-06";"ee:abc";'
    '"2023-03-01";"Kazakhstan";"Crowd at the ministry";"123456";"8d9e-1";"2023-03-06T03:21:00"\n'
    '"2023-03-07T09:14:32.123+06:00";"2023-03-07T09:20:32.123+06:00";"2023-03-07";"ee:abc";'
    '"2023-03-05";"Kyrgyzstan";"Shots at the border";"123457";"8d9e-2";"2023-03-07T03:21:00"\n'
)
WIKIDATA = (
    "event,eventLabel,date,precision,countryLabel\n"
    "http://www.wikidata.org/entity/Q111068137,Invasion,2022-02-24T00:00:00Z,11,Ukraine\n"
    "http://www.wikidata.org/entity/Q12548,Treaty of Vienna,1815-06-01T00:00:00Z,10,Austria\n"
    "http://www.wikidata.org/entity/Q12549,Congress,1878-01-01T00:00:00Z,9,Germany\n"
)


def dates(table: str) -> list[str]:
    return [each.date.text for each in stored(table, suggestion(table).mapping)]


@pytest.mark.parametrize(
    ("table", "title", "days"),
    [
        (
            OUTLOOK,
            "Subject",
            ["2023-02-27T09:00:00/2023-02-27T17:30:00", "2023-02-25", "2023-05-18/2023-05-19"],
        ),
        (
            OUTLOOK_GERMAN,
            "Betreff",
            ["2023-02-27T09:00:00/2023-02-27T17:30:00", "2023-05-18/2023-05-19"],
        ),
    ],
)
def test_a_calendar_of_outlook_has_subjects_times_and_exclusive_ends(
    table: str, title: str, days: list[str]
) -> None:
    assert suggestion(table).mapping["title"] == f"{{{title}}}"
    assert dates(table) == days


def test_a_board_of_trello_has_no_people_and_counts_are_no_summaries() -> None:
    found = suggestion(TRELLO)
    assert found.mapping["title"] == "{Card Name}"
    assert found.mapping["summary"] == "{Card Description}"
    assert "actors" not in found.mapping
    assert "date: Start Date" not in text(found.notes.sure)  # most cards have none
    told = text(found.notes.decide)
    assert "Due Date is not used, because it says until when something is valid or due" in told
    assert (
        "Last Activity Date is not used, because it says when the source or the record was" in told
    )


def test_issues_of_jira_have_a_summary_as_title_and_columns_with_one_name() -> None:
    found = suggestion(JIRA)
    assert found.mapping["title"] == "{Summary}"
    assert (
        "not used: Labels, Comment, because several columns have that name" in found.notes.guessed
    )


def test_the_times_at_which_a_form_was_filled_in_are_not_the_dates_of_events() -> None:
    assert dates(KOBO) == ["2023-03-01", "2023-03-05"]
    without = (
        KOBO.replace("deviceid", "device").replace("_uuid", "u").replace("_submission_time", "t")
    )
    assert suggestion(without).mapping["date"]["start"] == "{start}"


def test_the_precision_and_the_entity_of_wikidata_are_used() -> None:
    found = suggestion(WIKIDATA)
    assert found.mapping["id"] == "table-{event}"
    assert dates(WIKIDATA) == ["2022-02-24", "1815-06", "1878"]
    of_place = WIKIDATA.replace(",11,", ",0.01,").replace(",10,", ",0.1,").replace(",9,", ",9,")
    assert "precision" not in suggestion(of_place).mapping["date"]


@pytest.mark.parametrize(
    ("header", "used"),
    [("Country QID", False), ("Place ID", False), ("Board ID", False), ("Event ID", True),
     ("Record ID", True), ("QID", True)],
)  # fmt: skip
def test_the_id_of_something_else_is_not_that_of_the_event(header: str, used: bool) -> None:
    table = f"Title,Date,{header}\nTalks,2023-02-27,Q232\nVisit,2023-03-01,Q265\n"
    assert (f"{{{header}}}" in suggestion(table).mapping["id"]) is used


def beside(header: str, *cells: str) -> dict[str, Any]:
    """The mapping for a table of two events with one more column."""
    rows = [f"Talks,2023-02-27,{cells[0]}", f"Visit,2023-03-01,{cells[1]}"]
    return suggestion("\n".join([f"Title,Date,{header}", *rows, ""])).mapping


@pytest.mark.parametrize(
    ("header", "cells", "part"),
    [
        ("o:media/o:id", ("501", "502"), "sources"),
        ("Source Type", ("online", "print"), "sources"),
        ("Template", ("https://x.example/t", "https://x.example/t"), "sources"),
        ("Comment Count", ("3", "0"), "summary"),
        ("Input Name", ("Central Asia", "Caucasus"), "actors"),
    ],
)
def test_what_describes_something_else_is_no_part_of_the_event(
    header: str, cells: tuple[str, str], part: str
) -> None:
    assert part not in beside(header, *cells)


def test_what_is_of_the_event_still_is() -> None:
    assert beside("Source Name", "AP", "Reuters")["sources"] == [{"title": "{Source Name}"}]
    assert beside("Link", "https://x.example/t", "https://x.example/t")["sources"]
    assert beside("Comment", "Long", "Short")["summary"] == "{Comment}"
    assert beside("Actor Name", "Taliban forces", "Army")["actors"]


def test_the_last_day_of_a_project_is_an_end_and_an_actual_start_comes_first() -> None:
    table = (
        "Name,Start_Date,Finish_Date\nRound one,27 February 2023 08:00,1 March 2023 17:00\n"
        "Round two,6 March 2023 08:00,6 March 2023 17:00\n"
    )
    assert suggestion(table).mapping["date"]["end"] == "{Finish_Date}"
    table = "title,start-planned,start-actual\nA,2019-01-01,2019-02-15\nB,2019-01-01,2019-03-15\n"
    assert suggestion(table).mapping["date"]["start"] == "{start-actual}"


def test_all_names_of_countries_are_known_if_they_are() -> None:
    table = (
        "title,date,country_code,country\nA,2023-01-01,KG,Kyrgyzstan\nB,2023-01-02,TJ,Tajikistan\n"
    )
    told = text(suggestion(table).notes.decide)
    assert "only Kyrgyzstan, Tajikistan are known" not in told
    assert "country_code: is not used as countries, because another column is" in told


def test_lines_above_the_header_are_named_whatever_their_width() -> None:
    table = 'Search results: 2 of 2\n"Run on Mar 6, 2023"\n\nNumber,URL,Title\n1,x,y\n'
    with pytest.raises(Invalid, match="the columns are Number, URL, Title, delete the lines above"):
        suggestion(table)


def test_a_table_of_polecat_is_no_table_of_icews() -> None:
    table = (
        "Event ID\tEvent Date\tEvent Type\tActor Country\tHeadline\tVersion\n"
        "20230306-5678-abc\t2023-03-06\tCONSULT\tKAZ\tMinisters meet\t2.0\n"
        "20230307-5679-abd\t2023-03-07\tPROTEST\tKGZ\tCrowd gathers\t2.0\n"
    )
    assert suggestion(table).mapping["id"] == "table-{Event ID}"
    assert dates(table) == ["2023-03-06", "2023-03-07"]


def test_a_day_beside_its_time_of_day_keeps_it() -> None:
    def found(rows: str) -> Suggestion:
        return suggestion(f"Title,Date,Time\n{rows}")

    assert found("A,2023-02-27,9:30\nB,2023-02-28,\n").mapping["date"] == {"start": "{Date} {Time}"}
    for other in ("A,2023-02-27,morning\nB,2023-02-28,noon\n", "A,2023-02,9:30\nB,2023-03,10:30\n"):
        assert found(other).mapping["date"] == {"start": "{Date}"}


def test_a_table_with_due_dates_alone_says_what_to_do() -> None:
    table = "Name,Due Date\nTalks,2023-02-27\nVisit,2023-03-01\n"
    with pytest.raises(Invalid, match=r'Due Date says until when .* due; .*rename it to "Date"'):
        suggestion(table)


def test_the_place_of_a_publication_is_not_sure_to_be_that_of_the_event() -> None:
    table = (
        "Key,Author,Title,Date,Place\nA,Berg,Treaty,2023-02-27,Paris\nB,Ray,Talks,2023-03,Rome\n"
    )
    assert "place: Place" in suggestion(table).notes.guessed
    assert "place: Place" in suggestion(table.replace("Author", "Editor")).notes.sure


@pytest.mark.parametrize(
    "header",
    ["Timestamp", "Zeitstempel", "Horodateur", "Marca temporal", "Отметка времени", "时间戳记",
     "طابع زمني", "Carimbo de data/hora", "Tijdstempel", "Zaman damgası", "Позначка часу"],
)  # fmt: skip
def test_the_timestamp_of_a_form_is_not_the_date_of_the_event(header: str) -> None:
    """Google Forms writes it first, in the language of the form."""
    rows = "26.03.2023 09:14:32,Talks,27.02.2023\n27.03.2023 09:20:01,Visit,28.02.2023\n"
    found = suggestion(f"{header},Was ist passiert?,Wann?\n{rows}")
    assert found.mapping["date"]["start"] == "{Wann?}"


@pytest.mark.parametrize(
    "headers",
    [
        "ID,Start time,Completion time,Email",  # Microsoft Forms
        "#,Start Date (UTC),Submit Date (UTC),Network ID",  # Typeform
        "Respondent ID,Start Date,End Date,IP Address",  # SurveyMonkey
        "ResponseId,StartDate,EndDate,IPAddress",  # Qualtrics
        "Start language,Date started,Date last action,IP",  # LimeSurvey
    ],
)
def test_the_times_of_other_surveys_are_not_the_dates_of_events(headers: str) -> None:
    rows = (
        "1,2023-03-06 09:14:32,2023-03-06 09:20:01,a,Talks,2023-02-27\n"
        "2,2023-03-07 09:14:32,2023-03-07 09:20:01,b,Visit,2023-02-28\n"
    )
    found = suggestion(f"{headers},What happened?,Date of the incident\n{rows}")
    assert found.mapping["date"] == {"start": "{Date of the incident}"}
