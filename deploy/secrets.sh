#!/usr/bin/env bash
# Makes the passwords that docker-compose.yml hands to its containers, once. deploy/secrets.sh [DIRECTORY]
set -euo pipefail
directory=${1:-${GEO_SECRETS:-$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.geo/secrets}}
random_password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

# The users inside the containers read the files, so the directory is what keeps everybody else out.
mkdir -p "$directory"
chmod 700 "$directory"
[ -s "$directory/postgres" ] || random_password >"$directory/postgres"
[ -s "$directory/pgpass" ] || for role in owner writer reader; do
  echo "*:*:*:geo_$role:$(random_password)"
done >"$directory/pgpass"
chmod 644 "$directory/postgres" "$directory/pgpass"
echo "passwords are in $(readlink -f "$directory"); keep a copy with the backups"
