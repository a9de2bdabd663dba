# Two commands do all the set-up: `make run` and `make test`. Python 3.11 or newer is all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-faults check docs bench bench-live shots lock messages clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev
	$(BIN)/python -m pytest

test-faults: $(VENV)/.dev
	$(BIN)/python -m tests.faults.kills 200

check: $(VENV)/.dev
	$(BIN)/python -m pip check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.dev
	$(BIN)/python -m scripts.write_docs

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

# LineUp.js as a rival: LINEUP=folder with LineUpJS.js and LineUpJS.css (npm pack lineupjs).
bench-live: $(VENV)/.dev
	$(BIN)/python -m tests.bench.live $(if $(LINEUP),--lineup $(LINEUP))

shots: $(VENV)/.dev
	$(BIN)/python -m scripts.shots

messages: $(VENV)/.dev
	$(BIN)/python -m scripts.messages

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements.lock requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements-dev.lock requirements-dev.txt

clean:
	rm -rf $(VENV) .pytest_cache .hypothesis .mypy_cache .ruff_cache

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@ $(VENV)/.run
