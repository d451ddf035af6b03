"""A mapping suggested for a table works without changes, and its notes say what is unclear."""

from __future__ import annotations

import datetime
import io
import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.soak import mutations, sample_files
from service.domain.event import Event
from service.errors import Invalid
from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.suggest import Suggestion, suggest
from service.importers.suggest.headers import column
from service.importers.suggest.sample import ROWS
from service.importers.table import read
from tests.support.sizes import size


def suggestion(table: str | bytes, name: str = "table.csv") -> Suggestion:
    content = table.encode() if isinstance(table, str) else table
    return suggest(opened(name, io.BytesIO(content)))


def stored(table: str | bytes, mapping: dict[str, Any]) -> list[Event]:
    """The events that a mapping makes of a table. It goes through JSON, as on the command line."""
    content = table.encode() if isinstance(table, str) else table
    ready = load_mapping(json.dumps(mapping).encode())
    return [record.event for record in read(io.BytesIO(content), ready) if record.event]


def weeks(form: str) -> list[str]:
    start = datetime.date(2023, 1, 1)
    return [f"{start + datetime.timedelta(weeks=n):{form}}" for n in range(40)]


def text(notes: list[str]) -> str:
    return "\n".join(notes)


def newsroom() -> bytes:
    rows = ["Datum;Titel;Land;Ort;Art;Betrag (EUR);Quelle;Link;Bemerkung"]
    for number, day in enumerate(weeks("%d.%m.%Y")):
        land = ("Kazakhstan", "Japan", "Bosnia and Herzegovina")[number % 3]
        kind = ("Treffen", "Besuch", "Gipfel")[number % 3]
        rows.append(
            f"{day};Gespräch {number} in Zürich;{land};Zürich;{kind};{number}00;Neue Zeitung;"
            f"https://zeitung.example/{number};Größe {number}"
        )
    return "\r\n".join(rows).encode("cp1252")


def test_a_newsrooms_spreadsheet_with_german_headers() -> None:
    table = newsroom()
    found = suggestion(table, "news.csv")
    assert found.mapping["date"] == {"start": "{Datum}", "order": "dmy"}
    assert (found.mapping["delimiter"], found.mapping["encoding"]) == (";", "cp1252")
    assert "Gespräch, Zürich, Größe" in text(found.notes.guessed)
    events = stored(table, found.mapping)
    assert len(events) == 40
    second = events[1]
    assert (second.title, second.date.text) == ("Gespräch 1 in Zürich", "2023-01-08")
    assert (second.category, second.summary) == ("visit", "Größe 1")
    assert [(each.code, each.role) for each in second.countries] == [("JP", "host")]
    assert second.place and (second.place.name, second.place.country) == ("Zürich", "JP")
    assert [(str(each.value), each.currency) for each in second.amounts] == [("100", "EUR")]
    assert second.sources[0].url == "https://zeitung.example/1"
    assert second.sources[0].title == "Neue Zeitung"


def american() -> bytes:
    rows = ["Event,Start date,End date,Country 1,Country 2,Notes"]
    for number, day in enumerate(weeks("%m/%d/%Y")):
        rows.append(f'"Round {number}, part 1",{day},{day},USA,"Korea, South",x')
    return b"\xef\xbb\xbf" + "\r\n".join(rows).encode()


def test_an_excel_file_with_a_mark_american_dates_and_two_countries() -> None:
    found = suggestion(american(), "us.csv")
    assert found.mapping["date"] == {
        "start": "{Start date}", "end": "{End date}", "order": "mdy",
    }  # fmt: skip
    events = stored(american(), found.mapping)
    assert [event.date.text for event in events] == weeks("%Y-%m-%d")
    assert {each.code for each in events[0].countries} == {"US", "KR"}
    assert found.mapping["title"] == "{Event}"


AMBIGUOUS = "Date,Headline,Countries\n" + "".join(
    f"{day:02}/{month:02}/2023,Talks {day} {month},Japan\n"
    for day in range(1, 13)
    for month in range(1, 13)
    if day != month
)


def test_the_order_of_day_and_month_is_left_to_the_person_where_no_row_tells() -> None:
    found = suggestion(AMBIGUOUS)
    assert found.mapping["date"] == {"start": "{Date}"}
    assert '"order": "dmy" or "order": "mdy"' in text(found.notes.decide)
    assert "0 can be stored, 132 cannot" in text(found.notes.sure)
    assert stored(AMBIGUOUS, found.mapping) == []
    decided = {**found.mapping, "date": {"start": "{Date}", "order": "dmy"}}
    assert len(stored(AMBIGUOUS, decided)) == 132


def test_one_row_that_can_be_read_in_one_way_only_tells_the_order() -> None:
    for row, order, first in (("25/12/2023", "dmy", "day"), ("12/25/2023", "mdy", "month")):
        found = suggestion(AMBIGUOUS + f"{row},Last,Japan\n")
        assert found.mapping["date"]["order"] == order
        note = f"date: the {first} comes first; 1 cell can be read no other way"
        assert note in found.notes.sure


def test_rows_that_tell_both_orders_decide_none() -> None:
    found = suggestion(AMBIGUOUS + "25/12/2023,One,Japan\n12/25/2023,Other,Japan\n")
    assert "order" not in found.mapping["date"]
    assert "both orders are there" in text(found.notes.decide)
    assert len(stored(AMBIGUOUS + "25/12/2023,One,Japan\n", found.mapping)) == 1


FORMS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d", "%m-%d-%Y", "%d %B %Y",
         "%d/%m/%Y 00:00", "%m/%d/%Y 12:00:00 AM", "%d.%m.%Y 00:00:00")  # fmt: skip


@settings(max_examples=size(30, 60))
@given(
    days=st.lists(st.dates(datetime.date(1800, 1, 1), datetime.date(2100, 1, 1)), min_size=1),
    form=st.sampled_from(FORMS),
)
def test_a_suggested_mapping_never_stores_another_day(days: list[datetime.date], form: str) -> None:
    rows = "".join(f"{n},{day:{form}},Talks {n}\n" for n, day in enumerate(days))
    table = "id,date,title\n" + rows
    for event in stored(table, suggestion(table).mapping):
        assert event.date.text[:10] == days[int(event.id.removeprefix("table-"))].isoformat()


def test_dots_do_not_decide_the_order_but_are_mentioned() -> None:
    found = suggestion("Date;What\n05.11.2023;a\n06.11.2023;b\n")
    assert "order" not in found.mapping["date"]
    assert "with dots it is most often the day" in text(found.notes.decide)


def test_a_cell_of_several_countries_is_parted_as_it_is_written() -> None:
    table = (
        "id,date,title,countries\n"
        "1,2023-01-02,a,Kazakhstan; Uzbekistan and Japan\n"
        "2,2023-01-03,b,Trinidad and Tobago\n"
        '3,2023-01-04,c,"Bosnia and Herzegovina; France"\n'
    )
    found = suggestion(table)
    assert found.mapping["countries"][0]["split"] == [";", " and "]
    codes = [[each.code for each in event.countries] for event in stored(table, found.mapping)]
    assert codes == [["KZ", "UZ", "JP"], ["TT"], ["BA", "FR"]]


def test_a_header_says_the_role() -> None:
    table = (
        "id,date,title,Host country,Donor,Recipient\n1,2023,a,Japan,US,KZ\n2,2024,b,France,DE,UZ\n"
    )
    rules = suggestion(table).mapping["countries"]
    assert [(rule["code"], rule["role"]) for rule in rules] == [
        ("{Host country}", "host"), ("{Donor}", "sponsor"), ("{Recipient}", "target"),
    ]  # fmt: skip


def test_a_country_without_a_role_in_its_header_is_reported_as_a_guess() -> None:
    found = suggestion("id,date,title,Country\n1,2023,a,Japan\n2,2024,b,France\n")
    assert "Country has the role participant" in text(found.notes.guessed)
    placed = suggestion("id,date,title,City,Country\n1,2023,a,Oslo,Norway\n2,2024,b,Rome,Italy\n")
    assert placed.mapping["countries"] == [{"code": "{Country}", "role": "host"}]
    assert placed.mapping["place"] == {"name": "{City}", "country": "{Country}"}


def test_names_that_are_no_country_are_listed_with_their_rows() -> None:
    rows = "".join(
        f"{n},2023-01-{n:02},t{n},{'Korea' if n < 4 else 'Japan'}\n" for n in range(1, 20)
    )
    found = suggestion("id,date,title,country\n" + rows)
    told = "country: 'Korea' (3) can be South Korea or North Korea"
    assert told in text(found.notes.decide)
    assert "no country is known" not in text(found.notes.decide)
    assert "16 can be stored, 3 cannot" in text(found.notes.sure)


@pytest.mark.parametrize("name", ["session", "language", "score"])
def test_numbers_and_small_letters_are_no_countries(name: str) -> None:
    cells = {"session": "4 8 12", "language": "no is fr", "score": "004 008 012"}[name].split()
    rows = "".join(f"{n},2023-01-{n + 1:02},t{n},{cell}\n" for n, cell in enumerate(cells))
    assert "countries" not in suggestion(f"id,date,title,{name}\n" + rows).mapping


def test_columns_of_year_month_and_day_with_unknown_ones() -> None:
    table = "ccode,styear,stmon,stday,fatality,name\n" + "".join(
        f"{n},18{n},{3 if n % 2 else -9},{5 if n % 4 == 1 else -9},-9,War {n}\n"
        for n in range(10, 40)
    )
    found = suggestion(table)
    assert found.mapping["date"] == {"year": "{styear}", "month": "{stmon}", "day": "{stday}"}
    assert found.mapping["missing"] == ["-9"]
    assert [e.date.text for e in stored(table, found.mapping)][:4] == [
        "1810", "1811-03", "1812", "1813-03-05",
    ]  # fmt: skip


def test_times_that_are_all_midnight_are_days() -> None:
    table = "id,when,what\n" + "".join(
        f"{n},{day} 0:00:00,Thing {n}\n" for n, day in enumerate(weeks("%m/%d/%Y"))
    )
    found = suggestion(table)
    assert found.mapping["date"] == {"start": "{when}", "format": "%m/%d/%Y %H:%M:%S"}
    assert [event.date.text for event in stored(table, found.mapping)] == weeks("%Y-%m-%d")


def test_years_of_two_digits_and_day_numbers_are_reported_and_not_guessed() -> None:
    for cell, reason in (("11/05/23", "two digits"), ("45051", "day number of a spreadsheet")):
        table = f"Event,Date\nA,{cell}\nB,{cell}\n"
        found = suggestion(table)
        assert reason in text(found.notes.decide)
        assert stored(table, found.mapping) == []


def test_an_end_that_is_years_away_is_not_the_end_of_the_event() -> None:
    rows = "".join(f"{n},1990-01-{n:02},2005-06-01,Treaty {n}\n" for n in range(1, 20))
    found = suggestion("id,begin,end,title\n" + rows)
    assert found.mapping["date"] == {"start": "{begin}"}
    assert '"end": "{end}"' in text(found.notes.decide)


def test_a_date_of_publication_is_not_the_date_of_the_event() -> None:
    table = "id,published,date,title,source\n1,2024-01-01,2023-05,a,X\n2,2024-01-02,2023-06,b,Y\n"
    found = suggestion(table)
    assert found.mapping["date"] == {"start": "{date}"}
    assert found.mapping["sources"] == [{"title": "{source}", "published": "{published}"}]


def test_without_ids_columns_are_joined_until_every_row_has_another() -> None:
    table = "date,title,city,country\n2023-01-01,Talks,Oslo,Norway\n2023-01-01,Talks,Rome,Italy\n"
    found = suggestion(table)
    assert found.mapping["id"].startswith("table-{date}-{title}-")
    assert "no column differs in every row" in text(found.notes.decide)
    assert len({event.id for event in stored(table, found.mapping)}) == 2


def test_rows_that_are_alike_in_everything_are_reported() -> None:
    found = suggestion("date,title\n2023,Talks\n2023,Talks\n2024,More\n")
    assert "1 row refused, because another row is like it" in text(found.notes.decide)
    assert "2 can be stored, 1 cannot" in text(found.notes.sure)


def test_a_table_without_titles_has_them_made_of_who_and_where() -> None:
    rows = "".join(f"{n},2023-01-{n:02},King {n % 3},Jordan\n" for n in range(1, 20))
    found = suggestion("id,date,visitor,country\n" + rows, "visits.csv")
    assert found.mapping["title"] == "{visitor}, {country}"
    assert found.mapping["category"] == "visit"
    assert "no column is one" in text(found.notes.decide)


def test_categories_by_the_words_that_are_there() -> None:
    kinds = ["Treaty", "Bilateral Treaty", "Summit meeting", "Declaration", "MoU", "Picnic"]
    rows = "".join(f"{n},2023-01-{n + 1:02},t{n},{kind}\n" for n, kind in enumerate(kinds))
    table = "id,date,title,type\n" + rows
    found = suggestion(table)
    assert [event.category for event in stored(table, found.mapping)] == [
        "agreement", "agreement", "summit", "statement", "agreement", "other",
    ]  # fmt: skip
    assert "Picnic in type became other" in text(found.notes.guessed)


def test_our_own_words_of_category_and_status_are_taken_as_they_are() -> None:
    found = suggestion(
        "id,date,title,kind,status\n1,2023,a,visit,planned\n2,2023,b,vote,occurred\n"
    )
    assert (found.mapping["category"], found.mapping["status"]) == ("{kind}", "{status}")


MARKS = {
    "n/a": "id,date,title,note\n1,2023,a,n/a\n2,2023,b,x\n",
    ".": "id,date,title,note\n1,2023,a,.\n2,2023,b,x\n",
    "NA": "id,date,title,note\n1,2023,a,NA\n2,2023,b,x\n",
}


@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_nothing_are_known(mark: str) -> None:
    assert suggestion(MARKS[mark]).mapping["missing"] == [mark]


def test_namibia_and_nine_degrees_south_are_something() -> None:
    found = suggestion("id,date,title,country\n1,2023,a,NA\n2,2023,b,KZ\n3,2023,c,DE\n")
    assert "missing" not in found.mapping
    assert "'NA' may be a value in country" in text(found.notes.decide)
    rows = "1,2023,a,-9,33\n2,2023,b,-12.5,28\n3,2023,c,51,71\n"
    found = suggestion("id,date,title,lat,lon\n" + rows)
    assert "missing" not in found.mapping
    assert found.mapping["place"] == {"latitude": "{lat}", "longitude": "{lon}"}


ODD_AMOUNTS = {
    "'1,000' can be 1000 or 1.000": 'id,date,title,amount usd\n1,2023,a,"1,000"\n2,2023,b,5\n',
    "is thousands or millions": "id,date,title,Amount (USD mil)\n1,2023,a,10\n2,2023,b,5\n",
    "the currency is not named": "id,date,title,amount\n1,2023,a,10\n2,2023,b,5\n",
}


@pytest.mark.parametrize("reason", ODD_AMOUNTS)
def test_money_that_cannot_be_read_for_certain_is_left_out_and_reported(reason: str) -> None:
    found = suggestion(ODD_AMOUNTS[reason])
    assert "amounts" not in found.mapping
    assert reason in text(found.notes.decide)


def test_a_column_of_currencies_and_a_stage_in_the_header() -> None:
    table = "id,date,title,Amount pledged,Currency\n1,2023,a,10,USD\n2,2023,b,5,EUR\n"
    assert suggestion(table).mapping["amounts"] == [
        {"value": "{Amount pledged}", "currency": "{Currency}", "stage": "pledged"}
    ]


def test_links_that_are_not_all_links_are_left_out_and_reported() -> None:
    rows = "".join(f"{n},2023-01-{n:02},t,https://a.example/{n}\n" for n in range(1, 9))
    found = suggestion("id,date,title,url\n" + rows + "9,2023,t,Unofficial\n")
    assert "sources" not in found.mapping
    assert "'Unofficial'" in text(found.notes.decide)


ENCODINGS = {
    "cp1251": "дата;событие;страны\n" + "5 мая 2023;Визит;Kazakhstan\n" * 3,
    "koi8-r": "дата;событие;страны\n" + "5 мая 2023;Визит;Kazakhstan\n" * 3,
    "cp866": "дата;событие;страны\n" + "5 мая 2023;Визит;Казахстан\n" * 3,
    "mac-cyrillic": "дата;событие;страны\n" + "5 мая 2023;Встреча ЕАЭС;Казахстан\n" * 3,
    "cp1252": "date;title;city\n" + "2023;Déjà vu;Besançon\n" * 3,
    "cp1253": "date;title;city\n" + "2023;Συνάντηση κορυφής;Θεσσαλονίκη\n" * 3,
    "cp1255": "date;title;city\n" + "2023;פגישת שרי החוץ;ירושלים\n" * 3,
    "cp1256": "date;title;city\n" + "2023;اجتماع وزراء الخارجية;الرياض\n" * 3,
    "gb18030": "日期,date,title\n" + "1,2023,中亚五国外长会议在阿斯塔纳举行\n" * 3,
    "big5": "日期,date,title\n" + "1,2023,中亞五國外長會議在阿斯塔納舉行\n" * 3,
    "cp932": "日付,date,title\n" + "1,2023,アスタナで外相会合が開かれた\n" * 3,
    "euc_jp": "日付,date,title\n" + "1,2023,アスタナで外相会合が開かれた\n" * 3,
    "cp949": "날짜,date,title\n" + "1,2023,아스타나에서 외교장관 회의가 열렸다\n" * 3,
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoding_is_recognized_by_its_words(name: str) -> None:
    found = suggestion(ENCODINGS[name].encode(name))
    assert found.mapping["encoding"] == name
    assert "read as" in text(found.notes.guessed)


def test_latin_letters_are_not_taken_for_characters_of_east_asia() -> None:
    words = "Ägypten Ärger Übersee Öl Ålesund Être À Á Élysée Ça Århus"
    found = suggestion(f"date;title\n2023-05;{words}\n2024-05;{words}\n".encode("cp1252"))
    assert found.mapping["encoding"] == "cp1252"


def test_polish_is_not_sure_to_be_western() -> None:
    words = "Bliższa współpraca główny wątek posiedzenie"
    found = suggestion(f"date;title\n2023-05;{words}\n2024-05;{words}\n".encode("cp1250"))
    assert "encoding" not in found.mapping
    assert "perhaps cp1250" in text(found.notes.decide)


def test_an_encoding_that_does_not_look_right_is_left_to_the_person() -> None:
    table = "date;title;city\n2023;Le café était fermé;Bésançon\n"
    found = suggestion(table.encode("mac-roman"))
    assert "encoding" not in found.mapping
    assert "perhaps cp1250, mac-roman" in text(found.notes.decide)


def test_utf_8_and_commas_need_no_mention() -> None:
    found = suggestion("id,date,title\n1,2023,Élysée\n2,2024,Zürich\n")
    assert not {"encoding", "delimiter"} & set(found.mapping)


def test_a_long_table_is_looked_at_only_in_its_beginning() -> None:
    rows = "".join(f"{n},2023-01-02,Title {n}\n" for n in range(ROWS + 500))
    found = suggestion("id,date,title\n" + rows)
    assert f"{ROWS:,} rows of table.csv, the first of more" in text(found.notes.sure)


REFUSED = {
    "needs no mapping": b'[{"id": "a"}]',
    "is empty": b" \n",
    "is not a table": b"just some words\nand more\n",
    "looks like the dates of events; there are a, b": b"a,b\n1,x\n2,y\n",
    "is written in UTF-16; save it as UTF-8": "a,b\n1,2\n".encode("utf-16"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_no_table_of_events_is_said_to_be_none(reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        suggestion(REFUSED[reason], "file")


def test_a_damaged_table_gives_a_usable_mapping_or_a_reason() -> None:
    among = [base for base in sample_files.bases() if base.form == "csv"]
    outcomes, tables = Counter[str](), size(90, 300)
    for number in range(tables):
        damaged = mutations.mutated(number, 3, among)
        try:
            found = suggest(opened("damaged.csv", io.BytesIO(damaged.content)), "csv")
        except Invalid as invalid:
            outcomes["refused"] += bool(invalid.detail)
        else:
            load_mapping(json.dumps(found.mapping).encode())
            outcomes["mapped"] += 1
    assert outcomes.total() == tables
    assert min(outcomes.values()) > tables / 6


def test_columns_that_a_mapping_cannot_name_are_passed_over() -> None:
    found = suggestion("id,date,title,x,x,,{y}\n1,2023,a,1,2,3,4\n2,2023,b,1,2,3,4\n")
    assert len(stored("id,date,title,x,x,,{y}\n1,2023,a,1,2,3,4\n", found.mapping)) == 1


@pytest.mark.parametrize(
    ("header", "meaning", "rank"),
    [
        ("StartDate", "start", 3), ("start_date", "start", 3), ("START DATE", "start", 3),
        ("Country 2", "country", 3), ("country1", "country", 3), ("treatyID", "id", 2),
        ("Größe", "date", 0), ("Überschrift", "title", 3), ("Fecha de inicio", "start", 2),
        ("Дата начала", "date", 2), ("NAME.EN", "title", 2), ("data", "date", 0),
    ],
)  # fmt: skip
def test_headers_are_read_whatever_their_spelling(header: str, meaning: str, rank: int) -> None:
    assert column(header, []).rank(meaning) == rank


def test_a_column_of_titles_that_says_the_category_is_still_the_title() -> None:
    rows = "".join(f"{n},2023-01-{n:02},{('Visit', 'Treaty')[n % 2]} {n}\n" for n in range(1, 20))
    found = suggestion("id,date,itemLabel\n" + rows).mapping
    assert found["title"] == "{itemLabel}"
    assert found["category"]["column"] == "itemLabel"


SUMS: dict[str, tuple[str, str, dict[str, str]]] = {
    "a decimal comma": ("amount EUR", '"1.234,56"|"1.500"|"25,5"', {"decimal": ","}),
    "a decimal point": ("amount EUR", '"1,234.56"|"1,500"', {"decimal": "."}),
    "spaces and a sign": ("Montant", '"1 500,5 €"|"25 000 000,00 €"', {}),
    "words": ("amount EUR", '"€25 mn"|"1.5 bn"', {}),
}


@pytest.mark.parametrize("name", SUMS)
def test_sums_are_suggested_as_imports_read_them(name: str) -> None:
    header, cells, more = SUMS[name]
    rows = "".join(f"{n},2023-01-{n:02},Talks {n},{each}\n"
                   for n, each in enumerate(cells.split("|"), 1))  # fmt: skip
    found = suggestion(f"id,date,title,{header}\n{rows}").mapping["amounts"]
    assert found == [{"value": f"{{{header}}}", "currency": "EUR", "stage": "announced", **more}]


def test_the_spreadsheet_of_timelinejs_is_read_by_its_years() -> None:
    header = "Year,Month,Day,End Year,Display Date,Headline,Text,Type\n,,,,,Title,,title\n"
    rows = "".join(f"{1990 + n},{n % 12 + 1},{n % 28 + 2},,{'' if n % 8 else f'circa {1990 + n}'},"
                   f"Talks {n},Words,\n" for n in range(1, 20))  # fmt: skip
    found = suggestion(header + rows)
    assert found.mapping["date"] == {"year": "{Year}", "month": "{Month}", "day": "{Day}"}
    assert found.mapping["date_as_reported"] == "{Display Date}"
    assert not [each for each in found.notes.sure if each.startswith("date:")]


HEADERS = {
    "Chinese": "编号,日期,标题,国家,城市,纬度,经度,发布日期",
    "Arabic": "الرقم,التاريخ,العنوان,الدولة,المدينة,خط العرض,خط الطول,تاريخ النشر",
    "French": "N°,Date,Intitulé,Pays,Ville,Latitude,Longitude,Publié",
    "Russian": "№,Дата,Название,Страна,Город,Широта,Долгота,Опубликовано",
}


@pytest.mark.parametrize("language", HEADERS)
def test_usual_headers_of_other_languages_are_known(language: str) -> None:
    rows = "".join(f"{n},2023-01-{n:02},Talks of {n},Kazakhstan,Astana,51.1,71.4,2023-03-{n:02}\n"
                   for n in range(2, 20))  # fmt: skip
    found = suggestion(f"{HEADERS[language]}\n{rows}").mapping
    number, date, title, _, city, *_ = HEADERS[language].split(",")
    assert found["id"].endswith(f"{{{number}}}")
    assert (found["title"], found["date"]) == (f"{{{title}}}", {"start": f"{{{date}}}"})
    assert found["place"]["name"] == f"{{{city}}}"
    assert found["countries"][0]["role"] == "host"


def test_the_coordinates_of_gdal_are_guessed() -> None:
    rows = "".join(f"{70 + n}.5,51.{n},{n},Talks {n},2023-01-{n:02}\n" for n in range(1, 20))
    found = suggestion("X,Y,id,title,date\n" + rows)
    assert found.mapping["place"] == {"latitude": "{Y}", "longitude": "{X}"}
    assert "place: Y and X as latitude and longitude" in text(found.notes.guessed)
    metres = rows.replace(".5,", "0000.5,")
    assert "place" not in suggestion("X,Y,id,title,date\n" + metres).mapping


def test_lists_of_programs_are_several_values() -> None:
    rows = "".join(
        f'{n},Talks {n},2023-01-{n:02},"[ ""KZ"", ""US"" ]","[ ""https://a.example/{n}"" ]"\n'
        for n in range(1, 20)
    )
    found = suggestion("id,title,date,countries,url\n" + rows + "20,T,2023,[ ],[ ]\n").mapping
    assert found["countries"][0]["split"] == ";"
    assert found["sources"] == [{"title": "{url}", "url": "{url}"}]


@pytest.mark.parametrize("names", ["中国 德国 法国 日本 美国 埃及", "مصر الصين فرنسا ألمانيا"])
def test_short_names_of_countries_without_capitals_are_known(names: str) -> None:
    rows = "".join(f"{n},第{n}次会议,2001年{n % 12 + 1}月{n}日,{names.split()[n % 4]}\n"
                   for n in range(1, 20))  # fmt: skip
    content = "编号,标题,日期,国家\n" + rows
    found = suggestion(content).mapping
    assert found["countries"] == [{"code": "{国家}", "role": "participant"}]


def test_a_chinese_table_with_few_words_is_recognised() -> None:
    rows = "".join(f"{n},2001年{n % 12 + 1}月{n}日,美国 {n},美国,X{n}\n" for n in range(1, 30))
    found = suggestion(("编号,日期,标题,国家,城市\n" + rows).encode("gb18030"))
    assert found.mapping["encoding"] == "gb18030"


def test_a_sheet_of_a_newsroom_in_spanish_is_read_by_its_headers() -> None:
    found = suggestion(
        "Fecha,Acontecimiento,Países,Personas,Observaciones\n"
        "2 de abril de 1982,Llegada a Londres,Argentina,Jorge Luis Borges,\n"
        "otoño de 1983,Visita a Madrid,España,Raúl Alfonsín,Con su gabinete al completo\n"
    )
    assert found.mapping["title"] == "{Acontecimiento}"
    assert found.mapping["actors"] == [{"name": "{Personas}", "type": "person"}]
    assert found.mapping["summary"] == "{Observaciones}"
