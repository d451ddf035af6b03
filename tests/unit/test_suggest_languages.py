"""Whole tables of offices in other countries: their columns, their empty cells and encodings."""

from __future__ import annotations

import io
import json
from typing import Any, NamedTuple

import pytest

from service.domain.event import Event
from service.errors import Invalid
from service.importers.files import opened
from service.importers.mapping_load import load_mapping
from service.importers.suggest import Suggestion, suggest
from service.importers.suggest.headers import column
from service.importers.suggest.record_dates import other_kind
from service.importers.table import read


class Office(NamedTuple):
    """A table: its encoding, what stands for nothing there, and its headers.

    The headers are those of a number, start, end, title, description, countries, place, kind, sum,
    currency, source, link, latitude and longitude.
    """

    encoding: str
    nothing: str
    kinds: str
    """A visit and a meeting."""
    headers: str


OFFICES = {
    "German": Office("cp1252", "k. A.", "Besuch;Verhandlungen", "lfd. Nr.;Beginn;Ende;Titel;"
                     "Beschreibung;Länder;Ort;Art;Summe;Währung;Quelle;Link;Breitengrad;"
                     "Längengrad"),
    "French": Office("cp1252", "n.d.", "Visite;Rencontre", "N°;Date de début;Date de fin;Intitulé;"
                     "Description;Pays;Lieu;Nature;Montant;Devise;Source;Lien;Latitude;Longitude"),
    "Spanish": Office("cp1252", "s/d", "Visita;Consultas", "Nº;Fecha de inicio;Fecha de fin;Título;"
                      "Descripción;Países;Sede;Tipo;Importe;Moneda;Fuente;Enlace;Latitud;Longitud"),
    "Italian": Office("cp1252", "n.d.", "Visita;Incontro", "Numero;Data inizio;Data fine;Titolo;"
                      "Descrizione;Paesi;Luogo;Tipo;Importo;Valuta;Fonte;Link;Latitudine;"
                      "Longitudine"),
    "Portuguese": Office("cp1252", "s/d", "Visita;Reunião", "Nº;Data de início;Data de término;"
                     "Título;"
                         "Descrição;Países;Local;Tipo;Valor;Moeda;Fonte;Link;Latitude;Longitude"),
    "Polish": Office("cp1250", "b.d.", "Wizyta;Spotkanie", "Lp.;Data rozpoczęcia;Data zakończenia;"
                     "Tytuł;Opis;Kraje;Miejsce;Rodzaj;Kwota;Waluta;Źródło;Link;"
                     "Szerokość geograficzna;Długość geograficzna"),
    "Russian": Office("cp1251", "нет данных", "Визит;Консультации", "№ п/п;Дата начала;"
                     "Дата окончания;"
                      "Название;Описание;Страны;Место;Вид;Сумма;Валюта;Источник;Ссылка;Широта;"
                      "Долгота"),
    "Ukrainian": Office("cp1251", "немає даних", "Візит;Зустріч", "№ з/п;Дата початку;"
                     "Дата завершення;"
                        "Назва;Опис;Країни;Місце;Вид;Сума;Валюта;Джерело;Посилання;Широта;Довгота"),
    "Kazakh": Office("utf-8-sig", "деректер жоқ", "Сапар;Келіссөздер", "Р/с №;Басталу күні;"
                     "Аяқталу күні;Атауы;Сипаттамасы;Елдер;Өтетін орны;Түрі;Сомасы;Валюта;Дереккөз;"
                     "Сілтеме;Ендік;Бойлық"),
    "Turkish": Office("cp1254", "bilinmiyor", "Resmî ziyaret;Toplantı", "Sıra No;Başlangıç Tarihi;"
                      "Bitiş Tarihi;Başlık;Açıklama;Ülkeler;Yer;Türü;Tutar;Para Birimi;Kaynak;"
                      "Bağlantı;Enlem;Boylam"),
    "Arabic": Office("cp1256", "غير معروف", "زيارة;اجتماع", "م;تاريخ البداية;تاريخ النهاية;العنوان;"
                     "الوصف;الدول;المكان;النوع;المبلغ;العملة;المصدر;الرابط;خط العرض;خط الطول"),
    "Persian": Office("utf-8", "نامشخص", "سفر;دیدار", "ردیف;تاریخ شروع;تاریخ پایان;عنوان;توضیحات;"
                      "کشورها;مکان;نوع;مبلغ;ارز;منبع;لینک;عرض جغرافیایی;طول جغرافیایی"),
    "Hebrew": Office("cp1255", "לא ידוע", "ביקור;פגישה", "מספר;תאריך התחלה;תאריך סיום;כותרת;תיאור;"
                     "מדינות;מקום;סוג;סכום;מטבע;מקור;קישור;קו רוחב;קו אורך"),
    "Chinese": Office("gb18030", "不详", "访问;会晤", "序号;开始日期;结束日期;活动名称;内容;国家;"
                     "会议地点;"
                      "活动类型;金额;币种;来源;链接;纬度;经度"),
    "traditional Chinese": Office("utf-8-sig", "不詳", "訪問;會晤", "編號;開始日期;結束日期;標題;"
                     "說明;國家;"
                                  "地點;類型;金額;幣別;來源;連結;緯度;經度"),
    "Japanese": Office("cp932", "不明", "訪問;会談", "番号;開始日;終了日;件名;概要;国名;場所;"
                     "種別;金額;通貨;"
                       "出典;リンク;緯度;経度"),
    "Korean": Office("cp949", "미상", "방문;회담", "번호;시작일;종료일;제목;설명;국가;장소;유형;"
                     "금액;통화;"
                     "출처;링크;위도;경도"),
    "Indonesian": Office("utf-8", "tidak diketahui", "Kunjungan;Pertemuan", "No.;Tanggal Mulai;"
                         "Tanggal Selesai;Judul;Keterangan;Negara;Tempat;Jenis;Jumlah;Mata Uang;"
                         "Sumber;"
                         "Tautan;Lintang;Bujur"),
    "Vietnamese": Office("utf-8-sig", "không rõ", "Thăm;Cuộc gặp", "STT;Ngày bắt đầu;Ngày kết thúc;"
                         "Tiêu đề;Mô tả;Các nước;Địa điểm;Loại;Số tiền;Tiền tệ;Nguồn;Liên kết;"
                         "Vĩ độ;"
                         "Kinh độ"),
    "Hindi": Office("utf-8-sig", "अज्ञात", "यात्रा;बैठक", "क्र.सं.;आरंभ तिथि;समाप्ति तिथि;शीर्षक;"
                     "विवरण;देश;"
                    "स्थान;प्रकार;राशि;मुद्रा;स्रोत;लिंक;अक्षांश;देशांतर"),
}  # fmt: skip


def suggested(content: bytes) -> Suggestion:
    return suggest(opened("table.csv", io.BytesIO(content)))


def stored(content: bytes, mapping: dict[str, Any]) -> list[Event]:
    ready = load_mapping(json.dumps(mapping).encode())
    return [record.event for record in read(io.BytesIO(content), ready) if record.event]


@pytest.mark.parametrize("language", OFFICES)
def test_the_table_of_an_office_is_read_as_it_was_meant(language: str) -> None:
    """Every second row has nothing but a date, a title, a country and a kind."""
    office = OFFICES[language]
    kinds, nothing, names = office.kinds.split(";"), office.nothing, office.headers.split(";")
    lines = [office.headers]
    for n in range(1, 13):
        more = (f"{n + 14}.10.2022", "1500,50", "EUR") if n % 2 else (nothing,) * 3
        lines.append(
            f"{n};{n + 13}.10.2022;{more[0]};{names[3]} {n};{names[4] if n % 2 else nothing};KZ;"
            f"Astana;{kinds[n % 2]};{more[1]};{more[2]};{names[10]} {n};https://a.example/{n};"
            "51,17;71,45"
        )
    content = "\r\n".join(lines).encode(office.encoding)
    mapping = suggested(content).mapping
    if "encoding" in mapping:
        assert not office.encoding.startswith("utf-8")
        assert names[3] in content.decode(mapping["encoding"])
    for number, event in enumerate(stored(content, mapping), 1):
        odd = number % 2
        day = f"2022-10-{number + 13}"
        assert event.id == f"table-{number}"
        assert event.date.text == (f"{day}/2022-10-{number + 14}" if odd else day)
        assert (event.title, event.summary) == (f"{names[3]} {number}", names[4] if odd else None)
        assert [each.code for each in event.countries] == ["KZ"]
        assert event.place and (event.place.name, event.place.latitude) == ("Astana", 51.17)
        assert event.category == ("meeting" if odd else "visit")
        assert [str(each.value) for each in event.amounts] == (["1500.50"] if odd else [])
        assert event.sources[0].url == f"https://a.example/{number}"
    assert number == 12


PAIRS = {
    "Spanish": "Reino Unido e Italia", "Ukrainian": "Казахстан та Китай",
    "Arabic": "مصر وكازاخستان",
    "Chinese": "中国和哈萨克斯坦", "Chinese with 与": "中国与科特迪瓦", "a list": "英国、美国",
    "Kazakh": "Швейцария мен Австрия",
}  # fmt: skip


@pytest.mark.parametrize("language", PAIRS)
def test_two_countries_are_parted_at_the_and_of_a_language(language: str) -> None:
    whole = "波斯尼亚和黑塞哥维那" if "a" in language else "البوسنة والهرسك"
    table = f"date,title,countries\n2022-09-13,A,{PAIRS[language]}\n2022-10-13,B,{whole}\n".encode()
    found = stored(table, suggested(table).mapping)
    assert [len(each.countries) for each in found] == [2, 1]


RECORD_DATES = """
Data aggiornamento;Data pubblicazione;Data di nascita;Data de atualização;Data de nascimento
Data publikacji;Data aktualizacji;Data urodzenia;Дата оновлення;Дата публікації;Дата рождения
Дата внесения;Güncelleme tarihi;Yayın tarihi;Doğum tarihi;Son tarih;تاریخ انتشار;تاریخ تولد
تاریخ ثبت
تاريخ الميلاد;تاريخ التسجيل;תאריך עדכון;תאריך פרסום;תאריך לידה;更新日期;出生日期;登记日期;截止日期
發布日期;更新日;作成日;登録日;公開日;掲載日;生年月日;등록일;작성일;수정일;게시일;생년월일
Tanggal terbit
Tanggal lahir;Ngày đăng;Ngày cập nhật;Ngày sinh;Ngày tạo;Ngày xuất bản;प्रकाशन तिथि;जन्म तिथि
Fecha de nacimiento;Date de naissance;Geburtsdatum;Fecha de vencimiento;Date d'échéance
Date de mise à jour;Туған күні;Erfassungsdatum;Date de saisie;Срок действия
"""
EVENT_DATES = """
Data inizio;Data de término;Data rozpoczęcia;Дата початку;Басталу күні;Başlangıç Tarihi
Toplantı tarihi
تاریخ شروع;תאריך סיום;开始日期;会议日期;签署日期;建立外交关系日期;公布日期;開始日;開催日;시작일
Tanggal Mulai;Ngày bắt đầu;आरंभ तिथि;Дата подписания;Fecha de la reunión;Date de la visite
Дата начала действия;Date d'entrée en vigueur;تاريخ الزيارة
"""


def headers(text: str) -> list[str]:
    return text.strip().replace("\n", ";").split(";")


def test_dates_of_records_are_known_in_each_language() -> None:
    assert [each for each in headers(RECORD_DATES) if not other_kind(column(each, []))] == []
    assert [each for each in headers(EVENT_DATES) if other_kind(column(each, []))] == []


def test_a_date_of_publication_is_not_that_of_the_event_in_chinese() -> None:
    table = (
        "发布日期,会议日期,活动名称\n2022-09-20,2022-09-13,会晤甲\n2022-10-20,2022-10-13,会晤乙\n"
    )
    assert suggested(table.encode()).mapping["date"] == {"start": "{会议日期}"}


def test_a_column_of_countries_with_unknown_names_alone_is_named() -> None:
    table = b"date,title,Kraje\n2022-09-13,A,Xyzland\n2022-10-13,B,Abcland\n"
    assert "Kraje: is not used as countries" in "\n".join(suggested(table).notes.decide)


def test_the_vowels_of_hindi_belong_to_its_words() -> None:
    assert [column(name, []).rank("country") for name in ("देश", "देशांतर")] == [3, 0]


@pytest.mark.parametrize("header", ["Sıra No", "Area No", "Visa no."])
def test_letters_of_two_words_are_no_word_for_a_year(header: str) -> None:
    rows = "".join(f"{n},Talks {n},word {n}\n" for n in range(1, 9))
    with pytest.raises(Invalid, match="looks like the dates of events"):
        suggested(f"{header},title,words\n{rows}".encode())


def test_keywords_that_are_others_in_each_row_are_tags() -> None:
    rows = "".join(f"2022-09-{n},T {n},word {n}; other {n}\n" for n in range(10, 20))
    found = suggested(f"date,title,Ключевые слова\n{rows}".encode()).mapping
    assert found["tags"] == [{"tag": "{Ключевые слова}", "split": ";"}]
    assert "tags" not in suggested(f"date,title,Тема\n{rows}".encode()).mapping
