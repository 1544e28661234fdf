#!/usr/bin/env bash
# Run once by the PostGIS image when its volume is empty: the roles with the passwords of the secret, and the database.
set -euo pipefail
{
  awk -F: '{ sub("geo_", "", $4); printf "\\set %s_password %s\n", $4, $5 }' /run/secrets/pgpass
  cat /etc/geo/database.sql
} | psql -XqAt -v ON_ERROR_STOP=1 -U postgres -d postgres -v database=geo -v for_tests=off
