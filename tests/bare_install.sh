#!/usr/bin/env bash
# Smoke test of the bare install: a wheel, its run-time dependencies alone, a new environment, another folder.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-python3}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$root/.venv/bin/pip" wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
    --wheel-dir "$scratch/wheel" "$root"
"$python" -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$root/requirements.lock"
"$scratch/venv/bin/pip" uninstall --quiet --yes pytest pytest-xdist hypothesis mypy ruff playwright
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps "$scratch"/wheel/*.whl

cd "$scratch"
servanda=$scratch/venv/bin/servanda
"$servanda" --version
"$servanda" new trial --from singapore-2018
printf '%s\n' '{"id": "a", "text": "Arland tested a missile on 3 May 2031, officials said."}' | "$servanda" read --jsonl | grep -q '"id": *"a"'
mkdir -p trial/articles
printf 'The United States and North Korea held talks in Singapore on 12 June 2018, the White House said.\n' \
    >trial/articles/first.txt
"$servanda" read trial
"$servanda" brief trial --format json | grep -q '"promised"'
"$servanda" brief trial --page "$scratch/brief.html" >/dev/null
grep -q '<!doctype html>' "$scratch/brief.html"
echo "bare install: fine"
