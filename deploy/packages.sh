# shellcheck shell=bash
# What Geo needs from the operating system, and how it gets there. Sourced by geo, which brings say, die and find_postgres.

have_postgis() { find_postgres; }
have_node() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null; }
have_chromium() { chromium=${GEO_CHROMIUM:-$(command -v chromium || command -v google-chrome || command -v chromium-browser)}; }
have_compose() { command -v docker-compose >/dev/null || docker compose version >/dev/null 2>&1; }

reason() {
  case $1 in
    postgis) echo "PostgreSQL 15 or later with PostGIS 3 (keeps and counts the records)" ;;
    node) echo "Node.js 18 or later with npm (builds the scripts and styles of the pages)" ;;
    chromium) echo "Chromium (the browser of the tests)" ;;
    compose) echo "docker-compose (the tests read docker-compose.yml with it)" ;;
  esac
}

# Debian's and Ubuntu's names; the newest PostGIS on offer.
packages_for() {
  case $1 in
    postgis) apt-cache search --names-only '^postgresql-[0-9]+-postgis-3$' | cut -d' ' -f1 | awk -F- '$2 >= 15' | sort -V | tail -1 ;;
    node) echo nodejs npm ;;
    chromium) apt-cache search --names-only '^chromium$' | cut -d' ' -f1 ;;
    compose) echo docker-compose ;;
  esac
}

elsewhere() { # what to type on other systems
  case "$(command -v dnf zypper pacman apk brew | head -1)" in
    */dnf) echo "dnf install postgresql-server postgresql-contrib postgis nodejs npm" ;;
    */zypper) echo "zypper install postgresql-server postgresql-contrib postgis nodejs npm" ;;
    */pacman) echo "pacman -S postgresql postgis nodejs npm" ;;
    */apk) echo "apk add postgresql16 postgresql16-contrib postgis nodejs npm" ;;
    */brew) echo "docker compose up   (on macOS Geo runs in containers: docker-compose.yml says how)" ;;
    *) echo "install them with the package manager of this system" ;;
  esac
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

require() { # postgis|node|chromium|compose ...
  local thing missing=() packages=() answer='' by_hand apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
  local log=$data/log/packages.log drop_in=/etc/postgresql-common/createcluster.d/geo-none.conf
  for thing; do "have_$thing" || missing+=("$thing"); done
  [ ${#missing[@]} != 0 ] || return 0

  say "missing on this machine:"
  for thing in "${missing[@]}"; do say "  $(reason "$thing")"; done
  command -v apt-get >/dev/null || die 4 "this is not Debian or Ubuntu, so Geo does not install anything itself" "$(elsewhere)"
  by_hand="as root: apt-get update && apt-get install --no-install-recommends $(for thing in "${missing[@]}"; do packages_for "$thing"; done | xargs)"
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || die 4 "installing needs the administrator, and there is no sudo" "$by_hand"
  if [ -z "$yes" ] && [ -t 0 ] && [ -t 2 ]; then
    read -rp "Install with apt-get now? [Y/n] " answer
    [[ $answer =~ ^([Yy].*)?$ ]] || die 4 "nothing was installed" "run again and say yes, or $by_hand"
  elif [ "$(id -u)" != 0 ] && ! [ -t 0 ]; then
    sudo -n true 2>/dev/null || die 4 "sudo wants a password and there is no terminal to ask for it" "run ./geo up once in a terminal, or $by_hand"
  fi

  mkdir -p "$data/log"
  say "reading the package lists"
  as_root "${apt[@]}" update >"$log" 2>&1 || die 4 "apt-get update failed: $(grep -E '^[EW]:' "$log" | head -2 | tr '\n' ' ')" \
    "see $log; installing needs the network, once"
  for thing in "${missing[@]}"; do
    mapfile -t -O ${#packages[@]} packages < <(packages_for "$thing" | xargs -n1)
    [ -n "$(packages_for "$thing")" ] || die 4 "the package sources of this system offer no $(reason "$thing")" \
      "$([ "$thing" = postgis ] && echo "add https://apt.postgresql.org to them, or use docker-compose.yml" || echo "install it by hand, then run again")"
  done
  say "installing ${packages[*]} and what they need (log: $log)"
  # Debian's package would start a server of its own on port 5432; nobody asked for one.
  [[ ${missing[*]} != *postgis* ]] || as_root sh -c "mkdir -p ${drop_in%/*}; echo 'create_main_cluster = false' >$drop_in"
  as_root "${apt[@]}" install --no-install-recommends "${packages[@]}" >>"$log" 2>&1 || answer=failed
  as_root rm -f "$drop_in"
  [ "$answer" != failed ] || die 4 "apt-get install failed: $(grep -E '^(E:|dpkg: error)' "$log" | head -2 | tr '\n' ' ')" "see $log"
  for thing in "${missing[@]}"; do
    "have_$thing" || die 4 "installed ${packages[*]}, and yet there is no $(reason "$thing")" "see $log; an older version may be first on the PATH"
  done
}
