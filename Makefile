# Needs only python3 (3.11 or newer). `make serve` and `make test` are all a newcomer has to know.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000

.PHONY: help setup build serve test lint types pytest lock clean

help: ## List what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 10

setup: $(VENV)/.ready ## Make the virtual environment from the lock file

$(VENV)/.ready: requirements.lock pyproject.toml hatch_build.py $(wildcard server/frontend/package-lock.json server/frontend/src/*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=python3.x" >&2; exit 2; }
	@echo "Setting up .venv from requirements.lock: once, usually one to two minutes; needs the package index"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

build: setup ## Build and validate the store
	@echo "Building and validating the graph"
	@$(BIN)/eucn build

serve: build ## Build, validate and serve on 127.0.0.1:8000
	@echo "Starting the server: the first page answers within seconds"
	@$(BIN)/eucn serve --host $(HOST) --port $(PORT)

test: lint types pytest ## Everything that must pass

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

pytest: setup
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 --dist loadgroup -r s $(PYTEST)

lock: ## Write requirements.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev pyproject.toml -o requirements.lock

clean: ## Remove what was made, the environment and the stores included
	rm -rf $(VENV) .store .store-versions server/static/bundle server/frontend/node_modules
