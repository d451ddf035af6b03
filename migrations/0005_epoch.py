"""Give the database an epoch, and store the time of each departure of an event from its position.

``down`` deletes both, so earlier cursors are not valid afterwards.
"""

import datetime
import secrets

UP = (
    """CREATE TABLE epoch (
        id INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR(32){c} NOT NULL,
        secret VARCHAR(64){c} NOT NULL,
        begun_at VARCHAR(27){c} NOT NULL
    )""",
    "ALTER TABLE departure ADD COLUMN at VARCHAR(27){c}",
    "CREATE INDEX departure_id ON departure (id)",
)
DOWN = (
    "DROP INDEX departure_id",
    "ALTER TABLE departure DROP COLUMN at",
    "DROP TABLE epoch",
)


def up(migrator, db):
    for statement in UP:
        db.execute_sql(statement.format(**db.ddl))
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
    at = now.replace("+00:00", "Z")
    db.execute_sql("UPDATE departure SET at = ?", (at,))
    db.execute_sql(
        "INSERT INTO epoch (id, name, secret, begun_at) VALUES (1, ?, ?, ?)",
        (secrets.token_hex(16), secrets.token_hex(32), at),
    )


def down(migrator, db):
    for statement in DOWN:
        db.execute_sql(statement)
