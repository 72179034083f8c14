#!/bin/sh
# Writes .env beside docker-compose.yml: new passwords, and new keys for Temporal's payloads and for the log, readable by this user only. Never overwrites.
set -eu
cd "$(dirname "$0")/.."
umask 077
if [ -e .env ]; then
  echo ".env is there already: move it away first. Its passwords are in the database, its keys are needed to read Temporal's histories." >&2
  exit 1
fi
password() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }
pathway=$(password)
newkey() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }
sed -e "s|^POSTGRES_PASSWORD=.*|POSTGRES_PASSWORD=$(password)|" \
  -e "s|^PATHWAY_DB_PASSWORD=.*|PATHWAY_DB_PASSWORD=$pathway|" \
  -e "s|^DATABASE_URL=.*|DATABASE_URL=postgres://pathway:$pathway@postgres:5432/pathway|" \
  -e "s|^TEMPORAL_DB_PASSWORD=.*|TEMPORAL_DB_PASSWORD=$(password)|" \
  -e "s|^PAYLOAD_KEYS=.*|PAYLOAD_KEYS=compose-1:$(newkey)|" \
  -e "s|^LOG_KEYS=.*|LOG_KEYS=log-1:$(newkey)|" deploy/example.env >.env
echo "made .env; keep a copy of it where the backups are not"
