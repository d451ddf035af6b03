"""Amounts of money in tables: an unclear amount is refused with its meanings."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.written_amounts import AmountError, read
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.table import read as read_table
from service.schemas.money_fields import near_currencies
from tests.support.rows import each_row

READ = {
    "1000000": "1000000", "1,000,000": "1000000", "1.000.000": "1000000", "1 000 000": "1000000",
    "1'000'000": "1000000", "1\u202f000": "1000", "1\u00a0000\u00a0000": "1000000",
    "1,00,000": "100000", "1,234.56": "1234.56", "1.234,56": "1234.56",
    "12.345.678,90": "12345678.90", "12,5": "12.5", "12.50": "12.50", "0.125": "0.125",
    "1000.000": "1000.000", "$25": "25", "$25 mn": "25000000", "US$25m": "25000000",
    "USD 25 million": "25000000", "25 million USD": "25000000", "25 Mio.": "25000000",
    "1.5bn": "1500000000", "1,5 млрд": "1500000000", "10 lakh": "1000000", "5 crore": "50000000",
    "250 тыс": "250000", "1 Milliarde": "1000000000", "2 milliards": "2000000000",
}  # fmt: skip


@each_row(("text", "value"), READ.items())
def test_an_amount_is_read_as_it_is_written(text: str, value: str) -> None:
    assert read(text, "USD") == value


@pytest.mark.parametrize(
    ("text", "currency", "value"),
    [("€1,5 Mrd", "EUR", "1500000000"), ("25 billion yen", "JPY", "25000000000"),
     ("25 Mill. DM", "DEM", "25000000"), ("¥25bn", "CNY", "25000000000"), ("£3bn", "GBP",
     "3000000000"), ("$5", "CAD", "5"), ("RMB 500", "CNY", "500"), ("500 руб.", "RUB", "500"),
     ("5 млн тенге", "KZT", "5000000"), ("2500万", "CNY", "25000000"), ("2.5亿元", "CNY",
     "250000000"), ("2500万美元", "USD", "25000000"), ("3億円", "JPY", "300000000"),
     ("500元", "TWD", "500"), ("20 kr", "SEK", "20"), ("10 millones de €", "EUR", "10000000"),
     ("25 millones de dólares", "USD", "25000000"), ("€1,5 millones", "EUR", "1500000"),
     ("25 millions d’euros", "EUR", "25000000"), ("25 millions of dollars", "USD", "25000000"),
     ("30 M€", "EUR", "30000000"), ("2,5 mil millones de euros", "EUR", "2500000000"),
     ("3 mil milhões de €", "EUR", "3000000000"), ("12,5 milhões de euros", "EUR", "12500000"),
     ("25 مليون دولار", "USD", "25000000"), ("1.5 مليار يورو", "EUR", "1500000000"),
     ("2500万ドル", "USD", "25000000")],
)  # fmt: skip
def test_the_sign_of_the_currency_may_stand_in_the_cell(
    text: str, currency: str, value: str
) -> None:
    assert read(text, currency) == value


@pytest.mark.parametrize(
    ("text", "currency"),
    [("RMB 500", "USD"), ("500 руб.", "KZT"), ("500元", "USD"), ("2500万美元", "CNY"),
     ("20 kr", "EUR"), ("500 tenge", "")],
)  # fmt: skip
def test_the_name_of_another_currency_is_refused(text: str, currency: str) -> None:
    with pytest.raises(AmountError, match="and the currency is"):
        read(text, currency)


@pytest.mark.parametrize(
    "text", ["1.234", "1,234", "25.000", "25,000", "999.999", "123,4567", "25,0000", "1,2345"]
)
def test_a_number_that_may_be_two_is_refused_unless_the_mapping_says_which(text: str) -> None:
    with pytest.raises(AmountError, match=r'can be \d+ or \d+\.\d+; say "decimal"'):
        read(text, "USD")
    assert read(text, "USD", "." if "." in text else ",").count(".") == 1
    assert read(text, "USD", "," if "." in text else ".").isdecimal()


@each_row(
    "text",
    ["", ".5", "-5", "(5)", "+5", "10-20", "~25", ">25", "up to 25 million", "25%", "25*", "n/a",
     "12.34.56", "1,2,3", "25 T", "25 mil", "2.5e7", "25 EUR", "€25", "25 million million",
     "twenty million", "1_000", "５", "٢٥", "NaN", "20 25"],
)  # fmt: skip
def test_what_is_no_single_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountError):
        read(text, "USD")


@pytest.mark.parametrize(
    "text",
    ["5 mil", "$25 mil", "2 billones de euros", "unos 200 M€", "5 millones de pesos",
     "1 millón 200 mil euros", "10 millones de millones"],
)  # fmt: skip
def test_words_of_other_languages_that_are_not_sure_are_refused(text: str) -> None:
    with pytest.raises(AmountError):
        read(text, "EUR")


@pytest.mark.parametrize("word", ["billion", "Billion", "billions", "trillion", "Trillions"])
def test_a_word_that_means_more_after_a_decimal_comma_is_refused(word: str) -> None:
    for number in ("1,5", "1.234,5", "1.234,567"):
        with pytest.raises(AmountError, match=r"10\^\d+ in English and 10\^1[28] in many"):
            read(f"{number} {word}", "EUR")
    with pytest.raises(AmountError, match="in many languages"):
        read(f"2 {word}", "EUR", ",")
    assert read(f"1.5 {word}", "EUR") == read(f"1.5 {word[0].replace('T', 't')}n", "EUR")


@pytest.mark.parametrize("text", ["01,125", "00,5", "007.50"])
def test_a_number_that_begins_with_zeros_is_refused(text: str) -> None:
    with pytest.raises(AmountError, match="begins with a zero"):
        read(text, "USD")


@given(st.integers(0, 10**15), st.sampled_from([",", ".", " ", "'"]))
def test_grouped_digits_are_the_number_or_a_doubt(number: int, sign: str) -> None:
    text = f"{number:,}".replace(",", sign)
    try:
        assert int(read(text)) == number
    except AmountError as error:
        assert text.count(sign) == 1 and "can be" in str(error)


@given(st.integers(0, 10**12), st.sampled_from(["1", "12", "1234"]))
def test_digits_in_groups_of_four_are_the_number_or_a_doubt(number: int, head: str) -> None:
    text = f"{head},{number % 10_000:04}"
    with pytest.raises(AmountError, match=f"can be {head}{number % 10_000:04} or"):
        read(text, "CNY")
    assert read(text, "CNY", ",") == text.replace(",", ".")


def records(cell: str, **amount: Any) -> list[Record]:
    mapping = {
        "id": "row-{id}", "title": "Loan", "date": "2023",
        "amounts": [{"value": "{sum}", "currency": "EUR", "stage": "pledged", **amount}],
    }  # fmt: skip
    return list(read_table(io.BytesIO(f'id,sum\n1,"{cell}"\n'.encode()), load_mapping(mapping)))


def test_a_table_stores_the_sum_or_says_both() -> None:
    (doubt,) = records("25.000")
    assert doubt.event is None
    assert [(each.field, each.value) for each in doubt.errors] == [("sum", "25.000")]
    assert "can be 25000 or 25.000" in doubt.errors[0].reason
    (record,) = records("25.000", decimal=",")
    assert record.event and [str(each.value) for each in record.event.amounts] == ["25000"]
    (record,) = records("€1,5 Mrd")
    assert record.event and str(record.event.amounts[0].value) == "1500000000"
    (empty,) = records("")
    assert empty.event and empty.event.amounts == ()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [("RMB", ("CNY",)), ("yen", ("JPY",)), ("Euro", ("EUR",)), ("€", ("EUR",)), ("DM", ("DEM",)),
     ("$", ("USD", "CAD", "AUD")), ("US$", ("USD",)), ("SDR", ("XDR",)), ("тенге", ("KZT",))],
)  # fmt: skip
def test_the_hint_for_a_currency_is_what_people_call_it(typed: str, codes: tuple[str, ...]) -> None:
    assert near_currencies(typed) == codes


@each_row(
    ("text", "currency", "value"),
    [("Rs. 500 crore", "INR", "5000000000"), ("1.5 lakh crore", "INR", "1500000000000"),
     ("U.S. $25 million", "USD", "25000000"), ("25 million U.S. dollars", "USD", "25000000"),
     ("C$25m", "CAD", "25000000"), ("HK$ 2bn", "HKD", "2000000000"), ("R$ 1,5 bilhão", "BRL",
     "1500000000"), ("25 MEUR", "EUR", "25000000"), ("25 kEUR", "EUR", "25000"), ("25 Mkr", "SEK",
     "25000000"), ("$m 25", "USD", "25000000"), ("USDm 2.5", "USD", "2500000"), ("2 Mds d'euros",
     "EUR", "2000000000"), ("3 miliardi di euro", "EUR", "3000000000"), ("5 miljarder kronor",
     "SEK", "5000000000"), ("25 млн долларов США", "USD", "25000000"), ("25 млн грн", "UAH",
     "25000000"), ("1兆円", "JPY", "1000000000000"), ("1万亿元", "CNY", "1000000000000"),
     ("3500억 원", "KRW", "350000000000"), ("25 million Swiss francs", "CHF", "25000000"),
     ("2 billion rupees", "PKR", "2000000000"), ("Rp 25 triliun", "IDR", "25000000000000"),
     ("1.200,-", "EUR", ""), ("25,-", "EUR", "25"), ("CHF 25'000.–", "CHF", "25000")],
)  # fmt: skip
def test_usual_names_of_currencies_and_millions_are_read(
    text: str, currency: str, value: str
) -> None:
    if not value:
        with pytest.raises(AmountError, match="can be 1200 or"):
            read(text, currency)
    else:
        assert read(text, currency) == value


@each_row(
    ("text", "currency"),
    [("25 million Canadian dollars", "USD"), ("C$25m", "USD"), ("25 MEUR", "USD"), ("25 M$", "MXN"),
     ("25 million North Korean won", "KRW"), ("$25 million over five years", "USD")],
)  # fmt: skip
def test_other_words_beside_a_number_are_refused(text: str, currency: str) -> None:
    with pytest.raises(AmountError):
        read(text, currency)


@each_row(
    ("text", "reason"),
    [("US$ 2-3bn", "has 2 numbers"), ("€500m-€1bn", "has 2 numbers"), ("-5", "is less than zero"),
     ("($1,200)", "is less than zero"), ("1.2E+09", "may have rounded"), ("٢٥", "write '25'"),
     ("5 mil", "a thousand in Spanish and a million in English"), ("$25 p.a.", "has 'pa'"),
     ("25 billions d'euros", r"10\^9 in English and 10\^12")],
)  # fmt: skip
def test_the_reason_says_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(AmountError, match=reason):
        read(text, "EUR" if "euro" in text or "€" in text else "USD")
