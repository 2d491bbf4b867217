# Keyturn: every verb a developer needs. `make demo` and `make test` set up all they need themselves.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
DB     ?= sqlite

.PHONY: help install demo test check check-all bench conformance format lock debian debian-postgres clean

help:
	@echo "make demo     sandbox and integration side by side: connect, unlock a door, see it confirmed"
	@echo "make demo DB=postgres   the same with two integrations on a PostgreSQL of Debian's"
	@echo "make test     every test, a real browser and a PostgreSQL included (installs Debian's where missing)"
	@echo "make check    format, lint, types, import plan, fast tests"
	@echo "make check-all  that, every other test, and our own integration checked whole, by HTTP and in a browser"
	@echo "make bench    benchmarks; writes bench/results.json"
	@echo "make conformance  thousands of generated calls held against the API's description"
	@echo "make format   put the code in its one form"
	@echo "make install  .venv with the command keyturn in it"
	@echo "make lock     pin the newest allowed versions anew"
	@echo "make clean    remove .venv and what the demo stored"

install: $(STAMP)

$(STAMP): requirements/dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Keyturn needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) from requirements/dev.lock …"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q src
	@touch $@

debian: debian-postgres
	@command -v chromium >/dev/null || [ -x /usr/bin/chromium ] || { \
	  [ "$$(id -u)" = 0 ] || { echo "Chromium is missing and only root can install it: sudo apt-get install chromium"; exit 1; }; \
	  echo "Installing Debian's Chromium for the browser tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

debian-postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { \
	  [ "$$(id -u)" = 0 ] || { echo "PostgreSQL is missing and only root can install it: sudo apt-get install postgresql"; exit 1; }; \
	  echo "Installing Debian's PostgreSQL …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null; }

# Modules of the example in Node, which the checker is tried on.
NODE_MODULES := examples/node/node_modules/.package-lock.json
$(NODE_MODULES): examples/node/package-lock.json
	@command -v npm >/dev/null || { \
	  [ "$$(id -u)" = 0 ] || { echo "npm is missing and only root can install it: sudo apt-get install npm"; exit 1; }; \
	  echo "Installing Debian's npm for the example in Node …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null; }
	@cd examples/node && npm ci --silent --no-fund --no-audit
	@touch $@

demo: install $(if $(filter postgres,$(DB)),debian-postgres)
	@$(BIN)/keyturn demo --database $(DB)

# Tests start hundreds of processes: none of them should compile again what another has.
test check-all: export PYTHONDONTWRITEBYTECODE =
test: install debian $(NODE_MODULES)
	@$(BIN)/pytest -q -n 3 --dist loadfile --no-loadscope-reorder

check: install
	@$(BIN)/ruff format --check src tests bench
	@$(BIN)/ruff check src tests bench
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -m "not street and not postgres"

check-all: check debian $(NODE_MODULES)
	@$(BIN)/pytest -q -m "street or postgres" -n 3 --dist loadfile --no-loadscope-reorder
	@$(BIN)/keyturn check subjects/keyturn.toml --certify
	@$(BIN)/keyturn check subjects/keyturn-browser.toml --certify

bench: install
	@$(BIN)/python -m bench

conformance: install
	@$(BIN)/python -m bench.conformance

format: install
	@$(BIN)/ruff format src tests bench
	@$(BIN)/ruff check -q --fix src tests bench

lock: install
	@$(BIN)/uv pip compile -q pyproject.toml --group dev --generate-hashes --no-header -o requirements/dev.lock
	@$(BIN)/uv pip compile -q pyproject.toml --generate-hashes --no-header -o requirements/run.lock

clean:
	rm -rf $(VENV) state artifacts
