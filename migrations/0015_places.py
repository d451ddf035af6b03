"""Index events by the cells of their places (``service.domain.cells``), so that a box finds its
events. Like terms, cells have rows in ``posting`` and words in the full text. ``down`` removes
both.

``up`` and ``down`` read each event once. Versions, documents, the change log and all cursors stay
as they are.
"""

from service.store.index_batch import text
from service.store.prepared_events import prepare
from service.store.rows import from_row
from service.store.terms import mark

BATCH = 1000
COLUMNS = (
    "position", "id", "title", "summary", "date", "date_as_reported", "earliest", "latest",
    "precision", "span", "category", "status", "latitude", "longitude", "content", "version",
    "created_at", "updated_at",
)  # fmt: skip
"""The columns at this migration. Later migrations may add others."""
MOST_TERMS = 200_000
"""The maximum number of term numbers in memory."""


def up(migrator, db):
    renew(db, with_cells=True)


def down(migrator, db):
    db.execute_sql("DELETE FROM posting WHERE term < 0")
    renew(db, with_cells=False)


def renew(db, with_cells):
    """Rebuild the full text with or without the words of cells, and add the postings of cells."""
    db.full_text.drop()
    db.full_text.make("ascii")
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
        # ``dateline verify`` reports a term that is missing, and repairs it.
        marks = ["" if number is None else mark(number) for number in numbers]
        texts, postings = [], []
        for (position, *_), event in zip(rows, batch.events, strict=True):
            words = [marks[place] for place in event.terms if marks[place]]
            if with_cells:
                words += map(mark, event.cells)
                postings += [(cell, event.span, position, event.last) for cell in event.cells]
            texts.append((position, *text(event, " ".join(words))))
        db.insert_many(
            "posting",
            ("term", "span", "position", "latest"),
            [value for row in sorted(postings) for value in row],
        )
        db.full_text.add(texts)
    db.full_text.optimise()


def number_of(db, known, term):
    key = term[:2]
    if key not in known:
        row = db.execute_sql("SELECT id FROM term WHERE kind = ? AND value = ?", key).fetchone()
        known[key] = None if row is None else row[0]
    return known[key]
