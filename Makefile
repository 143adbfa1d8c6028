# A bare machine needs python3 (3.11 to 3.13), make and git; the rest goes into .venv.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
# Snowpark wants pandas below 3
SNOWPARK := .venv-snowpark
# linters write dbt's artifacts here and look at no warehouse of yours
LINT := target/lint

export PATH := $(CURDIR)/$(BIN):$(PATH)
export DO_NOT_TRACK := 1
export GX_ANALYTICS_ENABLED := false
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

.DEFAULT_GOAL := help
.PHONY: help install demo demo-retail test test-unit test-nightly test-snowpark lint format dagster docs lock clean

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' Makefile

install: .venv/installed  ## make .venv from requirements.lock; does nothing when it is done

.venv/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
		{ echo "Python 3.11, 3.12 or 3.13 is needed, and $(PYTHON) is another: make PYTHON=python3.12 install"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	# uv leaves it to the first start, which may not write it: then every start takes 20 s
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: install  ## a simulated retailer of 5,000 people, from nothing to report.html
	c360 demo

demo-retail: install  ## a year of real store purchases, from files to published marts
	python examples/complete_journey/run.py

test: install  ## unit and integration; public data too, when C360_PUBLIC_DATA names its folder
	pytest -m "not nightly" --numprocesses 2 --dist loadfile

test-unit: install  ## seconds, without dbt
	pytest -m "unit and not nightly"

test-nightly: install  ## what takes long
	pytest -m nightly

test-snowpark: export C360_WAREHOUSE := $(CURDIR)/target/snowpark
test-snowpark: export C360_LANDING := $(CURDIR)/target/snowpark/landing
test-snowpark: export C360_SALT := snowpark
test-snowpark: install $(SNOWPARK)/installed  ## every Python model in a Snowpark session: as in DuckDB
	rm -rf target/snowpark
	c360 simulate --customers 5000 --days 340 --seed 1 --out target/snowpark/files --truth target/snowpark/truth
	c360 land --dir target/snowpark/files --known-at synced_at
	dbt --quiet build --resource-type model --resource-type seed --target-path target/snowpark
	$(SNOWPARK)/bin/python -m pytest tests/snowpark

$(SNOWPARK)/installed: requirements-snowpark.lock .venv/installed
	$(PYTHON) -m venv $(SNOWPARK)
	$(BIN)/uv pip install --quiet --python $(SNOWPARK)/bin/python --require-hashes -r requirements-snowpark.lock
	@touch $@

lint: export C360_WAREHOUSE := $(CURDIR)/$(LINT)
lint: export C360_LANDING := $(CURDIR)/$(LINT)/landing
lint: export C360_SALT := lint
lint: export COLUMNS := 160
lint: install  ## ruff, mypy, import-linter, dbt-bouncer, sqlfluff
	ruff check
	ruff format --check
	mypy
	lint-imports --no-logo
	mkdir -p $(LINT)
	dbt --quiet parse --target-path $(LINT)
	dbt-bouncer run --show-all-failures
	sqlfluff lint models tests/dbt --processes 2 --disable-progress-bar

format: export C360_WAREHOUSE := $(CURDIR)/$(LINT)
format: export C360_SALT := lint
format: install  ## what ruff and sqlfluff can mend by themselves
	ruff check --fix
	ruff format
	mkdir -p $(LINT)
	sqlfluff fix models tests/dbt --disable-progress-bar

dagster: install  ## the orchestrator's UI, on this machine only
	mkdir -p .dagster
	cp dagster.yaml .dagster/
	DAGSTER_HOME="$(CURDIR)/.dagster" dagster dev --host 127.0.0.1

docs: install  ## dictionary, features and model cards in docs/, and dbt's pages as target/static_index.html
	python -m customer360.dictionary
	python -m customer360.feature_docs
	python -m customer360.model_cards
	dbt docs generate --static

COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet

lock: install  ## both locks anew from pyproject.toml
	$(COMPILE) pyproject.toml --extra fuzzy --extra retail --group dev --output-file requirements.lock
	mkdir -p target
	sed -nE 's/^((numpy|scipy|scikit-learn|numba|duckdb)==.*) \\$$/\1/p' requirements.lock > target/same.txt
	$(COMPILE) --group snowpark --constraint target/same.txt --output-file requirements-snowpark.lock

clean:  ## what can be made again; never data
	rm -rf target logs .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
