"""Tables as spreadsheets of a country write them: what is suggested for them reads them rightly."""

from __future__ import annotations

import csv
import io
import random
from datetime import date
from typing import NamedTuple

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.suggest import suggest
from service.importers.table import read
from tests.support.sizes import size


class Spreadsheet(NamedTuple):
    """How the programs of a language write a table."""

    header: str
    encodings: tuple[str, ...]
    dates: tuple[str, ...]
    comma: bool
    """Whether a comma stands before decimals."""


SPREADSHEETS = {
    "ar": Spreadsheet("الرقم,التاريخ,العنوان,الدولة,المدينة,خط العرض,خط الطول,المبلغ,العملة",
                      ("cp1256", "utf-8"), ("d MMMM yyyy", "yyyy-MM-dd"), False),
    "cs": Spreadsheet("Id;Date;Title;Country;City;Latitude;Longitude;Amount;Currency",
                      ("utf-8-sig", "utf-8"), ("d. MMMM yyyy", "dd.MM.yyyy"), True),
    "de": Spreadsheet("Nr;Datum;Titel;Land;Ort;Breite;Länge;Betrag;Währung",
                      ("cp1252", "utf-8-sig"), ("dd.MM.yyyy", "d. MMMM yyyy"), True),
    "en": Spreadsheet("No,Date,Title,Country,City,Latitude,Longitude,Amount,Currency",
                      ("cp1252", "utf-8"), ("MM/dd/yyyy", "MMMM d, yyyy", "dd-MMM-yyyy"), False),
    "es": Spreadsheet("No;Fecha;Título;País;Ciudad;Latitud;Longitud;Importe;Moneda",
                      ("cp1252", "utf-8"), ("dd/MM/yyyy", "d 'de' MMMM 'de' yyyy"), True),
    "fr": Spreadsheet("N°;Date;Titre;Pays;Ville;Latitude;Longitude;Montant;Devise",
                      ("cp1252", "utf-8-sig"), ("dd/MM/yyyy", "d MMMM yyyy"), True),
    "he": Spreadsheet("מספר,תאריך,כותרת,מדינה,עיר,קו רוחב,קו אורך,סכום,מטבע",
                      ("cp1255", "utf-8"), ("d בMMMM yyyy", "d.M.yyyy"), False),
    "id": Spreadsheet("Nomor;Tanggal;Judul;Negara;Kota;Lintang;Bujur;Jumlah;Mata uang",
                      ("utf-8", "utf-8-sig"), ("d MMMM yyyy", "dd/MM/yyyy", "d MMM yyyy"), True),
    "it": Spreadsheet("Numero;Data evento;Titolo;Paese;Città;Latitudine;Longitudine;Importo;Valuta",
                      ("cp1252", "utf-8"), ("d MMMM yyyy", "dd-MMM-yyyy"), True),
    "ja": Spreadsheet("番号,日付,件名,国,都市,緯度,経度,金額,通貨",
                      ("cp932", "utf-8-sig"), ("yyyy年M月d日", "yyyy/MM/dd"), False),
    "ko": Spreadsheet("번호,날짜,제목,국가,도시,위도,경도,금액,통화",
                      ("cp949", "utf-8-sig"), ("yyyy년 M월 d일", "yyyy. M. d."), False),
    "pl": Spreadsheet("Lp.;Data wydarzenia;Tytuł;Kraj;Miasto;Szerokość geograficzna;"
                      "Długość geograficzna;Kwota;Waluta",
                      ("cp1250", "utf-8"), ("d MMMM yyyy", "d MMMM yyyy 'r.'", "d MMM yyyy"), True),
    "pt": Spreadsheet("Nº;Data do evento;Título;País;Cidade;Latitude;Longitude;Valor;Moeda",
                      ("cp1252", "utf-8"), ("d 'de' MMMM 'de' yyyy", "dd/MM/yyyy"), True),
    "ru": Spreadsheet("№;Дата;Название;Страна;Город;Широта;Долгота;Сумма;Валюта",
                      ("cp1251", "utf-8"), ("dd.MM.yyyy", "d MMMM yyyy 'г'."), True),
    "tr": Spreadsheet("Sıra No;Tarih;Başlık;Ülke;Şehir;Enlem;Boylam;Tutar;Para birimi",
                      ("cp1254", "utf-8"), ("d MMMM yyyy", "dd.MM.yyyy", "d MMM yyyy"), True),
    "uk": Spreadsheet("№;Дата;Назва;Країна;Місто;Широта;Довгота;Сума;Валюта",
                      ("cp1251", "utf-8"), ("d MMMM yyyy 'р'.", "dd.MM.yyyy"), True),
    "zh": Spreadsheet("编号,日期,标题,国家,城市,纬度,经度,金额,货币",
                      ("gb18030", "utf-8-sig"), ("yyyy年M月d日", "yyyy/M/d"), False),
}  # fmt: skip
COUNTRIES = ("KZ", "UZ", "DE", "FR", "RU", "CN", "JP", "TR", "US", "GB", "EG", "BR")
SUMS = (1500, 25_000_000, 1234.5, 12.25)


@pytest.mark.parametrize("seed", range(size(1, 20)))
@pytest.mark.parametrize("code", SPREADSHEETS)
def test_a_table_of_a_language_is_read_as_it_was_meant(code: str, seed: int) -> None:
    chance = random.Random(f"{code} {seed}")
    how, locale = SPREADSHEETS[code], Locale.parse(code)
    form, encoding = chance.choice(how.dates), how.encodings[seed % 2]
    numbers = "en" if code == "ar" else code
    of_dates = "ar_EG@numbers=latn" if code == "ar" else code
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";" if how.comma else ",")
    writer.writerow(how.header.split(";" if how.comma else ","))
    meant = []
    for number in range(1, 40):
        day = date(chance.randint(1900, 2022), chance.randint(1, 12), chance.randint(1, 28))
        country, total = chance.choice(COUNTRIES), chance.choice(SUMS)
        point = [round(chance.uniform(-bound, bound), 2) for bound in (80, 170)]
        name = locale.territories[country]
        writer.writerow([
            number, format_date(day, form, of_dates), f"{name} {number}", name, f"X{number}",
            *(str(each).replace(".", "," if how.comma else ".") for each in point),
            format_decimal(total, locale=numbers), "EUR",
        ])  # fmt: skip
        meant.append((day.isoformat(), [country], point, [float(total)]))
    # Old code pages have no narrow space.
    body = table.getvalue().replace("\u202f", "\u00a0").encode(encoding)
    mapping = suggest(opened("t.csv", io.BytesIO(body))).mapping
    events = [each.event for each in read(io.BytesIO(body), load_mapping(mapping))]
    found = [
        (
            each.date.text,
            [one.code for one in each.countries],
            [each.place.latitude, each.place.longitude],
            [float(one.value) for one in each.amounts],
        )
        for each in events
        if each and each.place
    ]
    assert found == meant
