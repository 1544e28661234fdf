#!/usr/bin/env bash
# The one door to Geo: sets up what is missing and hands over to the .NET command line. `./geo help` says what there is.
set -euo pipefail

usage() {
  cat <<'TEXT'
Geo: crime, incidents and referrals by ward, on your own machine.

  ./geo up [--port N] [--empty] [--yes] [--listen ADDRESS]
                       set up what is missing, build, start, and print the address
                         --empty     without the demonstration data
                         --yes       install missing packages without asking
                         --listen    answer other machines too (there are no accounts yet: anybody can read everything)
  ./geo down           stop the web host and the database; nothing is deleted
  ./geo status         what runs, where, and where its data lies
  ./geo test [PROJECT...] [--filter EXPRESSION]
                       every test, database and browser included; the last line is `N passed, N failed, N skipped`
  ./geo bench [...]    the benchmarks, on a database of their own
  ./geo worker         run jobs by their schedules, beside those that the web host runs; until Ctrl+C
  ./geo lint FILE...   re-derive the totals and percentages of reports (.docx, .csv, text); needs no database
  ./geo help           this text

Handed over to the .NET command line, once the build is current and the database runs:

  ./geo areas          import boundary sets and their populations
  ./geo import         take in data.police.uk street files, folders and ZIPs; with --source NAME a partner's extract
  ./geo fetch          fetch and take in street-level crime, boundaries, populations from where geodata/feeds.yaml says
  ./geo source         list, check or draft the descriptions of partners' extracts
  ./geo batches        list the files taken in, their quarantine, and undo one
  ./geo league-table   rank the areas by a measure, as table, CSV or JSON
  ./geo export         write a dashboard as a Word document, slides or PDF
  ./geo reconcile      explain, to the last record, why a count is not what it was
  ./geo indicators     import figures that agencies supply ready-made
  ./geo jobs           list the jobs that keep the data up to date, run one now, cancel one,
                       change when one runs, test the alerts
  ./geo backup         back up the database: a dump with a manifest, in GEO_DATA_DIR/backups or --to FILE or FOLDER
  ./geo restore FILE   check a backup, restore it beside the database and put it in its place
  ./geo check          diagnose this installation; every failure prints a hint
  ./geo demo           make or load the demonstration data
  ./geo migrate        bring the database up to date
  ./geo COMMAND --help tells more about each.

Settings (environment):
  GEO_DATA_DIR  where everything lives: database, keys, logs, downloads (default: .geo beside this script)
  GEO_PORT      port of the web host, as --port (default: 8400)
  GEO_FEEDS     a file of your own instead of geodata/feeds.yaml: where ./geo fetch fetches from,
                and, only if it is set, the refresh of every night
  GEO_ALERTS    a file that says whom to tell of failures, late sources and signals, by mail or webhook
Instances with different settings run side by side.

Exit codes: 0 done, 1 it failed (or a test did), 2 wrong usage, 3 not running (status), 4 something is missing on this
machine, 5 a port, directory or disk is in the way. Commands handed over have their own: see ./geo COMMAND --help.
TEXT
}

say() { printf '  %s\n' "$*" >&2; } # progress; the standard output is for results
die() { # EXIT-CODE WHAT-HAPPENED REMEDY
  printf 'geo: %s\n     %s\n' "$2" "$3" >&2
  exit "$1"
}

root=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
data=$(realpath -m "${GEO_DATA_DIR:-$root/.geo}")
for setting in GEO_FEEDS GEO_SCHEDULES GEO_ALERTS; do # named from where one stands; the web host stands elsewhere
  [ -z "${!setting:-}" ] || export "$setting=$(realpath -m "${!setting}")"
done
yes=${CI:+yes}
needs=(postgis)
[ ! -f "$root/src/Geo.Web/package.json" ] || needs+=(node)
# What the two builds read.
product=(src geodata dashboards Directory.Build.props Directory.Packages.props global.json BannedSymbols.txt .editorconfig)
everything=("${product[@]}" tests Geo.sln)
# Both programs are compiled ahead where their lock files have the processor; elsewhere they start more slowly.
ahead=()
[ "$(uname -m)" != x86_64 ] || ahead=(-r linux-x64)
published=$root/artifacts/publish program=release${ahead[0]:+_linux-x64}
export GEO_CLI=$published/Geo.Cli/$program/Geo.Cli.dll GEO_WEB=$published/Geo.Web/$program
# C.UTF-8: the words of other programs can be read; and nothing that a build starts stays behind when it ends.
export GEO_DATA_DIR=$data LC_ALL=C.UTF-8 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export Geo__Dashboards=${Geo__Dashboards:-$root/dashboards} # read where they are edited, so that a change shows at once
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
# shellcheck source=deploy/private-postgis.sh
. "$root/deploy/private-postgis.sh"
# shellcheck source=deploy/packages.sh
. "$root/deploy/packages.sh"
# shellcheck source=deploy/web-host.sh
. "$root/deploy/web-host.sh"
# shellcheck source=deploy/tests.sh
. "$root/deploy/tests.sh"

open_data_dir() { # and lock it: one ./geo at a time changes what runs there
  [[ $data != *[\;\"\'\\=]* && $data != *$'\n'* ]] || die 5 "GEO_DATA_DIR may not contain quotes, ; = or \\: $data" "choose another directory"
  [ ! -e "$data" ] || [ -O "$data" ] || die 5 "$data belongs to $(stat -c %U "$data"), and you are $(id -un)" \
    "run ./geo as $(stat -c %U "$data"), or set GEO_DATA_DIR to a directory of your own"
  mkdir -p "$data/log" "$data/run" 2>/dev/null || die 5 "cannot write to $data" "set GEO_DATA_DIR to a directory that $(id -un) can write to"
  exec 9>"$data/run/lock"
  flock -n 9 || { say "waiting for another ./geo that is at work in $data"; flock -w 900 9 || die 5 "it did not finish in 15 minutes" "try again later"; }
}

# Build -----------------------------------------------------------------------------------------------------------------

# Names, sizes and times of what a build reads: also sees a file that went away, which a look at the times alone does not.
listing() { # PATH...
  (cd "$root" && find "$@" \( -name node_modules -o -name dist -o -name _framework \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null || true) | sort
}
fingerprint() { listing "$@" | cksum | tr ' ' -; }

need_sdk() {
  (cd "$root" && dotnet --version >/dev/null 2>&1) || die 4 "the .NET SDK of global.json is not installed ($(grep -oE '"version".*"' "$root/global.json"))" \
    "https://dotnet.microsoft.com/download says how; on Ubuntu: apt-get install dotnet-sdk-10.0"
}

build_step() { # NAME FINGERPRINT MESSAGE COMMAND...: nothing to do when it was done for that fingerprint
  local stamp=$built/$1 log=$built/$1.log
  [ "$(cat "$stamp" 2>/dev/null)" != "$2" ] || return 0
  say "$3"
  (cd "$root" && "${@:4}") >"$log" 2>&1 </dev/null 8>&- 9>&- && echo "$2" >"$stamp" && return
  { grep -E '[Ee]rror|ERR!' "$log" | sed 's/ \[.*//' | grep -v ' 0 Error' | sort -u | head -15 >&2; } || true
  grep -qE 'NU1301|ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT' "$log" &&
    die 1 "the build could not fetch its packages" "the first build needs the network (api.nuget.org, registry.npmjs.org); behind a proxy set HTTPS_PROXY"
  die 1 "the build failed" "see $log"
}

fetch_front_end() { cd src/Geo.Web && npm ci --no-audit --no-fund; }
build_front_end() { cd src/Geo.Web && npm run build; }
build_product() { dotnet publish src/Geo.Cli -c Release "${ahead[@]}" && dotnet publish src/Geo.Web -c Release "${ahead[@]}"; }
build_everything() { dotnet build Geo.sln -c Release; }

build() { # product|everything; sets fingerprint_built
  local -n inputs=$1
  built=$root/artifacts/built
  { mkdir -p "$built" && touch "$built/lock"; } 2>/dev/null || die 5 "cannot write to $built" "the checkout belongs to $(stat -c %U "$root"); run ./geo as the user who built it first"
  exec 8>"$built/lock"
  flock 8 # two instances may share a checkout
  fingerprint_built=$(fingerprint "${inputs[@]}")
  if [ "$(cat "$built/$1" 2>/dev/null)" != "$fingerprint_built" ] || [ ! -f "$GEO_CLI" ]; then
    need_sdk
    rm -f "$built/$1"
    if [ -f "$root/src/Geo.Web/package.json" ]; then
      [ -d "$root/src/Geo.Web/node_modules" ] || rm -f "$built/packages"
      [ -d "$root/src/Geo.Web/wwwroot/dist" ] || rm -f "$built/front-end"
      build_step packages "$(fingerprint src/Geo.Web/package.json src/Geo.Web/package-lock.json)" "fetching the packages of the front end" fetch_front_end
      build_step front-end "$(listing src/Geo.Web | grep -vE '\.(cs|razor|sql|csproj) ' | cksum)" "building the front end" build_front_end
    fi
    build_step "$1" "$fingerprint_built" "building Geo (a minute or two the first time)" "build_$1"
  fi
  exec 8>&-
}

# Commands --------------------------------------------------------------------------------------------------------------

cli() { dotnet "$GEO_CLI" "$@" 8>&- 9>&-; }

prepare() { # what every command needs: programs, build, database
  [ -f "$root/artifacts/built/product" ] || need_sdk # before anything is installed
  require "${needs[@]}"
  build product
  start_cluster "$data" geo
  GEO_DATABASE=$(cluster_connection "$data" geo)
  export GEO_DATABASE PATH=$pg_bin:$PATH # pg_dump and pg_restore of the server's own version
}

migrate() {
  cli migrate >&2 || die 1 "the database could not be brought up to date" "the message above says why; ./geo check may say more"
  echo "$fingerprint_built" >"$data/run/migrated"
}

up() {
  local port=${GEO_PORT:-} listen='' empty=''
  while [ $# -gt 0 ]; do
    case $1 in
      --port | --listen) [ $# -gt 1 ] || die 2 "$1 needs a value" "./geo help shows the options" ;;&
      --port) port=$2; shift ;;
      --port=*) port=${1#*=} ;;
      --listen) listen=$2; shift ;;
      --listen=*) listen=${1#*=} ;;
      --empty) empty=1 ;;
      --yes | -y) yes=1 ;;
      *) die 2 "up does not know '$1'" "it takes --port N, --empty, --yes, --listen ADDRESS" ;;
    esac
    shift
  done
  open_data_dir
  web_running || stop_web # forgets what is not there
  port=${port:-${web_port:-8400}} listen=${listen:-127.0.0.1}
  [[ $listen != *:* || $listen == \[* ]] || listen="[$listen]"
  [[ $listen =~ ^([A-Za-z0-9.-]+|\*|\[[0-9A-Fa-f:.]+\])$ ]] || die 2 "'$listen' is not an address" "give --listen an address of this machine, or 0.0.0.0 for all of them"
  case $listen in localhost | 127.* | '[::1]') ;; *)
    say "WARNING: listening on $listen. Geo has no accounts yet: whoever reaches port $port on this machine reads everything in it." ;;
  esac
  [ "$web_port" = "$port" ] || check_web_port "$port"

  prepare
  migrate
  [ -n "$empty" ] || cli demo load --if-empty >&2 || die 1 "the demonstration data could not be loaded" "the message above says why; --empty starts without"
  if [ "$web_port $web_host $web_build" != "$port $listen $fingerprint_built" ] || ! web_ready; then
    stop_web
    check_web_port "$port"
    say "starting the web host"
    start_web "$listen" "$port" "$fingerprint_built"
  fi
  echo "Geo answers at http://$(reachable_host "$listen"):$port/"
  echo "Stop it with: ./geo down"
}

restart_web() {
  local host=$web_host port=$web_port
  say "starting the web host anew"
  stop_web 2 # its scheduler cannot end in peace: its tables are not in the database that took the place
  start_web "$host" "$port" "$fingerprint_built"
}

down() {
  open_data_dir
  web_running && echo "stopping the web host (process $web_pid)"
  stop_web
  for home in "$data" "$data/test" "$data/bench"; do
    [ "$home" = "$data" ] || flock -n "$home/run/lock" true 2>/dev/null || continue # not there, or a test run is using it
    ! cluster_running "$home" || echo "stopping the database in $home"
    stop_cluster "$home"
  done
  echo "Geo is down; its data stays in $data"
}

status() {
  local code=0
  if web_running; then
    echo "web host   http://$(reachable_host "$web_host"):$web_port/  process $web_pid, $(web_ready && echo ready || echo "NOT ready: see $data/log/web.log")"
  else echo "web host   not running"; code=3; fi
  if cluster_running "$data"; then
    echo "database   127.0.0.1:$(<"$data/cluster.port")  process $(head -1 "$data/cluster/postmaster.pid"), PostgreSQL $(<"$data/cluster/PG_VERSION")"
  else echo "database   not running"; code=3; fi
  echo "data       $data$([ ! -L "$data/cluster" ] || echo "  (cluster in $(readlink -f "$data/cluster"))"), $(du -shc "$data" "$(readlink -f "$data/cluster")" 2>/dev/null | tail -1 | cut -f1)"
  return $code
}

which_database() { cluster_psql "$data" -c "select oid from pg_database where datname = 'geo'"; }

hand_over() {
  if [[ " $* " == *" --help "* || " $* " == *" -h "* || " $* " == *" -? "* ]]; then open_data_dir; build product; cli "$@"; return; fi
  open_data_dir
  prepare
  [ "$1" = migrate ] || [ "$(cat "$data/run/migrated" 2>/dev/null)" = "$fingerprint_built" ] || migrate
  ! web_running || export GEO_WEB=http://$(reachable_host "$web_host"):$web_port
  if [ "$1" = restore ]; then
    local before
    before=$(which_database)
    cli "$@" || exit
    [ "$(which_database)" = "$before" ] || ! web_running || restart_web # it holds figures and schedules of the one that was there before
    return
  fi
  exec 9>&-
  exec dotnet "$GEO_CLI" "$@"
}

case ${1:-help} in
  up | down | status) "$@" ;;
  test) run_tests "${@:2}" ;;
  bench) data=$data/bench open_data_dir; build product; build everything; for_tests bench; dotnet "$root/artifacts/bin/Geo.Benchmarks/release/Geo.Benchmarks.dll" "${@:2}" ;;
  help | --help | -h) usage ;;
  lint) build product; exec dotnet "$GEO_CLI" "$@" ;;
  source) # list and new look at files only
    case ${2:-} in list | new) build product; exec dotnet "$GEO_CLI" "$@" ;; *) hand_over "$@" ;; esac ;;
  *) hand_over "$@" ;;
esac
