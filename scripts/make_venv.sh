#!/bin/sh
# Makes .venv with the Python given, or else with the first one found that is new enough.
set -u

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

chosen=${1:-}
if [ -z "$chosen" ]; then
    for candidate in python3 python3.13 python3.12 python3.11; do
        if new_enough "$candidate"; then chosen=$candidate; break; fi
    done
fi
if [ -z "$chosen" ] || ! new_enough "$chosen"; then
    echo "FADJMA needs Python 3.11 or newer${chosen:+, which $chosen is not}. Choose one: make PYTHON=/path/to/python3.11" >&2
    exit 1
fi
if ! "$chosen" -m venv --clear .venv; then
    rm -rf .venv
    echo "$chosen could not make .venv; on Debian and Ubuntu install python3-venv." >&2
    exit 1
fi
