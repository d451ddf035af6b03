"""Make the first tables: events, derived data, the change log and the access keys.

This is a copy of the models of that time. It does not use the models, because they change.
"""

TABLES = (
    """CREATE TABLE event (
        position {long} NOT NULL PRIMARY KEY,
        id VARCHAR(100){c} NOT NULL,
        title TEXT{c} NOT NULL,
        summary TEXT{c},
        date VARCHAR(64){c} NOT NULL,
        date_as_reported TEXT{c},
        earliest BIGINT,
        latest BIGINT,
        precision VARCHAR(10){c} NOT NULL,
        span SMALLINT NOT NULL,
        category VARCHAR(20){c} NOT NULL,
        status VARCHAR(20){c} NOT NULL,
        latitude DOUBLE PRECISION,
        longitude DOUBLE PRECISION,
        content TEXT{c} NOT NULL,
        version INTEGER NOT NULL,
        created_at VARCHAR(27){c} NOT NULL,
        updated_at VARCHAR(27){c} NOT NULL
    )""",
    "CREATE UNIQUE INDEX event_id ON event (id)",
    "CREATE INDEX event_updated_at_position ON event (updated_at, position)",
    "CREATE TABLE document (position {long} NOT NULL PRIMARY KEY, body {bytes} NOT NULL)",
    """CREATE TABLE term (
        id INTEGER NOT NULL PRIMARY KEY,
        kind VARCHAR(10){c} NOT NULL,
        value TEXT{c} NOT NULL,
        name TEXT{c} NOT NULL,
        events INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX term_kind_value ON term (kind, value)",
    """CREATE TABLE posting (
        term INTEGER NOT NULL,
        span SMALLINT NOT NULL,
        position BIGINT NOT NULL,
        latest BIGINT NOT NULL,
        PRIMARY KEY (term, span, position){with_latest}
    ){by_key}""",
    """CREATE TABLE tally (
        term INTEGER NOT NULL,
        month BIGINT NOT NULL,
        date VARCHAR(64){c} NOT NULL,
        events INTEGER NOT NULL,
        PRIMARY KEY (term, month, date)
    ){by_key}""",
    """CREATE TABLE tally_amount (
        term INTEGER NOT NULL,
        month BIGINT NOT NULL,
        date VARCHAR(64){c} NOT NULL,
        currency VARCHAR(3){c} NOT NULL,
        stage VARCHAR(20){c} NOT NULL,
        amounts INTEGER NOT NULL,
        value TEXT{c} NOT NULL,
        PRIMARY KEY (term, month, date, currency, stage)
    ){by_key}""",
    """CREATE TABLE amount (
        position BIGINT NOT NULL,
        ordinal SMALLINT NOT NULL,
        currency VARCHAR(3){c} NOT NULL,
        stage VARCHAR(20){c} NOT NULL,
        value TEXT{c} NOT NULL,
        number DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (position, ordinal)
    ){by_key}""",
    """CREATE TABLE tombstone (
        id VARCHAR(100){c} NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        deleted_at VARCHAR(27){c} NOT NULL
    )""",
    # A cursor is never used again for another change.
    """CREATE TABLE change (
        cursor {counted},
        type VARCHAR(10){c} NOT NULL,
        id VARCHAR(100){c} NOT NULL,
        version INTEGER NOT NULL,
        at VARCHAR(27){c} NOT NULL,
        author TEXT{c}
    )""",
    "CREATE INDEX change_id ON change (id)",
    """CREATE TABLE key (
        id INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR(100){c} NOT NULL,
        digest VARCHAR(64){c} NOT NULL,
        scopes VARCHAR(40){c} NOT NULL,
        created_at VARCHAR(27){c} NOT NULL,
        expires_at VARCHAR(27){c},
        revoked_at VARCHAR(27){c}
    )""",
    "CREATE UNIQUE INDEX key_name ON key (name)",
    "CREATE UNIQUE INDEX key_digest ON key (digest)",
)
NAMES = (
    "key", "change", "tombstone", "amount", "tally_amount", "tally", "posting",
    "term", "document", "event",
)  # fmt: skip


def up(migrator, db):
    for statement in TABLES:
        db.execute_sql(statement.format(**db.ddl))
    db.full_text.make("unicode61 remove_diacritics 2")


def down(migrator, db):
    db.full_text.drop()
    for name in NAMES:
        db.execute_sql(f"DROP TABLE {name}")
