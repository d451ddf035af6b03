"""Give each access key a number and any number of texts. Replies are stored by the number of the
key.

Until now a rotation made a separate key for the old text, with the name ``NAME until TIME``. Such a
key becomes a text of its original key, so that a revocation ends it too. ``down`` makes separate
keys again, and a feed key becomes a key that may read. If two texts of one key had a reply under
the same ``Idempotency-Key``, the first reply is kept.
"""

import re

# The name that a rotation gave to the key of the old text: the name of the key, cut at 70
# characters, then " until " and the time (27 characters).
OLD = re.compile(r".+ until .{4}-.{2}-.{2}T.{2}:.{2}:.{2}\..{6}Z", re.DOTALL)
UP = (
    "CREATE TABLE owner (old INTEGER NOT NULL, id INTEGER NOT NULL)",
    """CREATE TABLE key_text (
        id INTEGER NOT NULL PRIMARY KEY,
        key_id INTEGER NOT NULL,
        digest VARCHAR(64){c} NOT NULL,
        created_at VARCHAR(27){c} NOT NULL,
        expires_at VARCHAR(27){c},
        last_used_at VARCHAR(27){c}
    )""",
    "CREATE UNIQUE INDEX key_text_digest ON key_text (digest)",
    "CREATE INDEX key_text_key_id ON key_text (key_id)",
    """INSERT INTO key_text (id, key_id, digest, created_at, expires_at, last_used_at)
        SELECT k.id, coalesce(o.id, k.id), k.digest, k.created_at,
        CASE WHEN o.id IS NULL THEN NULL
        WHEN k.revoked_at < k.expires_at THEN k.revoked_at ELSE k.expires_at END,
        k.last_used_at
        FROM "key" k LEFT JOIN owner o ON o.old = k.id""",
    """UPDATE "key" SET created_at = (
        SELECT min(t.created_at) FROM key_text t WHERE t.key_id = "key".id
    ) WHERE id IN (SELECT id FROM owner)""",
    """CREATE TABLE reply_by_key (
        key_id INTEGER NOT NULL,
        token VARCHAR(200){c} NOT NULL,
        request VARCHAR(64){c} NOT NULL,
        status SMALLINT NOT NULL,
        headers TEXT{c} NOT NULL,
        body {bytes} NOT NULL,
        at VARCHAR(27){c} NOT NULL,
        PRIMARY KEY (key_id, token)
    )""",
    """INSERT INTO reply_by_key
        SELECT coalesce(o.id, k.id), r.token, r.request, r.status, r.headers, r.body, r.at
        FROM reply r JOIN "key" k ON k.name = r.author LEFT JOIN owner o ON o.old = k.id
        WHERE TRUE ORDER BY r.at ON CONFLICT DO NOTHING""",
    "DROP TABLE reply",
    "ALTER TABLE reply_by_key RENAME TO reply",
    "CREATE INDEX reply_at ON reply (at)",
    'DELETE FROM "key" WHERE id IN (SELECT old FROM owner)',
    "DROP INDEX key_digest",
    'ALTER TABLE "key" DROP COLUMN digest',
    'ALTER TABLE "key" DROP COLUMN last_used_at',
    "DROP TABLE owner",
)
DOWN = (
    """CREATE TABLE key_before (
        id INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR(100){c} NOT NULL,
        digest VARCHAR(64){c} NOT NULL,
        scopes VARCHAR(40){c} NOT NULL,
        created_at VARCHAR(27){c} NOT NULL,
        expires_at VARCHAR(27){c},
        revoked_at VARCHAR(27){c},
        last_used_at VARCHAR(27){c}
    )""",
    # Several old texts may end at one moment, but their names must differ. So the number of the
    # text replaces the microseconds.
    """INSERT INTO key_before
        SELECT t.id, CASE WHEN t.expires_at IS NULL THEN k.name
        ELSE substr(k.name, 1, 70) || ' until ' || substr(t.expires_at, 1, 20)
        || substr(CAST(1000000 + t.id % 1000000 AS VARCHAR(7)), 2) || 'Z' END,
        t.digest, replace(k.scopes, 'feed', 'read'), t.created_at,
        CASE WHEN t.expires_at IS NULL THEN k.expires_at
        WHEN k.expires_at < t.expires_at THEN k.expires_at ELSE t.expires_at END,
        k.revoked_at, t.last_used_at
        FROM key_text t JOIN "key" k ON k.id = t.key_id""",
    """CREATE TABLE reply_before (
        author VARCHAR(100){c} NOT NULL,
        token VARCHAR(200){c} NOT NULL,
        request VARCHAR(64){c} NOT NULL,
        status SMALLINT NOT NULL,
        headers TEXT{c} NOT NULL,
        body {bytes} NOT NULL,
        at VARCHAR(27){c} NOT NULL,
        PRIMARY KEY (author, token)
    )""",
    """INSERT INTO reply_before
        SELECT k.name, r.token, r.request, r.status, r.headers, r.body, r.at
        FROM reply r JOIN "key" k ON k.id = r.key_id""",
    "DROP TABLE reply",
    "ALTER TABLE reply_before RENAME TO reply",
    "CREATE INDEX reply_at ON reply (at)",
    "DROP TABLE key_text",
    'DROP TABLE "key"',
    'ALTER TABLE key_before RENAME TO "key"',
    'CREATE UNIQUE INDEX key_name ON "key" (name)',
    'CREATE UNIQUE INDEX key_digest ON "key" (digest)',
)


def up(migrator, db):
    first, *rest = UP
    db.execute_sql(first)
    for pair in owners(db.execute_sql('SELECT id, name, scopes, expires_at FROM "key"').fetchall()):
        db.execute_sql("INSERT INTO owner (old, id) VALUES (?, ?)", pair)
    for statement in rest:
        db.execute_sql(statement.format(**db.ddl))


def owners(keys):
    """The numbers of keys that stand for old texts, each with the number of its original key."""
    for old, name, scopes, ends in keys:
        if not OLD.fullmatch(name) or ends is None or ends[:19] > name[-27:][:19]:
            continue
        found = [
            number
            for number, other, may, _ in keys
            if number != old and other[:70] == name[:-34] and may == scopes
            and not OLD.fullmatch(other)
        ]  # fmt: skip
        if len(found) == 1:
            yield old, found[0]


def down(migrator, db):
    for statement in DOWN:
        db.execute_sql(statement.format(**db.ddl))
