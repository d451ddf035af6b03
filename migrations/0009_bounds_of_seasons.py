"""Let seasons without a hemisphere (codes 21 to 24) include both hemispheres, and mark old-style
days.

The migration derives the data of such dates again. The events themselves do not change, so they get
no new version. ``down`` derives the data by the earlier rule, without loss. The migration does not
use the models, because they change.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal

import orjson

from service.domain import calendar, countries, edtf
from service.domain.display import display

SEASON = re.compile(r"(?<=\d{4}-2)[1-4](?!\d)")
"""A season stands after the year, which has four digits or more. The 24th of a month is none."""
COLUMNS = (
    "position", "id", "title", "summary", "date", "date_as_reported", "earliest", "latest",
    "precision", "span", "content",
)  # fmt: skip
COUNTER_BITS = 23
FIRST_DAY, LAST_DAY = -(2**39), 2**39 - 2
OPEN_MONTH = -(2**40)
SPAN_DAYS = (0, 31, 366, 3660)
BATCH = 1000


def up(migrator, db):
    rederive(db, lambda text: text, display)


def down(migrator, db):
    rederive(db, northern, lambda date, _: display(date))


def northern(text):
    """A date with the bounds that ``text`` had before: those of the northern season."""
    return SEASON.sub(lambda match: str(int(match[0]) + 4), text)


def rederive(db, meaning, shown):
    ids = [row[0] for row in db.execute_sql(
        "SELECT id FROM event WHERE date LIKE '%-21%' OR date LIKE '%-22%' OR date LIKE '%-23%'"
        " OR date LIKE '%-24%' OR date_as_reported IS NOT NULL ORDER BY position"
    )]  # fmt: skip
    moved = []
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows = db.execute_sql(
            f"SELECT {', '.join(f'e.{name}' for name in COLUMNS)}, d.body"
            " FROM event e JOIN document d ON d.position = e.position"
            f" WHERE e.id IN ({', '.join('?' * len(some))}) ORDER BY e.position",
            some,
        ).fetchall()
        for values in rows:
            row = dict(zip(COLUMNS, values[:-1], strict=True))
            changed = renewed(row, orjson.loads(values[-1]), meaning, shown)
            if changed is not None:
                new, document = changed
                moved.append((row, new))
                store(db, row, new, document)
    if moved:
        move(db, [(row, new) for row, new in moved if row["earliest"] != new["earliest"]
                  or row["latest"] != new["latest"]], meaning)  # fmt: skip


def renewed(row, document, meaning, shown):
    """The row and its document by the new rule, or ``None`` if nothing changes."""
    text = row["date"]
    date = edtf.parse(meaning(text))
    new = row | {"earliest": date.earliest, "latest": date.latest, "span": span(date)}
    words = {
        "date_display": shown(edtf.parse(text), row["date_as_reported"]),
        "earliest": None if date.earliest is None else calendar.iso(date.earliest),
        "latest": None if date.latest is None else calendar.iso(date.latest),
    }
    if document == document | words and new == row:
        return None
    return new, document | words


def span(date):
    """The class of length of a date."""
    if date.undated:
        return len(SPAN_DAYS) + 1
    first = FIRST_DAY if date.earliest is None else date.earliest
    length = (LAST_DAY if date.latest is None else date.latest) - first
    return next((n for n, days in enumerate(SPAN_DAYS) if length <= days), len(SPAN_DAYS))


def store(db, row, new, document):
    """Store the event with its new days, at a position of its first day."""
    if row["earliest"] != new["earliest"]:
        new["position"] = position_for(db, row["id"], new["earliest"])
        db.execute_sql(
            "INSERT INTO departure (number, id, position, at)"
            " SELECT coalesce(max(number), 0) + 1, ?, ?, ? FROM departure",
            (row["id"], row["position"], now()),
        )
    db.execute_sql(
        "UPDATE event SET position = ?, earliest = ?, latest = ?, span = ? WHERE id = ?",
        (*(new[name] for name in ("position", "earliest", "latest", "span")), row["id"]),
    )
    db.execute_sql(
        "UPDATE document SET position = ?, body = ? WHERE position = ?",
        (new["position"], orjson.dumps(document), row["position"]),
    )


def now():
    """The present time in the form of the database."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def position_for(db, event_id, day):
    """The earlier position of the event on that day, or a free position after all others."""
    base = (FIRST_DAY if day is None else day) << COUNTER_BITS
    room = (base, base + (1 << COUNTER_BITS))
    own = db.execute_sql(
        "SELECT position FROM departure d WHERE id = ? AND position >= ? AND position < ?"
        " AND NOT EXISTS (SELECT 1 FROM event e WHERE e.position = d.position)"
        " ORDER BY number DESC LIMIT 1",
        (event_id, *room),
    ).fetchone()
    if own:
        return own[0]
    highest = [
        db.execute_sql(
            f"SELECT max(position) FROM {table} WHERE position >= ? AND position < ?", room
        ).fetchone()[0]
        for table in ("event", "departure")
    ]
    return max([base, *(each + 1 for each in highest if each is not None)])


def move(db, moved, meaning):
    """Move the postings, the full text, the amounts and the counts of events to their new days."""
    left = db.listed([row["position"] for row, _ in moved])
    terms = {}
    for position, term, kind in db.execute_sql(
        f"SELECT p.position, t.id, t.kind FROM posting p JOIN {left.text}"
        " ON j.value = p.position JOIN term t ON t.id = p.term",
        left.values,
    ).fetchall():
        terms.setdefault(position, []).append((term, kind))
    # Postings come first, because a new position may be the old one of another event.
    db.execute_sql(
        f"DELETE FROM posting WHERE position IN (SELECT j.value FROM {left.text})", left.values
    )
    for row, new in moved:
        found = terms.get(row["position"], [])
        latest = LAST_DAY if new["latest"] is None else new["latest"]
        for term, _ in found:
            db.execute_sql(
                "INSERT INTO posting (term, span, position, latest) VALUES (?, ?, ?, ?)",
                (term, new["span"], new["position"], latest),
            )
        refile_text(db, row, new, [term for term, _ in found])
        db.execute_sql(
            "UPDATE amount SET position = ? WHERE position = ?",
            (new["position"], row["position"]),
        )
        tallied = [term for term, kind in found if kind in ("all", "country", "category")]
        refile_month(db, row, new, tallied, meaning)
    db.execute_sql("DELETE FROM tally WHERE events = 0")


def refile_text(db, row, new, terms):
    marks = " ".join(f"t{term}" for term in terms)
    parts = orjson.loads(row["content"])
    names = [each["name"] for each in parts["actors"]]
    names += [countries.name(code) for code, _ in parts["countries"]]
    names += [parts["place"]["name"]] if parts["place"] and parts["place"]["name"] else []
    names += parts["tags"]
    plain = (row["title"], row["summary"] or "", " ; ".join(names))
    db.full_text.remove([(row["position"], *plain, f"s{row['span']} {marks}")])
    db.full_text.add([(new["position"], *plain, f"s{new['span']} {marks}")])


def refile_month(db, row, new, terms, meaning):
    """Move the count of an event and its money from one month to another."""
    text = row["date"]
    before, after = northern(text), meaning(text)
    if before == after:
        before = text
    old, now = beginning(text, before), beginning(text, after)
    if old == now:
        return
    money = db.execute_sql(
        "SELECT currency, stage, value FROM amount WHERE position = ?", (new["position"],)
    ).fetchall()
    for term in terms:
        for (month, date), sign in ((old, -1), (now, 1)):
            db.execute_sql(
                "INSERT INTO tally (term, month, date, events) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (term, month, date)"
                " DO UPDATE SET events = tally.events + excluded.events",
                (term, month, date, sign),
            )
            for currency, stage, value in money:
                key = (term, month, date, currency, stage)
                add_money(db, key, sign, sign * Decimal(value))


def add_money(db, key, amounts, value):
    where = "term = ? AND month = ? AND date = ? AND currency = ? AND stage = ?"
    row = db.execute_sql(f"SELECT amounts, value FROM tally_amount WHERE {where}", key).fetchone()
    if row is not None:
        amounts, value = amounts + row[0], value + Decimal(row[1])
        db.execute_sql(f"DELETE FROM tally_amount WHERE {where}", key)
    if amounts:
        db.execute_sql(
            "INSERT INTO tally_amount (term, month, date, currency, stage, amounts, value)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*key, amounts, str(value)),
        )


def beginning(text, meant):
    """The month in which an event is counted, and its date if the month is not known."""
    date = edtf.parse(meant)
    if date.earliest is None:
        return OPEN_MONTH, text
    start = edtf.parse(meant.split("/", 1)[0]) if date.precision == "interval" else date
    month = month_of(date.earliest)
    settled = start.latest is not None and month_of(start.latest) == month
    return month, "" if settled else text


def month_of(day):
    year, month, _ = calendar.civil(day)
    return year * 12 + month - 1
