# The daily commands. `make` alone lists them.

PYTHON ?= python3
LINLI_PORT ?= 8000
export LINLI_PORT

BIN := .venv/bin
PY := $(BIN)/python
# Two workers suit the smallest machine that runs everything; more cores: make test WORKERS=8
WORKERS ?= 2
# Further words for pytest, as in: make test ARGS="tests/rules -x"
ARGS ?=

COMPILE = $(BIN)/uv pip compile --quiet --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check features drill bench lock db demo pictures audit sbom format

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## .venv from the hashed lock, if it is not that already
	@$(PYTHON) scripts/setup_venv.py run

setup-dev:
	@$(PYTHON) scripts/setup_venv.py dev

run: setup ## linli with the demo on http://127.0.0.1:$LINLI_PORT (8000), web and worker, until Ctrl-C
	@$(BIN)/linli db upgrade
	@$(BIN)/linli demo --if-empty
	@exec $(BIN)/linli serve

test: setup-dev ## every test; ARGS="…" narrows; LINLI_TEST_REQUIRE=browser,postgres lets none be skipped
	@$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup-dev ## format, lint, types, the rules of the house, links in the docs, templates
	@$(PY) scripts/check.py

format: setup-dev ## let the formatter and the linter repair what they can
	@$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format --quiet .

features: setup-dev ## which rows of docs/features.csv a test shows, and which needed ones none does
	@$(BIN)/pytest --features -q -p no:xdist -p no:cacheprovider $(ARGS)

drill: setup-dev ## the long kill, fault and load runs; ONLY=name for one
	@$(PY) scripts/drill.py $(ONLY)

bench: setup-dev ## measure beside limits and peers, write bench/results.json; ONLY=name for one
	@$(PY) -m bench.run $(ONLY)

db: setup ## bring the database to the newest schema
	@$(BIN)/linli db upgrade

demo: setup db ## load the demo city into an empty database
	@$(BIN)/linli demo

pictures: setup-dev ## make the pictures of the README again, from the running product
	@$(PY) scripts/pictures.py

lock: setup-dev ## requirements*.txt from requirements*.in; UPGRADE=1 also takes newer versions
	@$(COMPILE) requirements.in --output-file requirements.txt
	@$(COMPILE) requirements-dev.in --output-file requirements-dev.txt
	@$(MAKE) --no-print-directory setup-dev

audit: setup-dev ## known vulnerabilities in the locked libraries, less dated exceptions
	@$(PY) scripts/audit.py

sbom: setup-dev ## what linli is made of, as CycloneDX JSON, in var/sbom.json
	@$(PY) scripts/sbom.py var/sbom.json
