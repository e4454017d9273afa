.DEFAULT_GOAL := help
.PHONY: help run test format account manage bench-move clean setup

# Whatever the shell has of these is about another project.
unexport DJANGO_SETTINGS_MODULE PYTHONHOME PYTHONOPTIMIZE VIRTUAL_ENV
export PYTHONPATH := src

PYTHON := .venv/bin/python

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: setup ## Serve on 127.0.0.1:8000, with a database of our own unless DATABASE_URL names one
	@exec $(PYTHON) -m config.launcher $$PPID

# makemigrations --check is one of the tests: it needs the database that they have.
test: setup ## Run every check that CI runs
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PYTHON) -m pytest -n logical --maxprocesses 8 --dist worksteal --cov

format: setup ## Lay the code out, and mend what ruff can mend
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

account: setup ## Make an account for /admin/, while `make run` is running
	@exec $(PYTHON) manage.py createsuperuser

manage: setup ## Run a command of manage.py: make manage ARGS="import_tutorials FILE"
	@exec $(PYTHON) manage.py $(ARGS)

bench-move: setup ## Measure the move of a million rows between schemas
	@PYTHONPATH=src:. $(PYTHON) -m benchmarks.schema_move

clean: ## Delete what was made, but for the database in .run
	rm -rf .venv .uv .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -prune -exec rm -rf {} +

setup:
	@.ci/setup
