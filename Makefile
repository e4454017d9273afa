.DEFAULT_GOAL := help
.PHONY: help audit test-python install run settings test tests test-slow history lint test-clients test-generators fuzz openapi sdk format account manage bench bench-move docs faults mutants clean setup clients

# Variables of the shell that belong to other projects.
unexport DJANGO_SETTINGS_MODULE PYTHONHOME PYTHONOPTIMIZE VIRTUAL_ENV
# Without byte code on the disk, each process that a test starts compiles all of src again.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPATH := src

DEVELOPMENT := .venv/bin/python
# Without the tools of development.
SERVICE := .venv-service/bin/python

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-20s %s\n", $$1, $$2 }' Makefile

install: ## Install the service for production, without development tools, in .venv-service
	@.ci/setup service

run: ## Serve on 127.0.0.1:8000, with a database of our own unless DATABASE_URL names one
	@.ci/setup run
	@exec $(SERVICE) -m config.launcher $$PPID

# makemigrations --check is one of the tests, because it needs their database.
test: setup ## Run the linters and the tests, but for the slow ones
	@$(MAKE) --no-print-directory --jobs 2 tests lint

tests:
	$(DEVELOPMENT) -m pytest -m "not slow" -n logical --maxprocesses 8 --dist worksteal --cov

audit: setup ## Ask for known vulnerabilities of what the service installs
	@.ci/audit

test-slow: setup ## Run the slow tests (browsers, faults, poolers), and more random examples
	$(DEVELOPMENT) -m pytest -m "slow or hypothesis" --hypothesis-profile thorough -n logical --maxprocesses 8 --dist worksteal

test-python: ## Run `make test` on another Python, in a root file system of Debian sid: VERSION=3.15
	.ci/sid $(or $(VERSION),3.14) make test

lint:
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/lint-imports
	.venv/bin/mypy

history: setup ## Check 50,000 search results during concurrent writes
	HISTORY_ANSWERS=50000 $(DEVELOPMENT) -m pytest -n 0 --log-cli-level=INFO tests/adapters/catalogue/test_histories.py

test-clients: setup clients ## Lint openapi.json, make its clients and run them against the service
	@clients/lint
	@clients/generate --check
	@clients/check

test-generators: setup ## Try other generators on openapi.json: make test-generators ARGS="orval kubb"
	@.ci/setup generators
	@exec clients/test-generators $(ARGS)

fuzz: setup clients ## Send 5,000 generated requests: make fuzz ARGS="--seed 7 --examples 2500"
	$(DEVELOPMENT) -m pytest tests/contracts/test_write_machine.py -q -n 0 --hypothesis-profile=fuzz
	@exec clients/fuzz $(ARGS)

faults: setup ## Test outages of the database and slow clients; takes an hour
	FAULTS=full $(DEVELOPMENT) -m pytest -n 0 tests/faults

openapi: setup ## Write openapi.json, and report changes that break clients of the last release
	$(DEVELOPMENT) manage.py export_openapi
	$(DEVELOPMENT) -m compatibility openapi.released.json openapi.json

sdk: setup clients ## Make the TypeScript and the Python client (clients/build) and the search page
	@clients/generate

format: setup ## Format the code, and fix what ruff can fix
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

settings: setup ## Write docs/settings.md anew, from the definitions of the settings
	$(DEVELOPMENT) manage.py export_settings

account: ## Create an account for /admin/; `make run` must be running
	@.ci/setup run
	@exec $(SERVICE) manage.py createsuperuser

manage: ## Run a command of manage.py: make manage ARGS="import_tutorials FILE"
	@.ci/setup run
	@exec $(SERVICE) manage.py $(ARGS)

bench: setup ## Compare the performance with other implementations; QUICK=1 takes 5 minutes
	@benchmarks/setup
	@PYTHONPATH=src:. exec .venv-bench/bin/python -m benchmarks $(if $(QUICK),--quick)

bench-move: setup ## Measure the move of a million rows between schemas
	@PYTHONPATH=src:. $(DEVELOPMENT) -m benchmarks.schema_move

docs: setup ## Build the pages of docs/ as a site in site/, and check their links
	@.ci/setup docs
	.venv-docs/bin/zensical build --strict --clean

mutants: setup ## Test the tests with mutmut, for hours: make mutants ARGS="domain.clocks*"
	@.ci/setup mutants
	@# The tests that run need no database: one that is named is not started, once a mutant.
	@DATABASE_URL=postgresql:///none exec nice .venv-mutants/bin/mutmut run $(ARGS)

clean: ## Delete all generated files except the database in .run
	rm -rf .venv .venv-bench .venv-clients .venv-docs .venv-generators .venv-mutants .venv-service .uv site mutants clients/build clients/node_modules clients/tooling/node_modules clients/generators/node_modules clients/generators/logs clients/generators/cases/*/build
	rm -rf clients/python/LICENSE clients/python/CHANGELOG.md clients/python/src clients/typescript/src/generated clients/typescript/dist clients/tests/snippets
	rm -rf .cache .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +

setup:
	@.ci/setup

clients: setup
	@.ci/setup clients
