# shellcheck shell=bash
# `./geo test`: every test project against a database of its own. Sourced by geo, which brings say, die, require and build.

for_tests() { # FLAVOUR: a cluster of its own, stopped at the end
  require postgis
  home=$data/$1
  start_cluster "$home" geo_template_base "$1"
  trap 'stop_cluster "$home"' EXIT
  # Left over from a run that was broken off; those in use stay.
  cluster_psql "$home" -c "select format('drop database %I', datname) from pg_database where datname not in ('postgres', 'template0', 'template1', 'geo_template_base')" |
    while read -r drop; do cluster_psql "$home" -c "$drop" 2>/dev/null || true; done
  GEO_TEST_DATABASE="$(cluster_connection "$home" postgres);Username=geo_owner"
  GEO_TEST_ADMIN="$(cluster_connection "$home" postgres);Username=postgres;Password=$(<"$home/keys/superuser")"
  export GEO_TEST_DATABASE GEO_TEST_ADMIN GEO_SHARED_DATA=${GEO_SHARED_DATA:-$(realpath -m "$root/../shared/data")} PATH=$pg_bin:$PATH
}

run_project() { # PROJECT FILTER: leaves PROJECT.log and PROJECT.trx
  local name=$1 started=$SECONDS summary
  dotnet test "$root/artifacts/bin/$name/release/$name.dll" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" --results-directory "$results" \
    '--Blame:CollectHangDump;TestTimeout=5min;HangDumpType=None' ${2:+--filter "$2"} >"$results/$name.log" 2>&1 </dev/null 8>&- 9>&- || touch "$results/$name.bad"
  summary=$(grep -oE '<Counters [^>]*' "$results/$name.trx" 2>/dev/null | grep -oE '(total|executed|passed|failed)="[0-9]+"' | tr -dc '0-9\n' | xargs || true)
  read -r total executed passed failed <<<"${summary:-0 0 0 0}"
  # A run that broke off failed, even where no single test says so.
  [ ! -f "$results/$name.bad" ] || [ "$failed" -gt 0 ] || failed=1
  echo "$passed $failed $((total - executed))" >"$results/$name.sum"
  [ "$failed" = 0 ] || grep -vE '^ *(Passed|Skipped) |^\[xUnit|^Data collector' "$results/$name.log" | cut -c1-400 | tail -100
  grep -A1 '\[SKIP\]' "$results/$name.log" | sed 's/^\[xUnit[^]]*\] *//' | head -40 || true # each with its reason
  echo "$name: $passed passed, $failed failed, $((total - executed)) skipped ($((SECONDS - started)) s)"
}

run_tests() { # [PROJECT...] [--filter EXPRESSION]
  local filter='' wanted=() projects=() project all i
  while [ $# -gt 0 ]; do
    case $1 in
      --filter) [ $# -gt 1 ] || die 2 "--filter needs an expression" "e.g. ./geo test --filter FullyQualifiedName~LeagueTable"; filter=$2; shift ;;
      --filter=*) filter=${1#*=} ;;
      --yes | -y) yes=1 ;;
      -*) die 2 "test does not know '$1'" "it takes PROJECT..., --filter EXPRESSION, --yes" ;;
      *) wanted+=("$(basename "$1")") ;;
    esac
    shift
  done
  all=("$root"/tests/*.Tests)
  for ((i = ${#all[@]} - 1; i >= 0; i--)); do # the last in the alphabet, with the browser, takes longest
    project=$(basename "${all[i]}")
    [ ${#wanted[@]} != 0 ] && [[ " ${wanted[*]} " != *" $project "* ]] || projects+=("$project")
  done
  [ ${#wanted[@]} = 0 ] || [ ${#projects[@]} = ${#wanted[@]} ] || die 2 "no such test project: ${wanted[*]}" "there are: ${all[*]##*/}"
  data=$data/test open_data_dir
  results=$root/artifacts/test
  rm -rf "$results" && mkdir -p "$results"
  trap 'echo "the tests could not be run"; echo "0 passed, 1 failed, 0 skipped"' EXIT
  need_sdk
  require "${needs[@]}" chromium compose
  build everything
  for_tests test
  export GEO_CHROMIUM=$chromium
  for project in "${projects[@]}"; do # as many at once as there are processors
    while [ "$(jobs -pr | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    run_project "$project" "$filter" &
  done
  wait
  cat "$results"/*.sum | awk -v projects=${#projects[@]} '{ p += $1; f += $2; s += $3 } END {
    f += projects - NR # one that left no sum broke off
    if (p + f == 0) print "no test ran"; printf "%d passed, %d failed, %d skipped\n", p, f, s; exit f > 0 || p == 0 }'
}
