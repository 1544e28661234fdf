# shellcheck shell=bash
# The private PostGIS clusters of `./geo`: one under the data directory, one for tests, one for benchmarks.
# Sourced by geo, which brings say and die. A cluster's HOME holds cluster/ (or a link to it), cluster.port, keys/, log/.
# They listen on 127.0.0.1 only and have no socket file, so no path is too long and no port but their own is open.

unset "${!PG@}" # nobody's PGHOST or PGPASSWORD reaches our servers
pg_user=$(id -un)
[ "$(id -u)" != 0 ] || pg_user=postgres # initdb and postgres refuse to run as root

# Runs a server program as the user who owns the clusters, away from directories it may not enter, without our locks.
as_server() (
  cd /
  exec 8>&- 9>&-
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid "$pg_user" --regid "$(id -gn "$pg_user")" --init-groups \
      env -i PATH="$PATH" LC_ALL="$LC_ALL" HOME=/ "$@"
  fi
  exec "$@"
)

# Sets pg_bin to the newest PostgreSQL (15 or later) that has PostGIS, or to version $1. Fails when there is none.
find_postgres() {
  local bin version best=14
  pg_bin=''
  for bin in "$(dirname "$(readlink -f "$(command -v initdb || echo /none/initdb)")")" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin; do
    version=$("$bin/postgres" -V 2>/dev/null | grep -oE '[0-9]+' | head -1) || continue
    [ -x "$bin/psql" ] && [ "$version" -gt "$best" ] && [ "$version" = "${1:-$version}" ] || continue
    [ -f "$("$bin/pg_config" --sharedir 2>/dev/null || echo "/usr/share/postgresql/$version")/extension/postgis.control" ] || continue
    pg_bin=$bin best=$version
  done
  [ -n "$pg_bin" ]
}

cluster_running() { # HOME
  local pid
  pid=$(head -1 "$1/cluster/postmaster.pid" 2>/dev/null) && [ -n "$pid" ] &&
    [ "$(readlink "/proc/$pid/cwd" 2>/dev/null)" = "$(readlink -f "$1/cluster")" ]
}

cluster_psql() { # HOME ARGUMENTS: as the superuser
  PGPASSWORD=$(<"$1/keys/superuser") "$pg_bin/psql" -XqAt -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(<"$1/cluster.port")" -U postgres -d postgres "${@:2}"
}

cluster_connection() { # HOME DATABASE: an Npgsql connection string without a user
  echo "Host=127.0.0.1;Port=$(<"$1/cluster.port");Database=$2;Passfile=$1/keys/pgpass"
}

random_password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

port_taken() { # PORT: somebody listens there
  awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# initdb into a directory of another name, renamed when whole: a half-made cluster is never taken for one.
make_cluster() { # HOME
  local home=$1 place=$1/cluster.making free_kb locale=C.UTF-8
  free_kb=$(df -Pk "$home" | awk 'NR == 2 { print $4 }')
  [ "$free_kb" -ge 500000 ] || die 5 "only $((free_kb / 1024)) MB are free on the disk of $home, and a new database needs 500 MB" \
    "free some space, or set GEO_DATA_DIR to a directory on a larger disk"
  locale -a 2>/dev/null | grep -qiE '^c\.utf-?8$' || locale=C
  rm -rf "$place" && mkdir -m 700 "$place" && chown "$pg_user" "$place"
  if ! as_server test -w "$place"; then # e.g. a checkout in /root: nobody else may pass through
    rmdir "$place"
    mkdir -p -m 755 /var/lib/geo && place=$(mktemp -d /var/lib/geo/cluster.XXXXXX) && chown "$pg_user" "$place"
    ln -sfn "$place" "$home/cluster.making"
    say "the user $pg_user may not enter $home, so the cluster lives in $place"
  fi
  as_server "$pg_bin/initdb" -D "$place" -U postgres -E UTF8 --locale=$locale --auth=reject --data-checksums --no-sync \
    >"$home/log/initdb.log" 2>&1 || die 1 "initdb could not make the cluster: $(grep -E 'error:|FATAL|PANIC|could not' "$home/log/initdb.log" | head -2 | tr '\n' ' ')" \
    "see $home/log/initdb.log; a full disk or a network file system are the usual causes, GEO_DATA_DIR chooses another place"
  echo "include = 'geo.conf'" >>"$place/postgresql.conf"
  sync -f "$place"
  rm -f "$home/keys/superuser" "$home/cluster.made"
  mv -T "$home/cluster.making" "$home/cluster"
}

# Its roles and database are as database.sql has them, which may have changed since they were made.
cluster_whole() { [ "$(cat "$1/cluster.made" 2>/dev/null)" = "$(cksum <"$root/deploy/database.sql")" ] && [ -s "$1/keys/pgpass" ]; }

# FLAVOUR test gives up safety for speed; test and bench make DATABASE a template.
start_cluster() { # HOME DATABASE [test|bench]
  local home=$1 database=$2 flavour=${3:-} port first data version
  if cluster_running "$home"; then
    [ -s "$home/keys/superuser" ] || stop_cluster "$home"
    cluster_whole "$home" && find_postgres "$(<"$home/cluster/PG_VERSION")" && return
  fi
  install -d -m "$([ "$(id -u)" = 0 ] && echo 711 || echo 700)" "$home"
  install -d -m 700 "$home/keys" "$home/log"
  version=$(cat "$home/cluster/PG_VERSION" 2>/dev/null || true)
  find_postgres "$version" || die 4 "the cluster in $home was made by PostgreSQL $version, which is not installed with PostGIS" \
    "install postgresql-$version-postgis-3"
  [ -n "$version" ] || { say "making a private PostGIS cluster in $home"; make_cluster "$home"; }
  data=$(readlink -f "$home/cluster")

  if ! cluster_running "$home"; then
    # A process id that was given to another program since (after a crash or restart) would keep the server from starting.
    [ -z "$(find /proc/[0-9]*/cwd -maxdepth 0 -lname "$data" 2>/dev/null)" ] && rm -f "$data/postmaster.pid"
    # Below the ports that Linux hands out to outgoing connections; kept from start to start unless somebody took it.
    port=$(cat "$home/cluster.port" 2>/dev/null || true)
    first=$((15433 + $(cksum <<<"$home" | cut -d' ' -f1) % 100))
    for try in {0..99}; do
      [ -z "$port" ] || port_taken "$port" || break
      port=$((15433 + (first - 15433 + try) % 100))
    done
    echo "$port" >"$home/cluster.port"
    {
      cat "$root/deploy/postgresql.conf"
      printf "%s\n" "port = $port" "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''"
      [ "$flavour" != test ] || printf "%s\n" "fsync = off" "synchronous_commit = off" "full_page_writes = off" # thrown away anyway
    } >"$data/geo.conf"
    echo "host all all 127.0.0.1/32 scram-sha-256" >"$data/pg_hba.conf"
    chown "$pg_user" "$data/geo.conf" "$data/pg_hba.conf"
    # A new cluster, or somebody lost the key: without a password there is no way in but this one.
    [ -s "$home/keys/superuser" ] || (
      umask 077
      password=$(random_password)
      echo "alter role postgres password '$password'" | as_server "$pg_bin/postgres" --single -D "$data" postgres >"$home/log/initdb.log" 2>&1
      echo "$password" >"$home/keys/superuser"
      rm -f "$home/cluster.made"
    )
    as_server "$pg_bin/pg_ctl" -D "$data" -w -t 120 start >"$home/log/postgres.log" 2>&1 </dev/null ||
      die 1 "PostgreSQL did not start: $(grep -E 'FATAL|ERROR|could not' "$home/log/postgres.log" | tail -2 | tr '\n' ' ')" "see $home/log/postgres.log"
  fi

  cluster_whole "$home" || {
    [ -s "$home/keys/pgpass" ] || ( # a running web host keeps its passwords
      umask 077
      for role in owner writer reader; do echo "127.0.0.1:*:*:geo_$role:$(random_password)"; done >"$home/keys/pgpass.part"
      mv "$home/keys/pgpass.part" "$home/keys/pgpass"
    )
    {
      awk -F: '{ sub("geo_", "", $4); printf "\\set %s_password %s\n", $4, $5 }' "$home/keys/pgpass" # not on a command line, which everybody can read
      cat "$root/deploy/database.sql"
    } | cluster_psql "$home" -v database="$database" -v for_tests="$([ -n "$flavour" ] && echo on || echo off)" >"$home/log/database.log" 2>&1 ||
      die 1 "the roles and the database could not be made: $(tail -2 "$home/log/database.log" | tr '\n' ' ')" "see $home/log/database.log"
    cksum <"$root/deploy/database.sql" >"$home/cluster.made"
  }
}

stop_cluster() { # HOME
  cluster_running "$1" || return 0
  find_postgres "$(<"$1/cluster/PG_VERSION")"
  as_server "$pg_bin/pg_ctl" -D "$(readlink -f "$1/cluster")" -m fast -w -t 120 stop >/dev/null ||
    die 1 "PostgreSQL did not stop within two minutes" "see $1/log/postgres.log; its process is $(head -1 "$1/cluster/postmaster.pid")"
}
