# shellcheck shell=bash
# The web host of `./geo up`: one process per data directory. Sourced by geo, which brings say, die and port_taken.
# Its record, run/web, holds: process id, start time of that process, host, port, fingerprint of the build it runs.

process_start() { # PID: clock ticks since boot; with the id it names one process for good
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
  set -- ${stat##*) }
  echo "${20}"
}

# Sets web_pid, web_host, web_port, web_build.
web_running() {
  local started
  web_pid='' web_host='' web_port='' web_build=''
  { read -r web_pid started web_host web_port web_build <"$data/run/web"; } 2>/dev/null || return 1
  [ "$(process_start "$web_pid")" = "$started" ] && grep -qa Geo.Web.dll "/proc/$web_pid/cmdline"
}

reachable_host() { # LISTEN-ADDRESS: the one to knock at from here
  case $1 in 0.0.0.0 | '*' | + | :: | '[::]') echo 127.0.0.1 ;; *) echo "$1" ;; esac
}

http_get() { # HOST PORT PATH: the whole answer; a fresh machine has neither curl nor wget
  timeout 10 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.1\r\nHost: %s:%s\r\nConnection: close\r\n\r\n" "$3" "$4" "$2" >&3 && cat <&3' \
    - "${1//[\[\]]/}" "$2" "$3" "$1" 2>/dev/null
}

web_ready() { [[ $(http_get "$(reachable_host "$web_host")" "$web_port" /api/v1/health/ready) == HTTP/1.1\ 200* ]]; }

who_listens() { # PORT
  local inode pid
  inode=$(awk -v port="$(printf ':%04X' "$1")" '$4 == "0A" && substr($2, length($2) - 4) == port { print $10; exit }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  pid=$(find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | cut -d/ -f3 | head -1)
  [ -z "$pid" ] && echo "a program of another user" || echo "process $pid ($(tr '\0' ' ' <"/proc/$pid/cmdline" | cut -c1-80))"
}

check_web_port() { # PORT
  [[ $1 =~ ^[1-9][0-9]{0,4}$ ]] && [ "$1" -le 65535 ] || die 2 "'$1' is not a port" "give --port (or GEO_PORT) a number from 1024 to 65535"
  [ "$1" -ge 1024 ] || [ "$(id -u)" = 0 ] || die 2 "port $1 is below 1024, which only root may open" "give --port a number from 1024 to 65535"
  ! port_taken "$1" || die 5 "port $1 is in use by $(who_listens "$1")" "stop that program, or choose another port: ./geo up --port $(($1 + 1))"
}

start_web() { # HOST PORT BUILD
  local log=$data/log/web.log
  # There are no accounts yet: only where nobody else can reach the host may it change anything.
  case $1 in localhost | 127.* | '[::1]') export GEO_CHANGES=on ;; *) export GEO_CHANGES=off ;; esac
  export GEO_SCHEDULER=${GEO_SCHEDULER:-on} # jobs run in the web host unless they are left to ./geo worker
  # A copy of its own: the next build does not change the files of a running host.
  rm -rf "$data/web" && cp -a "$GEO_WEB" "$data/web" ||
    die 5 "cannot copy the web host to $data/web" "is the disk full? df -h $data"
  [ ! -f "$log" ] || [ "$(stat -c %s "$log")" -lt 10000000 ] || mv "$log" "$log.1"
  touch "$log" && chmod 600 "$log"
  (
    cd "$data/web"
    exec setsid dotnet Geo.Web.dll --urls "http://$1:$2" --contentRoot "$data/web" >>"$log" 2>&1 </dev/null 8>&- 9>&-
  ) &
  web_pid=$! web_host=$1 web_port=$2
  echo "$web_pid $(process_start "$web_pid") $1 $2 $3" >"$data/run/web"
  for ((i = 0; i < 600; i++)); do
    [ -d "/proc/$web_pid" ] || die 1 "the web host stopped at once: $(grep -iE 'exception|error|fail' "$log" | tail -1)" "see $log; ./geo check may say more"
    ! web_ready || return 0
    sleep 0.2
  done
  die 1 "the web host runs but is not ready after two minutes: $(http_get "$(reachable_host "$1")" "$2" /api/v1/health/ready | tail -1)" \
    "see $log; ./geo check may say more"
}

stop_web() { # [SECONDS]
  local seconds=${1:-30}
  web_running || { rm -f "$data/run/web"; return 0; }
  kill "$web_pid"
  for ((i = 0; i < seconds * 5; i++)); do
    web_running || { rm -f "$data/run/web"; return 0; }
    sleep 0.2
  done
  say "the web host (process $web_pid) did not stop in $seconds seconds; ending it"
  kill -9 "$web_pid" && rm -f "$data/run/web"
}
