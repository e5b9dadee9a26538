# The commands of the project; `make help` lists them.
#
# GNU make cannot hold a path with a space in it, so every path here is relative
# to this folder, and what is up to date is decided by content in
# site_config/setup, not by make.  Tools are started as `python -m ...` because
# the first line of an installed script breaks in a long or spaced path.

SHELL := /bin/sh
PYTHON := .venv/bin/python
TSC := $(PYTHON) -m site_config.setup.node node_modules/typescript/bin/tsc --project
# Chinese output must not depend on the locale of the machine.
export PYTHONUTF8 := 1
# The end of life that this notice announces is written in requirements.in.
export NO_MKDOCS_2_WARNING := 1
# More workers than cores make the browser tests time out.
TEST_WORKERS ?= 2
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup prepare serve build test check bench speed mutants lock licences screenshot clean distclean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)$$/  make \1	\2/p' Makefile | expand -t 18

setup: ## make .venv and node_modules from the lock files (every command does this first)
	@python=$$(sh site_config/setup/find_python.sh) && "$$python" -m site_config.setup.environment

prepare: setup ## write the generated pages and the browser runtime
	@$(PYTHON) -m site_config prepare

serve: setup ## the site with live calculators on 127.0.0.1:8000, rebuilt on every change
	@$(PYTHON) -m site_config serve

build: prepare ## the finished site in site/
	@PLEDGE_PREPARED=1 $(PYTHON) -m mkdocs build --strict

test: setup ## every test, in real browsers too
	@$(PYTHON) -m tests.browser.engines
	@$(PYTHON) -m site_config prepare
	@$(PYTHON) -m pytest -n $(TEST_WORKERS) --dist loadgroup

check: setup ## lint, types, data and layers
	@echo "[check] lint" && $(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check --quiet .
	@echo "[check] types of Python" && $(PYTHON) -m mypy
	@echo "[check] types of JavaScript" && $(TSC) site_config/assets
	@echo "[check] data" && $(PYTHON) -m calculators parameters check
	@echo "[check] layers" && $(PYTHON) -m pytest -q tests/test_layers.py

bench: setup ## start-up times and bytes against stock Pyodide, with budgets
	@$(PYTHON) -m tests.browser.engines
	@$(PYTHON) -m site_config prepare
	@$(PYTHON) -m tests.bench

speed: setup ## calculations a second against the same rules written straight down, with budgets
	@$(PYTHON) -m tests.bench.calculations

mutants: setup ## change the rules one thing at a time and see whether the tests notice (takes a while)
	@$(PYTHON) -m tests.mutants

lock: setup ## after editing requirements.in or package.json: write the lock files anew
	@$(PYTHON) -m site_config.setup.lock

licences: setup ## write docs/about/licences.md anew
	@$(PYTHON) -m site_config.setup.licences

screenshot: build ## take the picture of the README anew
	@$(PYTHON) -m tests.browser.screenshot

clean: ## remove what was built; keep .venv and node_modules
	@rm -rf site site-zensical build .cache docs/reference docs/assets/runtime docs/assets/app \
	    .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find calculators site_config tests -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## remove everything that make can make again
	@rm -rf .venv node_modules
