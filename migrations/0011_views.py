"""Make SQL views for dashboards: ISO dates, one row for each country, amount and source, no JSON.

Days are stored as ordinals (1 is 0001-01-01) of any year. SQLite's own dates have only the years 0
to 9999. The Gregorian calendar repeats every 400 years, which are 146,097 days. So each day has the
same month and day as some day in the years 1 to 400, and SQLite can compute that day.
"""

CYCLE = 146_097
FIRST, LAST = -365, 3_652_059
"""The ordinals of 0000-01-01 and 9999-12-31."""
BEFORE_FIRST_DAY = 1_721_424.5
"""The Julian day of ordinal 0."""


def day(column):
    """The ISO text of a day, as EDTF writes the years outside 0 to 9999."""
    year, rest = _year(column), _rest(column)
    return f"""CASE
        WHEN {column} BETWEEN {FIRST} AND {LAST} THEN date({column} + {BEFORE_FIRST_DAY})
        WHEN {column} IS NOT NULL THEN
            CASE WHEN {year} BETWEEN -9999 AND -1 THEN printf('-%04d', -({year}))
            ELSE 'Y' || ({year}) END || substr(date({rest} + {BEFORE_FIRST_DAY}), 5)
        END"""


def date_of(column):
    """The ISO text of a day in the years 1 to 9999, the range of dates in other programs."""
    return f"CASE WHEN {column} BETWEEN 1 AND {LAST} THEN date({column} + {BEFORE_FIRST_DAY}) END"


def year_of(column):
    """The astronomical year of a day: 0 is 1 BC."""
    return f"CASE WHEN {column} IS NOT NULL THEN {_year(column)} END"


def _rest(column):
    """The ordinal of the day in the years 1 to 400 with the same month and day."""
    return f"((({column} - 1) % {CYCLE} + {CYCLE}) % {CYCLE} + 1)"


def _year(column):
    rest = _rest(column)
    return (
        f"CAST(substr(date({rest} + {BEFORE_FIRST_DAY}), 1, 4) AS INTEGER)"
        f" + ({column} - {rest}) / {CYCLE} * 400"
    )


def moment(column):
    """A stored time (UTC) in the form that dashboards compare: a space, no letter for the zone."""
    return f"replace(substr({column}, 1, 26), 'T', ' ')"


# The text of a time without a mark of doubt. SQLite reads it with its offset, which must have
# minutes, and has no 24:00.
_TEXT = "rtrim(e.date, '?~%')"
_WHOLE = f"{_TEXT} || CASE WHEN {_TEXT} GLOB '*[+-][0-9][0-9]' THEN ':00' ELSE '' END"
_INSTANT = (
    f"strftime('%Y-%m-%d %H:%M:%f', replace({_WHOLE}, 'T24:00', 'T00:00'),"
    f" CASE WHEN e.date LIKE '%T24:00%' THEN '+1 day' ELSE '+0 days' END)"
)
TIME = f"""CASE
        WHEN e.precision = 'time' AND e.earliest BETWEEN 3 AND {LAST} - 2
            AND ({_TEXT} LIKE '%Z' OR {_TEXT} GLOB '*T*[+-][0-9][0-9]'
                OR {_TEXT} GLOB '*T*[+-][0-9][0-9]:[0-9][0-9]')
        THEN {_INSTANT} || '000' END"""

EVENT = f"""CREATE VIEW event_view AS SELECT
    e.id AS id,
    e.title AS title,
    e.summary AS summary,
    e.date AS date,
    e.date_as_reported AS date_as_reported,
    {day("e.earliest")} AS earliest,
    {day("e.latest")} AS latest,
    {date_of("e.earliest")} AS earliest_date,
    {date_of("e.latest")} AS latest_date,
    {year_of("e.earliest")} AS earliest_year,
    {year_of("e.latest")} AS latest_year,
    {TIME} AS time_utc,
    e.precision AS precision,
    CASE e.precision WHEN 'interval' THEN 'span' ELSE 'instant' END AS extent,
    CAST(e.date LIKE '%~%' OR instr(e.date, '%') > 0 AS INTEGER) AS approximate,
    CAST(e.date LIKE '%?%' OR instr(e.date, '%') > 0 AS INTEGER) AS uncertain,
    e.category AS category,
    e.status AS status,
    json_extract(e.content, '$.place.name') AS place,
    json_extract(e.content, '$.place.country') AS place_country,
    e.latitude AS latitude,
    e.longitude AS longitude,
    e.version AS version,
    {moment("e.created_at")} AS created_at,
    {moment("e.updated_at")} AS updated_at
    FROM event e"""

SHARED = f"""e.title AS title,
    e.date AS date,
    {day("e.earliest")} AS earliest,
    {day("e.latest")} AS latest,
    {date_of("e.earliest")} AS earliest_date,
    {date_of("e.latest")} AS latest_date,
    {year_of("e.earliest")} AS earliest_year,
    e.precision AS precision,
    e.category AS category,
    e.status AS status"""
"""Columns of the event that the other views repeat, because dashboards read one table at a time."""

COUNTRY = f"""CREATE VIEW event_country_view AS SELECT
    e.id AS event_id,
    json_extract(c.value, '$[0]') AS country,
    t.name AS country_name,
    json_extract(c.value, '$[1]') AS role,
    {SHARED}
    FROM event e, json_each(e.content, '$.countries') c
    LEFT JOIN term t ON t.kind = 'country' AND t.value = json_extract(c.value, '$[0]')"""

AMOUNT = f"""CREATE VIEW event_amount_view AS SELECT
    e.id AS event_id,
    a.ordinal + 1 AS number,
    a.number AS amount,
    a.value AS exact_amount,
    a.currency AS currency,
    a.stage AS stage,
    json_extract(e.content, '$.amounts[' || a.ordinal || '].purpose') AS purpose,
    {SHARED}
    FROM event e JOIN amount a ON a.position = e.position"""

SOURCE = f"""CREATE VIEW event_source_view AS SELECT
    e.id AS event_id,
    s.key + 1 AS number,
    json_extract(s.value, '$.title') AS source_title,
    json_extract(s.value, '$.publisher') AS publisher,
    json_extract(s.value, '$.url') AS url,
    json_extract(s.value, '$.published') AS published,
    (SELECT group_concat(f.value, '; ') FROM json_each(s.value, '$.supports') f) AS supports,
    {SHARED}
    FROM event e, json_each(e.content, '$.sources') s"""

NAMES = ("event_view", "event_country_view", "event_amount_view", "event_source_view")


def up(migrator, db):
    for statement in VIEWS[db.name]():
        db.execute_sql(statement)


def down(migrator, db):
    for name in NAMES:
        db.execute_sql(f"DROP VIEW IF EXISTS {name}")


def of_postgresql():
    """The same columns with the types that PostgreSQL has for them: date, timestamp, boolean."""

    def civil(column):
        """The day in the years 1 to 400 with the same month and day."""
        return f"(DATE '0001-01-01' + CAST({_rest(column)} - 1 AS integer))"

    def year(column):
        rest = _rest(column)
        of_rest = f"CAST(extract(year FROM {civil(column)}) AS bigint)"
        return f"({of_rest} + ({column} - {rest}) / {CYCLE} * 400)"

    def day(column):
        number = year(column)
        return f"""CASE WHEN {column} IS NOT NULL THEN
            CASE WHEN {number} BETWEEN 0 AND 9999 THEN lpad(CAST({number} AS text), 4, '0')
            WHEN {number} BETWEEN -9999 AND -1 THEN '-' || lpad(CAST(-{number} AS text), 4, '0')
            ELSE 'Y' || {number} END || to_char({civil(column)}, '-MM-DD') END"""

    def date_of(column):
        return (
            f"CASE WHEN {column} BETWEEN 1 AND {LAST}"
            f" THEN DATE '0001-01-01' + CAST({column} - 1 AS integer) END"
        )

    def moment(column):
        return f"CAST(replace(substr({column}, 1, 26), 'T', ' ') AS timestamp)"

    text = "rtrim(e.date, '?~%')"
    time = f"""CASE WHEN e.precision = 'time' AND e.earliest BETWEEN 3 AND {LAST} - 2
        AND {text} ~ 'T.*(Z|[+-][0-9][0-9](:[0-9][0-9])?)$'
        THEN date_trunc('milliseconds', CAST({text} AS timestamptz) AT TIME ZONE 'UTC') END"""
    content = "CAST(e.content AS json)"
    shared = f"""e.title AS title,
    e.date AS date,
    {day("e.earliest")} AS earliest,
    {day("e.latest")} AS latest,
    {date_of("e.earliest")} AS earliest_date,
    {date_of("e.latest")} AS latest_date,
    {year("e.earliest")} AS earliest_year,
    e.precision AS precision,
    e.category AS category,
    e.status AS status"""
    return (
        f"""CREATE VIEW event_view AS SELECT
    e.id AS id,
    e.title AS title,
    e.summary AS summary,
    e.date AS date,
    e.date_as_reported AS date_as_reported,
    {day("e.earliest")} AS earliest,
    {day("e.latest")} AS latest,
    {date_of("e.earliest")} AS earliest_date,
    {date_of("e.latest")} AS latest_date,
    {year("e.earliest")} AS earliest_year,
    {year("e.latest")} AS latest_year,
    {time} AS time_utc,
    e.precision AS precision,
    CASE e.precision WHEN 'interval' THEN 'span' ELSE 'instant' END AS extent,
    (strpos(e.date, '~') > 0 OR strpos(e.date, '%') > 0) AS approximate,
    (strpos(e.date, '?') > 0 OR strpos(e.date, '%') > 0) AS uncertain,
    e.category AS category,
    e.status AS status,
    {content} #>> '{{place,name}}' AS place,
    {content} #>> '{{place,country}}' AS place_country,
    e.latitude AS latitude,
    e.longitude AS longitude,
    e.version AS version,
    {moment("e.created_at")} AS created_at,
    {moment("e.updated_at")} AS updated_at
    FROM event e""",
        f"""CREATE VIEW event_country_view AS SELECT
    e.id AS event_id,
    c.value ->> 0 AS country,
    t.name AS country_name,
    c.value ->> 1 AS role,
    {shared}
    FROM event e CROSS JOIN LATERAL json_array_elements({content} -> 'countries') c
    LEFT JOIN term t ON t.kind = 'country' AND t.value = (c.value ->> 0)""",
        f"""CREATE VIEW event_amount_view AS SELECT
    e.id AS event_id,
    a.ordinal + 1 AS number,
    a.number AS amount,
    a.value AS exact_amount,
    a.currency AS currency,
    a.stage AS stage,
    {content} -> 'amounts' -> CAST(a.ordinal AS integer) ->> 'purpose' AS purpose,
    {shared}
    FROM event e JOIN amount a ON a.position = e.position""",
        f"""CREATE VIEW event_source_view AS SELECT
    e.id AS event_id,
    s.number AS number,
    s.value ->> 'title' AS source_title,
    s.value ->> 'publisher' AS publisher,
    s.value ->> 'url' AS url,
    s.value ->> 'published' AS published,
    (SELECT string_agg(f.value, '; ') FROM json_array_elements_text(s.value -> 'supports') f)
        AS supports,
    {shared}
    FROM event e CROSS JOIN LATERAL json_array_elements({content} -> 'sources')
    WITH ORDINALITY AS s(value, number)""",
    )


VIEWS = {"sqlite": lambda: (EVENT, COUNTRY, AMOUNT, SOURCE), "postgresql": of_postgresql}
"""By engine, because their functions for days and JSON have different names."""
