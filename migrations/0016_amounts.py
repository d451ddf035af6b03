"""Index amounts by currency and number, so that a large ``min_amount`` finds its few events."""

UP = "CREATE INDEX amount_currency_number_position ON amount (currency, number, position)"
DOWN = "DROP INDEX amount_currency_number_position"


def up(migrator, db):
    db.execute_sql(UP)


def down(migrator, db):
    db.execute_sql(DOWN)
