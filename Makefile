# What people type. `make` alone lists it; the scripts behind it are in tools/.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

BIN := .venv/bin
NODE := tools/with_node
# One more than two processors, since many tests wait for processes of their own.
PYTEST_FLAGS ?= -n 3 --dist loadfile
# Tests are compiled with all that a failed assertion shows: half of what collecting them takes, by
# each process in each run, unless it is kept.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(NODE) $(BIN)/python -m pytest

# Files that stand for a finished step: one that is newer than what it is made of is not repeated.
INSTALLED := .venv/.installed-run
INSTALLED_DEV := .venv/.installed-dev
PACKAGES := web/node_modules/.package-lock.json
PAGE := src/armillary/page/index.html
REPLAY := web/dist-replay/apply.mjs
PAGE_SOURCES := $(shell find web/src web/public web/index.html web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)
SERVER_SOURCES := $(shell find src/armillary -name '*.py' 2>/dev/null)
# Where Python may not keep what it compiles, every process would compile all of it anew.
COMPILED := .venv/.compiled

.PHONY: help run test check check-python check-web check-fresh fix bench bench-peers docs dev lock \
        catalogue laws generated web clean

help: ## List what can be done
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
	    while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

run: $(INSTALLED) $(PAGE) ## Set everything up once, then serve on http://127.0.0.1:8000
	@$(BIN)/armillary run

test: $(INSTALLED_DEV) $(COMPILED) $(PAGE) $(REPLAY) ## Run every test of the page and of the server
	cd web && ../$(NODE) npm --silent run test
	$(PYTEST) $(PYTEST_FLAGS)

laws: $(INSTALLED_DEV) $(REPLAY) ## Run the laws over every algorithm, job kind, event, route and broken file
	@ARMILLARY_TEST_ROTATION=all $(PYTEST) tests/contracts \
	    tests/capabilities/datasets/test_nasty_text.py tests/capabilities/datasets/test_nasty_files.py $(PYTEST_FLAGS) \
	    --junitxml=artifacts/laws.xml; \
	    code=$$?; $(BIN)/python tools/laws.py artifacts/laws.xml && exit $$code

check: check-python check-web check-fresh ## Check format, style, types, imports and generated files

check-python: $(INSTALLED_DEV)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --config pyproject.toml

check-web: $(INSTALLED) $(PACKAGES)
	cd web && ../$(NODE) npm --silent run lint
	cd web && ../$(NODE) npm --silent run types
	cd web && ../$(NODE) npm --silent run deps

check-fresh: $(INSTALLED_DEV) $(PACKAGES)
	$(NODE) $(BIN)/python tools/generate.py --check

fix: $(INSTALLED_DEV) $(PACKAGES) ## Correct what can be corrected and write generated files anew
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .
	cd web && ../$(NODE) npm --silent run lint -- --fix
	$(NODE) $(BIN)/python tools/generate.py

generated: $(INSTALLED_DEV) $(PACKAGES) ## Write every generated file anew
	$(NODE) $(BIN)/python tools/generate.py

catalogue: $(INSTALLED_DEV) ## Write the catalogue of algorithms anew
	$(BIN)/python tools/generate.py catalogue

bench: $(INSTALLED_DEV) $(PAGE) ## Measure every promise with a number, against its peers
	$(BIN)/python -m benchmarks $(BENCH)

bench-peers: $(INSTALLED_DEV) ## Install the programs that are measured against
	$(BIN)/python -m benchmarks.peers

docs: $(INSTALLED_DEV) ## Build the documentation; a warning stops it
	$(BIN)/python -m sphinx -W --keep-going -q -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

dev: $(INSTALLED_DEV) $(PACKAGES) ## Serve with reload: server on 8000, page on http://127.0.0.1:5173
	@$(NODE) $(BIN)/python tools/dev.py

lock: $(INSTALLED) ## Choose the newest versions of every dependency and write them down
	tools/lock

web: $(PAGE) ## Build the page

clean: ## Remove what was installed and built; data/ stays
	rm -rf .venv web/node_modules web/dist-replay src/armillary/page docs/_build artifacts htmlcov
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*

$(INSTALLED): requirements/run.lock pyproject.toml tools/install
	@tools/install requirements/run.lock
	@touch $@

$(INSTALLED_DEV): requirements/dev.lock pyproject.toml tools/install
	@tools/install requirements/dev.lock
	@touch $(INSTALLED) $@

$(COMPILED): $(INSTALLED_DEV) $(SERVER_SOURCES)
	@$(BIN)/python -m compileall -q src
	@touch $@

$(PACKAGES): web/package.json web/package-lock.json | $(INSTALLED)
	@echo "Installing what the page is built with."
	@cd web && ../$(NODE) npm ci --silent --no-audit --no-fund
	@touch $@

$(PAGE): $(PACKAGES) $(PAGE_SOURCES)
	@echo "Building the page."
	@cd web && ../$(NODE) npm --silent run build -- --logLevel warn
	@touch $@

$(REPLAY): $(PACKAGES) $(PAGE_SOURCES)
	@cd web && ../$(NODE) npm --silent run build:replay -- --logLevel warn
	@touch $@
