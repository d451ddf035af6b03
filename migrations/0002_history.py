"""Store the history of events, the positions that events have left, and replies for retries.

``down`` deletes earlier versions and stored replies. Events, deletions and the change log stay.
"""

UP = (
    """CREATE TABLE history (
        id VARCHAR(100){c} NOT NULL,
        version INTEGER NOT NULL,
        state {bytes} NOT NULL,
        PRIMARY KEY (id, version)
    ){by_key}""",
    # A cursor of a list has the number of the last departure before its first page.
    """CREATE TABLE departure (
        number {counted},
        id VARCHAR(100){c} NOT NULL,
        position BIGINT NOT NULL
    )""",
    "CREATE INDEX departure_position ON departure (position)",
    """CREATE TABLE reply (
        author VARCHAR(100){c} NOT NULL,
        token VARCHAR(200){c} NOT NULL,
        request VARCHAR(64){c} NOT NULL,
        status SMALLINT NOT NULL,
        headers TEXT{c} NOT NULL,
        body {bytes} NOT NULL,
        at VARCHAR(27){c} NOT NULL,
        PRIMARY KEY (author, token)
    )""",
    "CREATE INDEX reply_at ON reply (at)",
    "CREATE INDEX tombstone_deleted_at ON tombstone (deleted_at)",
    'ALTER TABLE "change" ADD COLUMN fields TEXT{c}',
)
DOWN = (
    'ALTER TABLE "change" DROP COLUMN fields',
    "DROP INDEX tombstone_deleted_at",
    "DROP TABLE reply",
    "DROP TABLE departure",
    "DROP TABLE history",
)


def up(migrator, db):
    for statement in UP:
        db.execute_sql(statement.format(**db.ddl))


def down(migrator, db):
    for statement in DOWN:
        db.execute_sql(statement)
