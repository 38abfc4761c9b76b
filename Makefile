# Everything a person or CI does with the project. `make help` lists it.
UV := .venv/bin/uv
PY := .venv/bin/python
RASA := nlu/train/.venv/bin/python
UV_VERSION := 0.13.9
export OPENBLAS_NUM_THREADS := 1
export UV_PYTHON_DOWNLOADS := never

.DEFAULT_GOAL := help
.PHONY: help setup run test check lint types format docs eval bench train parity clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# The environment, made again when the lock changes. --inexact keeps uv itself in it.
.venv/ready: uv.lock pyproject.toml
	@echo "[1/3] Python environment (.venv)"
	@test -x $(UV) || (python3 -m venv .venv && .venv/bin/pip install --quiet uv==$(UV_VERSION))
	@echo "[2/3] Packages from uv.lock"
	@$(UV) sync --quiet --locked --inexact --no-dev
	@touch $@

.venv/ready-dev: .venv/ready
	@echo "[dev] Test and check tools from uv.lock"
	@$(UV) sync --quiet --locked --inexact
	@touch $@

setup: .venv/ready-dev  ## install everything the checks need

run: .venv/ready  ## serve the web chat on http://127.0.0.1:8000
	@echo "[3/3] Database and model; then http://127.0.0.1:8000"
	@.venv/bin/tuoyu serve

test: .venv/ready-dev  ## the whole suite
	@$(PY) -m pytest

check: lint types  ## lint, types, contracts, content and flows

lint: .venv/ready-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@.venv/bin/tuoyu content lint
	@.venv/bin/tuoyu flows lint

types: .venv/ready-dev
	@.venv/bin/mypy

format: .venv/ready-dev  ## format and mend what can be mended
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

docs: .venv/ready-dev  ## write the generated pages of docs/
	@$(PY) -m bot.docs

eval: .venv/ready-dev  ## measure understanding and answers on nlu/eval
	@.venv/bin/tuoyu nlu intents
	@.venv/bin/tuoyu nlu eval --plot docs/calibration.svg
	@.venv/bin/tuoyu nlu eval --heldout

bench: .venv/ready-dev nlu/train/.venv/ready  ## speed and memory: a table, and bench.json
	@$(PY) -m tests.bench

# Rasa lives in an environment of its own: see docs/adr/0003.
nlu/train/.venv/ready: nlu/train/uv.lock nlu/train/pyproject.toml .venv/ready
	@echo "[rasa] Rasa's own environment (2.6 GB)"
	@$(UV) sync --quiet --locked --project nlu/train
	@touch $@

train: nlu/train/.venv/ready  ## train Rasa on nlu/data and export the model to nlu/model
	@$(RASA) -W ignore -m nlu.train.train
	@$(RASA) -W ignore -m nlu.train.export
	@$(PY) -m nlu.neighbours
	@$(PY) -m bot.teach

parity: .venv/ready-dev nlu/train/.venv/ready  ## Rasa server and runtime on the whole evaluation set
	@$(PY) -m pytest -m rasa tests/nlu/test_parity.py

clean:  ## remove environments and caches
	@rm -rf .venv nlu/train/.venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
