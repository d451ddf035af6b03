"""Leave out the fields and members that are not given from the column ``content`` of events.

The rows have the same meaning as before, so versions, documents, the change log and all cursors
stay as they are. ``down`` writes all members again.
"""

import orjson

BATCH = 2000
MEMBERS = {
    "actors": ("name", "type", "title", "country"),
    "amounts": ("value", "currency", "stage", "purpose"),
    "sources": ("title", "publisher", "url", "published", "supports"),
}
PLACE = ("name", "country", "latitude", "longitude")
FIELDS = ("countries", "actors", "place", "amounts", "sources", "related", "tags")
"""The members at this migration, in their order. Later migrations add others."""


def up(migrator, db):
    convert(db, shorter)


def down(migrator, db):
    convert(db, whole)


def convert(db, renewed):
    """Rewrite the column of each event, in batches."""
    after = None
    while True:
        rows = db.execute_sql(
            "SELECT position, content FROM event"
            f" {'' if after is None else 'WHERE position > ?'} ORDER BY position LIMIT ?",
            (BATCH,) if after is None else (after, BATCH),
        ).fetchall()
        if not rows:
            return
        after = rows[-1][0]
        changed = []
        for position, text in rows:
            new = orjson.dumps(renewed(orjson.loads(text))).decode()
            if new != text:
                changed.append((new, position))
        db.many("UPDATE event SET content = ? WHERE position = ?", changed)


def shorter(parts):
    """The parts of an event without fields and members that are not given."""
    found = given(parts)
    for name in (*MEMBERS, "place"):
        part = found.get(name)
        if isinstance(part, dict):
            found[name] = given(part)
        elif part:
            found[name] = [given(each) for each in part]
    return found


def given(members):
    return {name: value for name, value in members.items() if value is not None and value != []}


def whole(parts):
    """The parts of an event with all members."""
    found = {name: parts.get(name, None if name == "place" else []) for name in FIELDS}
    for name, names in MEMBERS.items():
        found[name] = [all_of(each, names) for each in found[name]]
    if found["place"] is not None:
        found["place"] = all_of(found["place"], PLACE)
    return found


def all_of(part, names):
    return {name: part.get(name, [] if name == "supports" else None) for name in names}
