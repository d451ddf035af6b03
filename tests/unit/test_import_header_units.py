"""Amounts of a column whose header says that its numbers are millions, or names a currency."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from service.domain.amount_words import LONG
from service.domain.cldr import OwnLocale
from service.importers.header_units import currencies, unit
from service.importers.mapping_load import load_mapping
from service.importers.row_result import Record
from service.importers.suggest import suggest_file
from service.importers.table import read
from tests.support.rows import each_row


@each_row(
    ("header", "meant"),
    [("Amount (USD millions)", "million"), ("Amount USD m", "million"), ("US$ mn", "million"),
     ("Amount (M USD)", "million"), ("Amount ($m)", "million"), ("AmountUSDm", "million"),
     ("amount_usd_mn", "million"), ("MUSD", "million"), ("Montant (M€)", "million"),
     ("Betrag (Mio. EUR)", "million"), ("Monto (MM USD)", "million"), ("Rs crore", "crore"),
     ("Amount ($000)", "thousand"), ("Amount (USD, 000s)", "thousand"), ("TEUR", "thousand"),
     ("Amount (in 1,000 USD)", "thousand"), ("kEUR", "thousand"), ("(тыс. руб.)", "thousand"),
     ("Importe (miles de euros)", "thousand"), ("amount_k", "thousand"), ("千円", "thousand"),
     ("Amount (bn €)", "bn"), ("Wert in Mrd", "bn"), ("亿元", "亿"), ("(백만원)", "백만"),
     ("Amount (JPY 100 million)", "億"), ("10,000 yuan", "万"), ("10 thousand USD", "万"),
     ("Rs 10 million", "crore"), ("1 million USD", "million"), ("10 billion USD", ""),
     ("50 million USD", ""), ("hundred million yen", "億"), ("hundreds of thousands", "lakh"),
     ("ten thousand RMB", "万"),
     ("Összeg (ezer EUR)", "thousand"), ("Tutar (bin TL)", "thousand"),
     ("Belopp (mkr)", "million"), ("Belopp, tkr", "thousand"),
     ("סכום (מיליון EUR)", "million"),
     ("राशि (करोड़ रुपये)", "crore"), ("Сума (хил. лв.)", "thousand"), ("Ποσό (εκατ. €)", "million"),
     ("Částka (tis. Kč)", "thousand"), ("مبلغ (میلیون EUR)", "million"), ("Iznos (mlrd EUR)", "bn"),
     ("USD mil", "")],
)  # fmt: skip
def test_a_header_says_what_its_numbers_count(header: str, meant: str) -> None:
    found = unit(header)
    assert found is not None and found[1] == meant


@each_row(
    "header",
    ["Amount", "Amount $", "Amount US$", "Amount (EUR)", "Amount 2015 constant USD", "USD 100,000",
     "Plan B amount", "Mall amount", "Month amount", "Amount per member", "Total ALL", "Loan",
     "Min amount",     "Bin number"],
)  # fmt: skip
def test_other_headers_say_nothing_of_it(header: str) -> None:
    assert unit(header) is None


@each_row(
    ("header", "named"),
    [("Amount (USD millions)", ["USD"]), ("AmountEUR", ["EUR"]), ("kEUR", ["EUR"]), ("M€", ["EUR"]),
     ("MAD amount", ["MAD"]), ("Amount mad", []), ("All amounts", []), ("Amount $", []),
     ("EUR/USD", ["EUR", "USD"])],
)  # fmt: skip
def test_a_header_names_currencies(header: str, named: list[str]) -> None:
    assert list(currencies(header)) == named


def stored(header: str, cell: str, **amount: Any) -> Record:
    rule = {"value": f"{{{header}}}", "currency": "USD", "stage": "pledged", **amount}
    mapping = {"id": "row-{#}", "title": "Loan", "date": "2023", "amounts": [rule]}
    table = io.StringIO()
    csv.writer(table).writerows([[header, "n"], [cell, "1"]])
    (record,) = read(io.BytesIO(table.getvalue().encode()), load_mapping(mapping))
    return record


def test_a_number_before_a_multiplier_belongs_to_it() -> None:
    assert "can be 2500000000 or 25" in reason(stored("JPY 100 million", "25", currency="JPY"))
    assert reason(stored("10 billion USD", "25")).endswith("write whole numbers")
    found = stored("10,000 yuan", "25", currency="CNY", value="{10,000 yuan} 万")
    assert value(found) == "250000"


def value(record: Record) -> str:
    assert record.event, record.errors
    return str(record.event.amounts[0].value)


def reason(record: Record) -> str:
    assert record.event is None
    return record.errors[0].reason


def test_a_number_below_a_header_of_millions_is_refused_with_both_sums() -> None:
    why = reason(stored("Amount (USD millions)", "25.5"))
    assert "can be 25500000 or 25.5" in why
    assert '"value": "{Amount (USD millions)} million"' in why
    right = {"value": "{Amount (USD millions)} million"}
    assert value(stored("Amount (USD millions)", "25.5", **right)) == "25500000"
    assert value(stored("Amount (USD millions)", "$25.5m")) == "25500000"
    assert value(stored("Amount (USD millions)", "USDm 25.5")) == "25500000"
    for cell in ("$25.5", "USD 25.5", "25.5 US dollars"):
        assert "can be 25500000 or 25.5" in reason(stored("Amount (USD millions)", cell))
    assert "can be 25" in reason(stored("Amount m", "25 baht", currency="THB"))
    assert value(stored("Amount (USD millions)", "0")) == "0"
    assert "thousands or millions" in reason(stored("USD mil", "25"))


def test_a_currency_of_the_header_has_to_be_that_of_the_mapping() -> None:
    why = reason(stored("Amount (EUR)", "25"))
    assert "is in EUR by the name of its column, and the currency is USD" in why
    assert value(stored("Amount (EUR)", "25", currency="EUR")) == "25"
    assert value(stored("Amount (EUR/USD)", "25")) == "25"


def suggested(tmp_path: Path, text: str) -> tuple[list[dict[str, Any]], str]:
    path = tmp_path / "loans.csv"
    path.write_text(text, "utf-8")
    found = suggest_file(path)
    said = "\n".join([*found.notes.sure, *found.notes.guessed, *found.notes.decide])
    return found.mapping.get("amounts", []), said


def test_a_suggested_mapping_multiplies_as_the_header_says(tmp_path: Path) -> None:
    rows = "2020-01-10,Loan to A,25\n2021-02-11,Loan to B,30.5\n"
    ((found,), said) = suggested(tmp_path, "Date,Title,Amount USD m\n" + rows)
    assert found["value"] == "{Amount USD m} million" and found["currency"] == "USD"
    assert "counts as million" in said
    (none, said) = suggested(tmp_path, "Date,Title,Amount USD mil\n" + rows)
    assert not none and "thousands or millions" in said


def test_a_suggested_mapping_takes_the_column_of_the_stage(tmp_path: Path) -> None:
    rows = "2020-01-10,Loan to A,25,Pledged\n2021-02-11,Loan to B,30.5,Disbursed\n"
    ((found,), _) = suggested(tmp_path, "Date,Title,Amount EUR,Stage\n" + rows)
    assert found["stage"] == "{Stage}"


def test_a_header_in_one_currency_and_a_column_of_others_is_left_to_the_reader(
    tmp_path: Path,
) -> None:
    rows = "2020-01-10,Loan to A,25,EUR\n2021-02-11,Loan to B,30.5,KZT\n"
    (none, said) = suggested(tmp_path, "Date,Title,Amount (USD),Currency\n" + rows)
    assert not none and "its name says USD" in said


@each_row(
    "language",
    [
        *("cs", "de", "el", "en", "et", "fa", "fi", "he", "hr", "hu", "id", "it", "lt", "lv", "nl"),
        *("pl", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi"),
    ],
)
def test_the_words_of_cldr_for_thousands_and_millions_are_known(language: str) -> None:
    forms = OwnLocale.parse(language).compact_decimal_formats["long"]
    for number, meant in (("1000", "thousand"), ("1000000", "million"), ("1000000000", "bn")):
        for each in forms.values():
            word = each[number].pattern.strip("\u200f").removeprefix("0").strip("\u00a0 .\u200f")
            if word and number in each and word.casefold() not in LONG and " " not in word:
                found = unit(f"Sum ({word} EUR)")
                assert found and (found[1] == meant or not found[1]), word
