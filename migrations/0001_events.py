"""The first tables: events, what is derived from them, the change log, the keys.

A frozen copy of the models as they were, on purpose independent of them.
"""

TABLES = (
    """CREATE TABLE event (
        position INTEGER NOT NULL PRIMARY KEY,
        id VARCHAR(100) NOT NULL,
        title TEXT NOT NULL,
        summary TEXT,
        date VARCHAR(64) NOT NULL,
        date_as_reported TEXT,
        earliest BIGINT,
        latest BIGINT,
        precision VARCHAR(10) NOT NULL,
        span SMALLINT NOT NULL,
        category VARCHAR(20) NOT NULL,
        status VARCHAR(20) NOT NULL,
        latitude DOUBLE PRECISION,
        longitude DOUBLE PRECISION,
        content TEXT NOT NULL,
        version INTEGER NOT NULL,
        created_at VARCHAR(27) NOT NULL,
        updated_at VARCHAR(27) NOT NULL
    )""",
    "CREATE UNIQUE INDEX event_id ON event (id)",
    "CREATE INDEX event_updated_at_position ON event (updated_at, position)",
    "CREATE TABLE document (position INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL)",
    """CREATE TABLE term (
        id INTEGER NOT NULL PRIMARY KEY,
        kind VARCHAR(10) NOT NULL,
        value TEXT NOT NULL,
        name TEXT NOT NULL,
        events INTEGER NOT NULL
    )""",
    "CREATE UNIQUE INDEX term_kind_value ON term (kind, value)",
    """CREATE TABLE posting (
        term INTEGER NOT NULL,
        span SMALLINT NOT NULL,
        position BIGINT NOT NULL,
        latest BIGINT NOT NULL,
        PRIMARY KEY (term, span, position)
    ) WITHOUT ROWID""",
    """CREATE TABLE tally (
        term INTEGER NOT NULL,
        month BIGINT NOT NULL,
        date VARCHAR(64) NOT NULL,
        events INTEGER NOT NULL,
        PRIMARY KEY (term, month, date)
    ) WITHOUT ROWID""",
    """CREATE TABLE tally_amount (
        term INTEGER NOT NULL,
        month BIGINT NOT NULL,
        date VARCHAR(64) NOT NULL,
        currency VARCHAR(3) NOT NULL,
        stage VARCHAR(20) NOT NULL,
        amounts INTEGER NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY (term, month, date, currency, stage)
    ) WITHOUT ROWID""",
    """CREATE TABLE amount (
        position BIGINT NOT NULL,
        ordinal SMALLINT NOT NULL,
        currency VARCHAR(3) NOT NULL,
        stage VARCHAR(20) NOT NULL,
        value TEXT NOT NULL,
        number DOUBLE PRECISION NOT NULL,
        PRIMARY KEY (position, ordinal)
    ) WITHOUT ROWID""",
    """CREATE TABLE tombstone (
        id VARCHAR(100) NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL,
        deleted_at VARCHAR(27) NOT NULL
    )""",
    # AUTOINCREMENT: a cursor once handed out never names another change.
    """CREATE TABLE change (
        cursor INTEGER PRIMARY KEY AUTOINCREMENT,
        type VARCHAR(10) NOT NULL,
        id VARCHAR(100) NOT NULL,
        version INTEGER NOT NULL,
        at VARCHAR(27) NOT NULL,
        author TEXT
    )""",
    "CREATE INDEX change_id ON change (id)",
    """CREATE TABLE key (
        id INTEGER NOT NULL PRIMARY KEY,
        name VARCHAR(100) NOT NULL,
        digest VARCHAR(64) NOT NULL,
        scopes VARCHAR(40) NOT NULL,
        created_at VARCHAR(27) NOT NULL,
        expires_at VARCHAR(27),
        revoked_at VARCHAR(27)
    )""",
    "CREATE UNIQUE INDEX key_name ON key (name)",
    "CREATE UNIQUE INDEX key_digest ON key (digest)",
    """CREATE VIRTUAL TABLE event_text USING fts5(
        title, summary, names, terms,
        content='', tokenize='unicode61 remove_diacritics 2'
    )""",
)
NAMES = (
    "event_text", "key", "change", "tombstone", "amount", "tally_amount", "tally", "posting",
    "term", "document", "event",
)  # fmt: skip


def up(migrator, db):
    for statement in TABLES:
        db.execute_sql(statement)


def down(migrator, db):
    for name in NAMES:
        db.execute_sql(f"DROP TABLE {name}")
