# Sourced by the scripts beside it: makes .venv and installs what a lock file pins, once, and says what it does.
# shellcheck shell=bash

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
VENV="$HERE/.venv"
LOG="$(mktemp "${TMPDIR:-/tmp}/webcare-setup.XXXXXX")" || { echo "There is no room for a temporary file." >&2; exit 1; }
trap 'rm -f "$LOG"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=

# fail SENTENCE…: what happened and what to do; the rest of the log where it helps.
fail() {
    printf '\n%s\n' "$1" >&2
    shift
    printf '%s\n' "$@" >&2
    exit 1
}

# step WHAT COMMAND…: run it quietly; whatever takes longer than two seconds has a line of its own.
step() {
    local what="$1" began=$SECONDS shown="" pid status=0
    shift
    "$@" >"$LOG" 2>&1 &
    pid=$!
    while kill -0 "$pid" 2>/dev/null; do
        if [ -z "$shown" ] && [ $((SECONDS - began)) -ge 2 ]; then
            shown=yes
            printf '%s … ' "$what"
        elif [ -n "$shown" ] && [ -t 1 ]; then
            printf '\r%s … %d s ' "$what" $((SECONDS - began))
        fi
        sleep 0.2
    done
    wait "$pid" || status=$?
    if [ -n "$shown" ] && [ -t 1 ]; then
        printf '\r%s … %d s.\n' "$what" $((SECONDS - began))
    elif [ -n "$shown" ]; then
        printf '%d s.\n' $((SECONDS - began))
    fi
    return "$status"
}

find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3.14 python3 python; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed, and none was found." \
        "On Debian or Ubuntu: apt-get install python3 python3-venv    On a Mac: brew install python"
}

explain_log() {
    if grep -qi 'no space left' "$LOG"; then
        fail "The disk is full. About 700 MB are needed in $HERE/.venv; what was begun is taken up again next time."
    elif grep -q 'DO NOT MATCH THE HASHES' "$LOG"; then
        fail "A package is not the one that was pinned, so nothing was installed from it. Try another network or index." \
            "$(grep -A4 'DO NOT MATCH' "$LOG")"
    elif grep -qiE 'name resolution|connection (error|refused|timed)|max retries|network is unreachable|proxy|ReadTimeout|ConnectTimeout' "$LOG"; then
        fail "The package index cannot be reached. Look at the network (or at pip's proxy and index settings), then" \
            "start again; what has been fetched is kept. pip said:" "$(tail -n 4 "$LOG")"
    elif grep -q 'No matching distribution' "$LOG"; then
        fail "A package is not there for this machine ($(uname -sm), $("$VENV/bin/python" -V 2>&1)). Linux on x86_64 or arm64 with" \
            "glibc, and macOS, have all of them; elsewhere use a container of those. pip said:" "$(grep 'No matching' "$LOG")"
    elif grep -qiE 'permission denied|read-only file system' "$LOG"; then
        fail "This folder cannot be written: $HERE. Make a copy where you may write, and start there." "$(tail -n 2 "$LOG")"
    fi
    fail "Setting up did not work. The last lines were:" "$(tail -n 15 "$LOG")"
}

make_venv() {
    local python
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        return
    fi
    python="$(find_python)" || exit 1
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "This Python ($python) comes without its 'venv' module. On Debian or Ubuntu: apt-get install python3-venv"
    step "Making .venv" "$python" -m venv --clear "$VENV" || explain_log
}

# The project itself: a path file and a launcher, so that nothing is built and no network is asked.
link_project() {
    local site launcher="$VENV/bin/webcare"
    site="$(echo "$VENV"/lib/python3*/site-packages)"
    [ "$(cat "$site/webcare.pth" 2>/dev/null)" = "$HERE" ] || echo "$HERE" >"$site/webcare.pth"
    if [ "$(sed -n 2p "$launcher" 2>/dev/null)" != "# $HERE" ]; then
        printf '#!/bin/sh\n# %s\nexec "%s" -m webcare "$@"\n' "$HERE" "$VENV/bin/python" >"$launcher"
        chmod 755 "$launcher"
    fi
}

# install NAME: what requirements/NAME.lock pins, only when that changed.
install() {
    local lock="$HERE/requirements/$1.lock" stamp="$VENV/.installed-$1" wanted
    make_venv
    wanted="$(cksum <"$lock")"
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        rm -f "$stamp"
        step "Installing $(grep -c '==' "$lock") pinned packages (only the first time)" \
            "$VENV/bin/python" -m pip install --require-hashes --only-binary :all: --no-deps -r "$lock" || explain_log
        echo "$wanted" >"$stamp"
    fi
    link_project
    rm -f "$LOG"
}

# Debian's packages could not be had: in CI that is a failure, elsewhere the tests that need them are skipped.
explain_apt() {
    [ "${CI:-}" != true ] || fail "Debian's packages could not be installed, and in CI nothing is skipped:" "$(tail -n 6 "$LOG")"
    printf 'Debian did not give its packages (%s). Tests that need them are skipped and counted.\n' "$(tail -n 1 "$LOG")"
}
