#!/bin/sh
# Prints the path of a Python 3.13, or one line saying how to get it.
# The minor version must be the one of the Python in the browser: its bytecode
# is compiled here and its answers are compared with the ones given here.

is_313() {
    [ -n "$1" ] && "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1
}

offer() {
    is_313 "$1" || return 1
    "$1" -c 'import sys; print(sys._base_executable)'
    exit 0
}

home=${HOME:-$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)}

offer .venv/bin/python
offer python3.13
for candidate in "${PYENV_ROOT:-$home/.pyenv}"/versions/3.13*/bin/python \
                 /opt/homebrew/bin/python3.13 /usr/local/bin/python3.13; do
    offer "$candidate"
done
offer python3
if command -v uv >/dev/null 2>&1; then
    offer "$(uv python find --no-project 3.13 2>/dev/null)"
fi

echo "Python 3.13 is missing. Install it (Debian 13: apt install python3.13 python3.13-venv;" \
     "else: pyenv install 3.13, or uv python install 3.13), then run make again." >&2
exit 1
