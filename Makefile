# wiredesk: make help lists every target.

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
READY := .venv/.ready
LOCK := requirements.lock
# Python 3.11 to 3.13, the first that is found; PYTHON=… names another.
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv; raise SystemExit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { echo $$p; break; }; done)

.PHONY: help setup run test lint format fast check reference faults faults-quick bench bench-corpus bench-identity fuzz audit lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with the exact versions of requirements.lock

$(READY): $(LOCK) pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11, 3.12 or 3.13 found; install one, or say make PYTHON=/path/to/python" >&2; exit 69; }
	@echo "setting up .venv with $(PYTHON) …" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

run: setup ## set up everything and read the seed stories
	@$(BIN)/wiredesk run seeds

test: setup lint ## lint, then every test
	$(BIN)/python -m pytest

fast: setup ## the unit tests only
	$(BIN)/python -m pytest tests/unit

# The middle ring: what `fast` leaves out and a change breaks most often. Real SQLite and a real Redis, no PostgreSQL and no
# browser; tests/conftest.py lists the tests that are marked `ring`. Under 3 minutes on 2 free cores.
check: setup lint ## lint, unit tests, the store, queue and sources on SQLite, one run through the command line
	$(BIN)/python -m pytest tests/unit
	$(BIN)/python -m pytest -m ring -k "not postgresql" tests/integration tests/acceptance

lint: setup ## ruff, mypy, import-linter, deptry
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: setup ## let ruff format and mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

reference: setup ## write docs/reference anew from settings, command line, schemas and API
	$(BIN)/python -m tests.docs.reference

faults: setup ## every fault against real processes; takes long
	$(BIN)/python -m tests.faults

faults-quick: setup ## the shortened schedule of the faults
	$(BIN)/python -m tests.faults --quick

bench: setup ## speed, latency, memory and growth against what one would pick instead; CORPUS=file.jsonl.gz or the seeds
	$(BIN)/python -m benchmarks --images docs/images $(if $(CORPUS),--corpus $(CORPUS))

bench-corpus: setup ## CORPUS=file.jsonl.gz: all of it through producer, queue, workers and store
	$(BIN)/python -m benchmarks.corpus $(CORPUS)

bench-identity: setup ## CORPUS=file.jsonl.gz: turbo's output against stock spaCy's, token for token
	$(BIN)/python -m benchmarks.identity --corpus $(CORPUS)

fuzz: setup ## a minute of coverage-guided fuzzing of the parsers (needs the extra "fuzz")
	$(BIN)/python -m tests.fuzz.parse --seconds 60

audit: setup ## known vulnerabilities of what is locked, as the index lists them; needs to reach pypi.org
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement $(LOCK)

lock: setup ## resolve the dependencies anew
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --no-header --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra turbo --extra otel --no-header --output-file requirements-image.lock pyproject.toml

clean: ## remove what make and the tools made; results in .wiredesk stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info
