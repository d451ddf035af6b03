"""Build the full text from folded words (``service.domain.tokenizer``) of more parts of an event. A
new table has the words with their stems. ``down`` rebuilds the earlier full text.

``up`` and ``down`` read each event once. Versions, documents, the change log and all cursors stay
as they are.
"""

import orjson

from service.domain import countries
from service.domain.stemming import rule
from service.store.index_batch import text, vocabulary
from service.store.lexicon import Vocabulary
from service.store.prepared_events import prepare
from service.store.rows import TRUTH, from_row
from service.store.terms import mark

BATCH = 1000
COLUMNS = (
    "position", "id", "title", "summary", "date", "date_as_reported", "earliest", "latest",
    "precision", "span", "category", "status", "latitude", "longitude", "content", "version",
    "created_at", "updated_at",
)  # fmt: skip
"""The columns at this migration. Later migrations add others."""
MOST_TERMS = 200_000
"""The maximum number of term numbers in memory."""
TABLES = (
    "CREATE TABLE word (word TEXT{c} NOT NULL PRIMARY KEY, stem TEXT{c} NOT NULL){by_key}",
    "CREATE INDEX word_stem ON word (stem)",
    "CREATE TABLE stemming (rule VARCHAR(60){c} NOT NULL PRIMARY KEY){by_key}",
)


def up(migrator, db):
    for statement in TABLES:
        db.execute_sql(statement.format(**db.ddl))
    db.execute_sql("INSERT INTO stemming (rule) VALUES (?)", (rule(),))
    words = Vocabulary(db)

    def folded(positions, batch, marks):
        rows = [
            (position, *text(event, marks(event)))
            for position, event in zip(positions, batch.events, strict=True)
        ]
        words.add(vocabulary(rows))
        return rows

    renew(db, "ascii", folded)


def down(migrator, db):
    for name in ("stemming", "word"):
        db.execute_sql(f"DROP TABLE {name}")

    def plain(positions, batch, marks):
        rows = []
        for position, event in zip(positions, batch.events, strict=True):
            row = dict(zip(TRUTH, event.truth, strict=True))
            texts = row["title"], row["summary"] or "", names(row["content"])
            rows.append((position, *texts, f"s{event.span} {marks(event)}"))
        return rows

    renew(db, "unicode61 remove_diacritics 2", plain)


def names(content):
    """The names in an event, in the form of the earlier full text."""
    parts = orjson.loads(content)
    found = [each["name"] for each in parts.get("actors", [])]
    found += [countries.name(code) for code, _ in parts.get("countries", [])]
    place = (parts.get("place") or {}).get("name")
    return " ; ".join(found + ([place] if place else []) + parts.get("tags", []))


def renew(db, tokenizer, texts):
    """Rebuild the full text. ``texts`` returns the rows for a batch of positions."""
    db.full_text.drop()
    db.full_text.make(tokenizer)
    known = {}
    after = None
    while True:
        rows = db.execute_sql(
            f"SELECT {', '.join(COLUMNS)} FROM event"
            f" {'' if after is None else 'WHERE position > ?'} ORDER BY position LIMIT ?",
            (BATCH,) if after is None else (after, BATCH),
        ).fetchall()
        if not rows:
            break
        after = rows[-1][0]
        batch = prepare(from_row(dict(zip(COLUMNS, row, strict=True))) for row in rows)
        if len(known) > MOST_TERMS:
            known.clear()
        numbers = [number_of(db, known, term) for term in batch.terms]

        def marks(event, numbers=numbers):
            return " ".join(mark(numbers[place]) for place in event.terms)

        db.full_text.add(texts([row[0] for row in rows], batch, marks))
    db.full_text.optimise()


def number_of(db, known, term):
    key = term[:2]
    if key not in known:
        row = db.execute_sql("SELECT id FROM term WHERE kind = ? AND value = ?", key).fetchone()
        known[key] = row[0]
    return known[key]
