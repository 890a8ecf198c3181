# Floke's commands. `make run` and `make test` need nothing but this clone and Python 3.11: each does all its set-up.

VENV ?= .venv
PORT ?= 8501
ADDRESS ?= 127.0.0.1
ARGS ?=

python := $(VENV)/bin/python
installed := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup ready run test lint types check bench screenshots clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ready ## set up what is missing, then serve the page on http://127.0.0.1:8501 (PORT=… for another port)
	@echo "Floke: http://$(ADDRESS):$(PORT)  (Ctrl+C stopper / stops)"
	@exec $(python) -m streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT)

test: ready ## set up what is missing, then run all tests (ARGS="-k privacy" for some)
	@$(python) -m pytest $(ARGS)

lint: $(installed) ## ruff: rules and layout
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .

types: $(installed) ## mypy, strict
	@$(python) -m mypy

check: $(installed) ## what an editor should mend in the corpus
	@$(python) -m assistant check

bench: ready ## measure quality and speed (BEIR=… a collection in BEIR layout); on an idle machine
	@$(python) -m pip install --quiet --disable-pip-version-check --no-input -r bench/requirements.txt
	@$(python) bench/all.py --beir $(BEIR)

screenshots: ready ## pictures of all pages into .floke/screenshots, with Chromium (ARGS="question nb dark" for some)
	@$(python) bench/screenshots.py $(ARGS)

setup: ready ## only set up: packages, encoder, index

clean: ## remove what the commands above made: packages, encoder, index, caches
	rm -rf $(VENV) .floke/encoder .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find index -mindepth 1 ! -name README.md -delete
	find app.py assistant bench tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The encoder is made once and the index follows the corpus; with nothing to do, both say so in a second.
ready: $(installed)
	@$(python) -m assistant prepare
	@$(python) -m assistant index

# The stamp is newer than requirements.txt exactly when its packages are installed: then pip is not even started.
$(installed): requirements.txt
	@if ! $(python) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	  for candidate in $(PYTHON) python3.11 python3 python3.13 python3.12; do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then chosen=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$chosen" ]; then \
	    echo "Floke trenger Python 3.11 eller nyere. Installer det, og kjør kommandoen på nytt." >&2; \
	    echo "Floke needs Python 3.11 or newer. Install it, then run the command again (or: make PYTHON=/path/to/python3.11)." >&2; \
	    exit 1; \
	  fi; \
	  if ! "$$chosen" -c 'import ensurepip, venv' 2>/dev/null; then \
	    echo "$$chosen mangler venv. På Debian og Ubuntu: sudo apt install python3-venv. Kjør så kommandoen på nytt." >&2; \
	    echo "$$chosen lacks venv. On Debian and Ubuntu: sudo apt install python3-venv. Then run the command again." >&2; \
	    exit 1; \
	  fi; \
	  echo "Lager $(VENV) / making $(VENV) ($$chosen)"; \
	  "$$chosen" -m venv --clear $(VENV) || exit 1; \
	fi
	@echo "Installerer pakkene, noen minutter første gang / installing the packages, some minutes the first time"
	@$(python) -m pip install --quiet --disable-pip-version-check --no-input -r requirements.txt
	@touch $@
