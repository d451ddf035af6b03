"""Recognizes headers of dates that are not of the event but of its record, source and others."""

from __future__ import annotations

from typing import Literal

from service.importers.suggest.headers import Column, plain
from service.importers.suggest.notes import Notes

Kind = Literal["source", "record", "end of validity", "person"]

_WORDS: dict[Kind, str] = {
    "source": "source, sources, publication, pub, posted, posting, article, news, story, headline, "
    "pubblicazione, publikacji, wydania, публікації, публікація, yayın, yayım, yayımlanma, "
    "انتشار, פרסום, terbit, publikasi, đăng, प्रकाशन, "
    "release, released, aired, broadcast, reported, reporting, issue, quelle, fuente, источник, "
    "источника, опубликовано, публикации, публикация, жарияланған, النشر",
    "record": "added, inserted, insert, entered, entry, recorded, record, registered, "
    "registration, indexed, crawled, scraped, fetched, harvested, ingested, imported, import, "
    "loaded, load, extracted, snapshot, archived, archive, captured, collected, collection, "
    "access, viewed, seen, coded, coding, coder, version, revision, revised, reviewed, review, "
    "verified, checked, validated, timestamp, synced, sync, logged, log, submitted, filed, "
    "edited, edit, changed, change, lastmod, stamp, etl, batch, export, exported, retrieval, "
    "abgerufen, aktualisiert, erstellt, geändert, stand, consulté, actualizado, обновлено, "
    "обновления, изменено, изменения, добавлено, создано, создания, "
    "التحديث, الإنشاء, التسجيل, eingabe, erfassung, saisie, enregistrement, "
    "registro, carga, inserimento, registrazione, aggiornamento, cadastro, alteração, wpisu, "
    "dodania, utworzenia, zmiany, внесения, записи, ввода, регистрации, внесення, запису, "
    "реєстрації, kayıt, ekleme, ثبت, ویرایش, الإدخال, עדכון, הזנה, רישום, יצירה, pendaftaran, "
    "dibuat, diperbarui, diubah, diunggah, input, अद्यतन, प्रविष्टि, पंजीकरण, "
    "жазу, енгізілген, жаңартылған",
    "end of validity": "expiry, expires, expire, expiration, deadline, due, valid, validity, "
    "frist, gültig, fällig, échéance, expiración, caducidad, vencimiento, vencimento, "
    "validade, scadenza, validità, ważności, geçerlilik, الصلاحية, "
    "الاستحقاق, انقضا, תוקף, kedaluwarsa",
    "person": "birth, born, birthday, dob, death, died, geburt, geburtsdatum, geburtstag, "
    "todesdatum, naissance, décès, nacimiento, fallecimiento, nascita, morte, nascimento, "
    "falecimento, urodzenia, śmierci, рождения, смерти, народження, смерті, туған, doğum, ölüm, "
    "الميلاد, الوفاة, تولد, وفات, לידה, פטירה, lahir, kelahiran, wafat, sinh, जन्म, मृत्यु",
}
_STEMS: dict[Kind, tuple[str, ...]] = {
    "source": ("publish", "publicat", "publicac", "publie", "pubdat", "veroffentlich", "xuấtbản",
               "发布", "出版", "刊登", "發布", "發佈", "公開", "掲載", "発行", "配信", "报道",
               "報導", "게시", "발행", "보도", "출판"),
    "record": ("updat", "modif", "creat", "retriev", "accessed", "download", "upload", "crawl",
               "scrape", "index", "ingest", "timestamp", "generat", "lastactivity",
               "lastview", "lastseen", "actualiz", "aktualis", "dateadded", "dateentered",
               "lastmod", "zeitstempel", "horodat", "tijdstempel", "marcatemporal",
               "отметкавремени", "позначкачасу", "carimbodedata", "informazionicronologiche",
               "sygnaturaczasowa", "zamandamgas", "طابعزمني", "タイムスタンプ", "타임스탬프",
               "时间戳", "時間戳", "erfassungs", "eingabedat", "miseàjour", "aggiornat", "atualiz",
               "aktualiz", "оновлен", "güncel", "cậpnhật", "ngàytạo", "nhậpliệu",
               "更新", "修改", "创建", "录入", "采集", "登记", "填写", "填表", "提交", "记录",
               "导出", "下载", "抓取", "入库", "錄入", "登記", "填寫", "記錄", "匯出", "作成",
               "登録", "取得日", "入力", "記録", "등록", "작성", "수정", "입력", "갱신", "수집"),
    "end of validity": ("ablaufdat", "gültigkeit", "срокдействия", "строкдії", "sontarih",
                        "hếthạn", "截止", "到期", "有效", "期限", "만료", "마감"),
    "person": ("geburts", "sterbedat", "出生", "生日", "逝世", "死亡", "生年月日", "没年",
               "생년", "출생", "사망"),
}  # fmt: skip
"""Beginnings of words, which are also found in words that are written together."""
_IN_HEADERS = {
    kind: tuple("".join(plain(stem)) for stem in stems) for kind, stems in _STEMS.items()
}
_SETS = {
    kind: frozenset(word for text in words.split(",") for word in plain(text))
    for kind, words in _WORDS.items()
}


def other_kind(column: Column) -> Kind | None:
    """The kind of dates that the header names, or ``None`` if they may be the event's.

    Examples are the dates on which a source was published, or a record made, changed or accessed.
    Entry into force is an event.
    """
    words = set(column.words)
    if "force" in words:
        words -= {"entry", "entered"}
    joined = "".join(column.words)
    for kind, known in _SETS.items():
        if words & known or any(stem in joined for stem in _IN_HEADERS[kind]):
            return kind
    return None


def of_form(columns: list[Column]) -> list[Column]:
    """The columns that say when a form was filled in, if the table is from a program for surveys.

    ODK, KoboToolbox and SurveyCTO add them under these names (https://xlsform.org/en/#metadata),
    Microsoft Forms, Typeform, SurveyMonkey, Qualtrics and LimeSurvey under others.
    """
    names = {each.name: each.name.rpartition("/")[2].casefold() for each in columns}
    if _OF_SURVEYS.isdisjoint(names.values()):
        return []
    return [each for each in columns if names[each.name] in _FILLED_IN]


_OF_SURVEYS = frozenset({
    "deviceid", "_uuid", "instanceid", "_submission_time", "submissiondate", "formdef_version",
    "__version__", "completion time", "fertigstellungszeit", "время выполнения", "完成时间",
    "submit date (utc)", "respondent id", "collector id", "responseid", "recordeddate",
    "start language",
})  # fmt: skip
"""Columns that only these programs write."""
_FILLED_IN = frozenset({
    "start", "end", "today", "starttime", "endtime", "start time", "completion time", "startzeit",
    "fertigstellungszeit", "время начала", "время выполнения", "开始时间", "完成时间",
    "start date (utc)", "submit date (utc)", "start date", "end date", "startdate", "enddate",
    "recordeddate", "date submitted", "date started", "date last action",
})  # fmt: skip
_WHY: dict[Kind, str] = {
    "source": "it says when the source or the record was made; the event was before that",
    "record": "it says when the source or the record was made; the event was before that",
    "end of validity": "it says until when something is valid or due",
    "person": "it is of the life of a person",
}


def tell_of_others(columns: list[Column], notes: Notes) -> None:
    """Note why columns of dates are not used."""
    kinds = {each.name: _WHY[other_kind(each) or "record"] for each in columns}
    for why in dict.fromkeys(kinds.values()):
        names = [name for name, each in kinds.items() if each == why]
        verb = "is not used, because" if len(names) == 1 else "are not used;"
        text = why if len(names) == 1 else f"each of them {why.removeprefix('it ')}"
        notes.decide.append(f"date: {', '.join(names)} {verb} {text}")


def of_articles(columns: list[Column]) -> bool:
    """Whether the rows are articles, so that a plain date may be that of publication."""
    return any(set(each.words) & _ARTICLES for each in columns)


_ARTICLES = frozenset({"author", "authors", "byline", "article", "articles", "journalist", "autor",
                       "auteur", "автор"})  # fmt: skip
