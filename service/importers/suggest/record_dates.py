"""Recognizes headers of dates that are not of the event but of its record, source and others."""

from __future__ import annotations

from typing import Literal

from service.importers.suggest.headers import Column, plain

Kind = Literal["source", "record", "end of validity", "person"]

_WORDS: dict[Kind, str] = {
    "source": "source, sources, publication, pub, posted, posting, article, news, story, headline, "
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
    "التحديث, الإنشاء",
    "end of validity": "expiry, expires, expire, expiration, deadline, due, valid, validity",
    "person": "birth, born, birthday, dob, death, died",
}
_STEMS: dict[Kind, tuple[str, ...]] = {
    "source": ("publish", "publicat", "publicac", "publie", "pubdat", "veroffentlich",
               "发布", "出版", "刊登"),
    "record": ("updat", "modif", "creat", "retriev", "accessed", "download", "upload", "crawl",
               "scrape", "index", "ingest", "timestamp", "actualiz",
               "aktualis", "dateadded", "dateentered", "lastmod",
               "更新", "修改", "创建", "录入", "采集"),
    "end of validity": (),
    "person": (),
}  # fmt: skip
"""Beginnings of words, which are also found in words that are written together."""
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
        if words & known or any(stem in joined for stem in _STEMS[kind]):
            return kind
    return None


def of_articles(columns: list[Column]) -> bool:
    """Whether the rows are articles, so that a plain date may be that of publication."""
    return any(set(each.words) & _ARTICLES for each in columns)


_ARTICLES = frozenset({"author", "authors", "byline", "article", "articles", "journalist", "autor",
                       "auteur", "автор"})  # fmt: skip
