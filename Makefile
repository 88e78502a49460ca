# Qafila: every command a newcomer needs. `make` alone lists them.
PORT ?= 8000
DATA ?= ./data
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := DEBUG=1 DEMO=1 DATA="$(DATA)" PUBLIC_URL="http://localhost:$(PORT)" $(BIN)/python
TESTS ?= tests
CATALOGUES := $(wildcard */locale/*/LC_MESSAGES/django.po)
COMPILED := $(CATALOGUES:.po=.mo)

.DEFAULT_GOAL := help
.PHONY: help start up test test-cluster check seed backup restore lock bench format messages screenshots

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20
	@echo "  Options: make start PORT=9000 DATA=/path; make test TESTS=tests/footprint"

start: $(VENV)/run $(COMPILED) ## Serve Qafila at http://localhost:PORT with demo data kept in DATA
	@$(RUN) manage.py serve --port "$(PORT)" --demo

up: ## Serve HOST in containers behind a proxy with TLS: make up HOST=qafila.example EMAIL_URL=smtp+tls://user:password@host:587
	@sh config/secrets.sh
	docker compose up --build --detach --wait

test: $(VENV)/dev $(COMPILED) ## Run every test, the journeys in a real browser included
	@$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest $(TESTS) --ignore=tests/journeys -n 2 --dist loadgroup
	$(if $(filter tests,$(TESTS)),$(BIN)/python -m pytest tests/journeys -n 2 --dist loadgroup)

test-cluster: ## Run the tests that hang on PostgreSQL and Redis on those that DATABASE_URL and REDIS_URL name
	@: "$${DATABASE_URL:?names the PostgreSQL server}" "$${REDIS_URL:?names the Redis server}"
	@TEST_CLUSTER=1 PYTEST_ADDOPTS="--create-db --reuse-db" $(MAKE) --no-print-directory test

check: $(VENV)/dev $(COMPILED) ## Lint, format, types, import contracts, templates, image and proxy, migrations, translations, API document
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint frontend notices --lint --quiet
	$(BIN)/hadolint Dockerfile
	@PUBLIC_URL=https://qafila.example $(BIN)/caddy validate --adapter caddyfile --config config/Caddyfile 2>$(VENV)/caddy || { cat $(VENV)/caddy; exit 1; }
	DEBUG=1 DATA=$(VENV)/check $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.translations
	DEBUG=1 DATA=$(VENV)/check $(BIN)/python manage.py spectacular --validate --fail-on-warn --file $(VENV)/check/schema.yaml

seed: $(VENV)/run $(COMPILED) ## Make the demo data in DATA and print its logins; SIZE=large adds 50,000 offers and 5,000 exporters
	@$(RUN) manage.py prepare --demo $(if $(SIZE),--size "$(SIZE)")

backup: $(VENV)/run $(COMPILED) ## Write database and files into one archive in TO (a folder or name.tar), while the service runs
	@$(RUN) manage.py backup $(if $(TO),--to "$(TO)") $(if $(WITH_KEY),--with-key)

restore: $(VENV)/run $(COMPILED) ## Put the archive FROM in the place of the data; again after an interruption, it finishes
	@$(RUN) manage.py restore $(if $(FROM),--from "$(FROM)")

bench: $(VENV)/dev $(COMPILED) ## Measure start-up, first page and the rest; each prints a ratio to a baseline of the same run
	$(BIN)/python -m benchmarks

LOCK := uv pip compile -q --universal --generate-hashes --no-annotate --no-header
lock: ## Resolve the dependencies again into the three hashed lock files (needs uv)
	$(LOCK) -o requirements.lock pyproject.toml
	$(LOCK) --extra scale -c requirements.lock -o requirements-scale.lock pyproject.toml
	$(LOCK) --extra scale --group dev -c requirements-scale.lock -o requirements-dev.lock pyproject.toml

format: $(VENV)/dev ## Put the code into its form
	$(BIN)/ruff check --fix-only -q .
	$(BIN)/ruff format -q .

messages: $(VENV)/dev ## Collect new words to translate into each room's catalogues (needs gettext)
	$(BIN)/python -m tests.translations --collect

screenshots: $(VENV)/dev $(COMPILED) ## Take pictures of each page in fr and ar, at 390 and 1280 px, into screenshots/
	$(BIN)/python -m tests.chromium
	$(BIN)/python -m pytest tests/screenshots.py

%.mo: %.po | $(VENV)/any
	@$(BIN)/pybabel -q compile -i $< -o $@

$(VENV)/any:
	@$(MAKE) --no-print-directory $(VENV)/run

$(VENV)/run: requirements.lock
	@PYTHON=$(PYTHON) sh config/bootstrap.sh $(VENV) requirements.lock
	@touch $@ $(VENV)/any

$(VENV)/dev: requirements-dev.lock
	@PYTHON=$(PYTHON) sh config/bootstrap.sh $(VENV) requirements-dev.lock
	@touch $@ $(VENV)/run $(VENV)/any
