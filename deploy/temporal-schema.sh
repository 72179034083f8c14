#!/bin/sh
# Brings Temporal's two databases to the schema of this image. May be repeated: what is there already stays.
set -eu
for database in temporal:temporal temporal_visibility:visibility; do
  name=${database%%:*}
  sql() { temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" --port 5432 --user "$POSTGRES_USER" --database "$name" "$@"; }
  sql setup-schema --version 0.0
  sql update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/${database##*:}/versioned"
done
