"""Store the time at which a key was last used. ``down`` deletes the times."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "key" ADD COLUMN last_used_at VARCHAR(27){c}'.format(**db.ddl))


def down(migrator, db):
    db.execute_sql('ALTER TABLE "key" DROP COLUMN last_used_at')
