"""Store earlier versions of events with the names of their columns, so that columns can be added
and removed. Before, a version was a list of values, which could be read only with the columns of
its time.

``down`` makes lists again, without the values of columns that were added later.
"""

import zlib

import orjson

from service.errors import Invalid

BATCH = 1000
COLUMNS = (
    "position", "id", "title", "summary", "date", "date_as_reported", "earliest", "latest",
    "precision", "span", "category", "status", "latitude", "longitude", "content", "version",
    "created_at", "updated_at",
)  # fmt: skip
"""The columns of the lists, in their order."""


def up(migrator, db):
    convert(db, named)


def down(migrator, db):
    convert(db, lambda row: [row[name] for name in COLUMNS])


def named(values):
    """A list of values as a row."""
    if not isinstance(values, list):
        raise TypeError("the stored version is no list of values")
    return dict(zip(COLUMNS, values, strict=True))


def convert(db, renewed):
    """Rewrite each earlier version, in batches."""
    after = ("", -1)
    while True:
        rows = db.execute_sql(
            "SELECT id, version, state FROM history WHERE (id, version) > (?, ?)"
            " ORDER BY id, version LIMIT ?",
            (*after, BATCH),
        ).fetchall()
        if not rows:
            return
        after = rows[-1][:2]
        db.many(
            "UPDATE history SET state = ? WHERE id = ? AND version = ?",
            [(packed(*row, renewed), *row[:2]) for row in rows],
        )


def packed(event_id, version, state, renewed):
    """An earlier version in the other form. Raises ``Invalid`` if it is damaged."""
    try:
        return zlib.compress(orjson.dumps(renewed(orjson.loads(zlib.decompress(state)))))
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        raise Invalid(
            f"version {version} of event {event_id!r} cannot be read ({error}); restore a backup,"
            " or delete this row of the table history, and migrate again"
        ) from None
