"""Questions in sentences, read as filters, in each language of the pages."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.instance import Instance
from service.web.sentences import as_filters
from tests.support.rows import each_row

TODAY = date(2026, 11, 27)
READ = (
    ("en", "meetings of Kazakhstan and the US since 2021 about energy over 1 million dollars",
     "country=KZ country=US category=meeting min_amount=1000000 date=2021/.. q=energy"),
    ("en", "what happened between Kazakhstan and the United States in autumn 2022",
     "country=KZ country=US date=2022-09/2022-11"),
    ("en", "funding above 20m USD", "category=funding min_amount=20000000 currency=USD"),
    ("en", "funding over 20 million US dollars to Kazakhstan",
     "country=KZ category=funding min_amount=20000000 currency=USD"),
    ("en", "Kazakhstan, Uzbekistan or Tajikistan 2023", "country=KZ country=UZ,TJ date=2023"),
    ("en", "EU sanctions 2022", "country=EU category=sanction date=2022"),
    ("en", "visits to Astana last year", "category=visit date=2025 q=Astana"),
    ("en", "24 February", "on=02-24"),
    ("en", "over 2 million refugees in Jordan", "country=JO q=over 2 million refugees"),
    ("en", "over 1,5 billion euros to Ukraine", "country=UA q=over 1,5 billion euros"),
    ("en", "China-Russia summit hosted by China 2023",
     "country=CN country=RU country=CN:host category=summit date=2023"),
    ("en", "UN vote on Russia", "country=RU category=vote q=UN"),
    ("en", "IN 2022", "date=2022"),
    ("en", "from 3 March 2021 to 5 April 2022", "date=2021-03-03/2022-04-05"),
    ("en", "Kazakhstan 2022 and 2023", "country=KZ q=2022 2023"),
    ("en", "it is in no US paper", None),
    ("en", "it is in a US paper", "country=US q=paper"),
    ("en", "Kazakhstan without Russia", None),
    ("en", "funding under 20 million", None),
    ("en", '"Kazakhstan" and "Russia"', None),
    ("en", "Kazakhstan", None),
    ("en", "talks on grain", None),
    ("en", "autumn 2022 in Australia", "country=AU q=autumn 2022"),
    ("en", "Kazakhstan 02/03/2023", "country=KZ q=02/03/2023"),
    ("ru", "встречи Казахстана и США с 2021 года",
     "country=KZ country=US category=meeting date=2021/.."),
    ("ru", "что произошло между Казахстаном и Соединенными Штатами осенью 2022",
     "country=KZ country=US date=2022-09/2022-11"),
    ("ru", "финансирование более 1 миллиона долларов Нигерии",
     "country=NG category=funding min_amount=1000000"),
    ("fr", "accords de la France avec l'Allemagne en 2020",
     "country=FR country=DE category=agreement date=2020"),
    ("es", "reuniones de Kazajistán y Estados Unidos desde 2021",
     "country=KZ country=US category=meeting date=2021/.."),
    ("ar", "اجتماعات كازاخستان والولايات المتحدة منذ 2021",
     "country=KZ country=US category=meeting date=2021/.."),
    ("zh", "2021年以来哈萨克斯坦与美国的会晤",
     "country=KZ country=US category=meeting date=2021/.."),
    ("kk", "Қазақстанның Ресеймен келісімдері", "country=KZ country=RU category=agreement"),
)  # fmt: skip


@each_row(("lang", "text", "read"), READ)
def test_a_sentence_is_read_as_filters(
    shared_app: Flask, lang: str, text: str, read: str | None
) -> None:
    here = cast(Instance, shared_app.extensions["dateline"])
    with shared_app.test_request_context(f"/?lang={lang}"):
        found = next(iter(as_filters(here, [("q", text)], 0, TODAY)), None)
    assert read == (found and " ".join(f"{name}={value}" for name, value in found))


def test_filters_of_the_query_stay_and_are_given_once(shared_app: Flask) -> None:
    here = cast(Instance, shared_app.extensions["dateline"])
    pairs = [("date", "2020"), ("q", "Kazakhstan meeting 2021"), ("sort", "-date")]
    with shared_app.test_request_context("/"):
        found = list(as_filters(here, pairs, 1, TODAY))
    filters = [("country", "KZ"), ("category", "meeting")]
    assert found == [[("date", "2020"), *filters, ("q", "2021"), ("sort", "-date")]]


@pytest.mark.parametrize(("text", "offered"), [
    ("what happened between Kazakhstan and the United States in autumn 2022",
     "?country=KZ&amp;country=US&amp;date=2022-09/2022-11"),
    ("funding of Kazakhstan in 2022 above 30 million",
     "?country=KZ&amp;category=funding&amp;date=2022"),
])  # fmt: skip
def test_the_page_offers_the_filters_if_the_words_find_nothing(
    shared_app: Flask, text: str, offered: str
) -> None:
    client: FlaskClient = shared_app.test_client()
    page = client.get("/", query_string={"q": text}, headers={"Accept": "text/html"})
    assert offered in page.text
