#!/bin/sh
# Run once by PostgreSQL's image, on an empty volume: the service and Temporal each have a user and databases of their own.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set pathway="$PATHWAY_DB_PASSWORD" --set temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
create role pathway login password :'pathway';
create role temporal login password :'temporal';
create database pathway owner pathway;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect, temporary on database pathway, temporal, temporal_visibility from public;
SQL
