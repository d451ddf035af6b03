"""The tables; the migrations must create exactly these (a test compares).

``event`` is the truth. ``document``, ``posting``, the tallies, ``amount`` and the full
text are derived from it and can be rebuilt.
"""

from __future__ import annotations

import peewee as pw

from service.store.rows import PLAIN, TYPES, members


class Table(pw.Model):
    class Meta:
        legacy_table_names = False


class Event(Table):
    """One row for each event, with a column for each of its texts and numbers (``PLAIN``).
    ``content`` has the other parts as JSON. ``entry`` is the cursor of its entry in the change log
    while it has only one."""

    position = pw.BigIntegerField(primary_key=True)
    id = pw.CharField(max_length=100, unique=True)
    date = pw.CharField(max_length=64)
    earliest = pw.BigIntegerField(null=True)
    latest = pw.BigIntegerField(null=True)
    precision = pw.CharField(max_length=10)
    span = pw.SmallIntegerField()
    latitude = pw.DoubleField(null=True)
    longitude = pw.DoubleField(null=True)
    content = pw.TextField()
    version = pw.IntegerField()
    created_at = pw.CharField(max_length=27)
    updated_at = pw.CharField(max_length=27)
    entry = pw.BigIntegerField(null=True)

    class Meta:
        indexes = ((("updated_at", "position"), False),)


_WIDTHS = {"category": 20, "status": 20}
_KINDS: dict[type, type[pw.Field]] = {
    str: pw.TextField,
    int: pw.BigIntegerField,
    float: pw.DoubleField,
}


def _column(name: str) -> pw.Field:
    kind, null = members(TYPES[name])[0], TYPES[name] != members(TYPES[name])[0]
    if name in _WIDTHS:
        return pw.CharField(max_length=_WIDTHS[name], null=null)
    return _KINDS[kind](null=null)


for _name in PLAIN:
    Event._meta.add_field(_name, _column(_name))


class Document(Table):
    """The rendered JSON of an event, as a list or a single read sends it."""

    position = pw.BigIntegerField(primary_key=True)
    body = pw.BlobField()


class Term(Table):
    """A value to filter by: a country, a category, an actor; with the number of its events."""

    id = pw.AutoField()
    kind = pw.CharField(max_length=10)
    value = pw.TextField()
    name = pw.TextField()
    events = pw.IntegerField(default=0)

    class Meta:
        indexes = ((("kind", "value"), True),)


class Posting(Table):
    """The events of a term, in date order within each class of length."""

    term = pw.IntegerField()
    span = pw.SmallIntegerField()
    position = pw.BigIntegerField()
    latest = pw.BigIntegerField()

    class Meta:
        primary_key = pw.CompositeKey("term", "span", "position")
        without_rowid = True


class Tally(Table):
    """The number of events of a term that begin in a month (year * 12 + month - 1).

    ``date`` is empty for events whose beginning is known to the month or better. For the others it
    is the text of the date; they are counted apart.
    """

    term = pw.IntegerField()
    month = pw.BigIntegerField()
    date = pw.CharField(max_length=64)
    events = pw.IntegerField()

    class Meta:
        primary_key = pw.CompositeKey("term", "month", "date")
        without_rowid = True


class TallyAmount(Table):
    """The money of the same events, for each currency and stage; ``value`` is exact."""

    term = pw.IntegerField()
    month = pw.BigIntegerField()
    date = pw.CharField(max_length=64)
    currency = pw.CharField(max_length=3)
    stage = pw.CharField(max_length=20)
    amounts = pw.IntegerField()
    value = pw.TextField()

    class Meta:
        primary_key = pw.CompositeKey("term", "month", "date", "currency", "stage")
        without_rowid = True


class Amount(Table):
    """Money of an event; ``value`` is exact, ``number`` is the nearest double, for comparisons."""

    position = pw.BigIntegerField()
    ordinal = pw.SmallIntegerField()
    currency = pw.CharField(max_length=3)
    stage = pw.CharField(max_length=20)
    value = pw.TextField()
    number = pw.DoubleField()

    class Meta:
        primary_key = pw.CompositeKey("position", "ordinal")
        indexes = ((("currency", "number", "position"), False),)
        without_rowid = True


class Tombstone(Table):
    """The remains of a deleted event."""

    id = pw.CharField(max_length=100, primary_key=True)
    version = pw.IntegerField()
    deleted_at = pw.CharField(max_length=27, index=True)


class History(Table):
    """An event as it was at a version that is no longer the current one.

    ``state`` is its row, compressed together with the names of the columns, so columns may be added
    and removed. The table ``change`` has the time and the author of the version.
    """

    id = pw.CharField(max_length=100)
    version = pw.IntegerField()
    state = pw.BlobField()

    class Meta:
        primary_key = pw.CompositeKey("id", "version")
        without_rowid = True


class Departure(Table):
    """An event left its position: its first day was corrected, or it was deleted.

    A walk that began before still meets it at its old position (``service.store.exact_paging``).
    """

    number = pw.AutoField()
    id = pw.CharField(max_length=100, index=True)
    position = pw.BigIntegerField(index=True)
    at = pw.CharField(max_length=27, null=True)


class Reply(Table):
    """The reply under an ``Idempotency-Key``; ``request`` is a digest of the request."""

    key_id = pw.IntegerField()
    token = pw.CharField(max_length=200)
    request = pw.CharField(max_length=64)
    status = pw.SmallIntegerField()
    headers = pw.TextField()
    body = pw.BlobField()
    at = pw.CharField(max_length=27, index=True)

    class Meta:
        primary_key = pw.CompositeKey("key_id", "token")


class Change(Table):
    """One entry of the ordered change log; ``fields`` are those that an update changed.

    ``several`` is 1 if the event has other entries too. Such entries are found by the id of the
    event. A single entry is found from the event, so new events need no index entry.
    """

    cursor = pw.AutoField()
    type = pw.CharField(max_length=10)
    id = pw.CharField(max_length=100)
    version = pw.IntegerField()
    at = pw.CharField(max_length=27)
    author = pw.TextField(null=True)
    fields = pw.TextField(null=True)
    several = pw.SmallIntegerField(null=True)


Change.add_index(Change.index(Change.id, where=pw.SQL("several = 1"), name="change_id"))


class Key(Table):
    """An access key: a client that shows one of its texts has the rights of its scopes."""

    id = pw.AutoField()
    name = pw.CharField(max_length=100, unique=True)
    scopes = pw.CharField(max_length=40)
    created_at = pw.CharField(max_length=27)
    expires_at = pw.CharField(max_length=27, null=True)
    revoked_at = pw.CharField(max_length=27, null=True)


class KeyText(Table):
    """The digest of a text of a key; the text is shown once and never stored. ``expires_at`` is set
    when a newer text has replaced it."""

    id = pw.AutoField()
    key_id = pw.IntegerField(index=True)
    digest = pw.CharField(max_length=64, unique=True)
    created_at = pw.CharField(max_length=27)
    expires_at = pw.CharField(max_length=27, null=True)
    last_used_at = pw.CharField(max_length=27, null=True)


class Word(Table):
    """A word of the texts, folded, and the stem that its forms share
    (``service.store.lexicon``)."""

    word = pw.TextField(primary_key=True)
    stem = pw.TextField(index=True)

    class Meta:
        without_rowid = True


class Stemming(Table):
    """The rule that made the stems (``service.domain.stemming.rule``): one row."""

    rule = pw.CharField(max_length=60, primary_key=True)

    class Meta:
        without_rowid = True


class Epoch(Table):
    """The epoch of the database (``service.store.epoch``): one row, which a restore replaces."""

    id = pw.AutoField()
    name = pw.CharField(max_length=32)
    secret = pw.CharField(max_length=64)
    begun_at = pw.CharField(max_length=27)


TABLES: tuple[type[Table], ...] = (
    Event, Document, Term, Posting, Tally, TallyAmount, Amount, Tombstone, History,
    Departure, Change, Reply, Key, KeyText, Epoch, Word, Stemming,
)  # fmt: skip
