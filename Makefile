# make demo: sets up and answers the ten questions for the flagship case. make test: everything CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint types unit docs bare lock clean setup

demo: $(STAMP)
	$(BIN)/servanda read cases/singapore-2018
	$(BIN)/servanda brief cases/singapore-2018 --page demo/brief.html
	@echo "To look closer, in a browser: $(BIN)/servanda serve cases/singapore-2018"

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Servanda needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: lint types unit bare

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

unit: $(STAMP)
	$(BIN)/pytest -n 2

bare: $(STAMP)
	PYTHON=$(PYTHON) bash tests/bare_install.sh

lock: $(STAMP)
	$(BIN)/uv pip compile --generate-hashes --no-emit-index-url --universal --extra dev --python-version 3.11 \
		--quiet --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) build demo
