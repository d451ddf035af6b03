#!/bin/sh
# Prepare the primary of compose-replicas.yaml for its replicas: make a user, and let each commit wait
# for one of them. The image of PostgreSQL runs this file once, when it makes the database.
set -eu

psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" --set=ON_ERROR_STOP=1 \
  --set=password="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE replication REPLICATION LOGIN PASSWORD :'password';
-- A server never waits for itself, so the list is right on each of the three after a failover.
-- In force from the next start on: until there is a replica, a commit would wait for ever.
ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (primary, replica1, replica2)';
SQL
echo "host replication replication all scram-sha-256" >> "$PGDATA/pg_hba.conf"
