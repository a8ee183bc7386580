# Everything that is done with this checkout. `make` alone lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run test bench format pins

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/run  ## Serve the site at http://localhost:8000 (PORT= changes it)
	@DEBUG=$${DEBUG:-on} exec $(BIN)/python manage.py serve

test: .venv/dev  ## Check and test everything (on SQLite, or on what DATABASE_URL names)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n $${WORKERS:-2} --dist worksteal

bench: .venv/dev  ## Measure how fast discussions open (BENCH=--full adds a million comments)
	$(BIN)/python bench/discussion.py $(BENCH)

format: .venv/dev  ## Lay out the code as `make test` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	git ls-files -z 'templates/*.html' | xargs -0 $(BIN)/djade --target-version 5.2

pins: .venv/dev  ## Renew requirements/ from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml $(PIN) --upgrade -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml $(PIN) --all-extras -c requirements/run.txt -o requirements/dev.txt

PIN := --quiet --universal --generate-hashes --no-emit-index-url --no-header --no-annotate

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/run: .venv/bin/python requirements/run.txt
	@echo "Fetching the libraries (once; about half a minute)"
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/run.txt
	@touch $@

.venv/dev: .venv/bin/python requirements/dev.txt
	@echo "Fetching the libraries and tools (once; about half a minute)"
	@$(BIN)/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@ .venv/run
