#!/bin/sh
# Finds the programs that are needed besides Python, and installs the missing ones where apt-get may be used.
# With arguments it looks for those packages alone.
set -u
asked=$*
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"

has() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

has_postgresql() {
    has initdb || ls "$(pg_config --bindir 2>/dev/null)/initdb" /usr/lib/postgresql/*/bin/initdb 2>/dev/null | grep -q .
}

has_node() {
    has node && has npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'
}

absent() {
    has chromium chromium-browser google-chrome google-chrome-stable || echo chromium
    has_postgresql || echo postgresql
    has redis-server || echo redis-server
    has nginx || echo nginx
    has_node || { echo nodejs; has npm || echo npm; }
    has systemd-analyze || echo systemd
    has cc gcc clang || { echo gcc; echo libc6-dev; }
}

missing() {
    absent | while read -r package; do
        case " ${asked:-$package} " in *" $package "*) echo "$package" ;; esac
    done
}

explain() {
    case $1 in
        chromium) echo "Chromium is missing: install the package chromium (or Google Chrome), for the journeys in a browser." ;;
        postgresql) echo "PostgreSQL is missing: install the package postgresql (its server, with initdb)." ;;
        redis-server) echo "Redis is missing: install the package redis-server." ;;
        nginx) echo "nginx is missing: install the package nginx." ;;
        nodejs) echo "Node.js 18 or newer is missing: install the package nodejs, for the socket.io client." ;;
        systemd) echo "systemd-analyze is missing: install the package systemd, which checks the unit in deploy/." ;;
        gcc) echo "A C compiler is missing: install the package gcc, for the load client of the benchmarks." ;;
        libc6-dev) echo "The headers of the C library are missing: install the package libc6-dev, beside the compiler." ;;
        npm) echo "npm is missing: install the package npm, which fetches the socket.io client." ;;
    esac
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# What is installed here is for the tests to start themselves: no service of the machine's own comes with it.
install_quietly() {
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        as_root sh -c "printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy" || return 1
        trap 'as_root rm -f $policy' EXIT
    fi
    as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

wanted=$(missing)
[ -z "$wanted" ] && exit 0
if has apt-get && as_root true 2>/dev/null; then
    echo "Installing what is needed:" $wanted
    install_quietly $wanted >/dev/null || echo "apt-get could not install everything." >&2
    wanted=$(missing)
fi
for package in $wanted; do explain "$package" >&2; done
[ -z "$wanted" ]
