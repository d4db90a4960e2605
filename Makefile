# Every target does its own set-up; a second run finds it done.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test test-parts test-whole setup check check-corpus index eval bench lock clean

run: setup                      ## environment, index, then the page on http://127.0.0.1:7860
	@$(BIN)/python -m assistant serve

test: setup check               ## every check there is
	@$(MAKE) --no-print-directory -j2 test-parts test-whole

# Beside each other: the parts wait for browsers, the whole for the index of the shipped corpus.
test-parts: setup
	$(BIN)/python -m pytest --ignore=tests/end_to_end

test-whole: setup
	$(BIN)/python -m pytest tests/end_to_end

setup: $(READY)

# torch first and through pip: that is where a machine's CPU build is configured. Then uv takes the exact pins.
$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep '^torch==' requirements.lock)" "$$(grep '^uv==' requirements.lock)"
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --no-deps -r requirements.lock
	@touch $(READY)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/python -m corpus check

check-corpus: setup
	$(BIN)/python -m corpus check

index: setup
	$(BIN)/python -m assistant index

eval: setup                     ## how good the answers are, on the cases to build with
	$(BIN)/python -m evals run

bench: setup
	$(BIN)/python -m evals speed

# Resolve pyproject.toml anew and pin what came out; names and versions only, so the lock fits any registry.
lock:
	rm -rf var/lock-env && $(PYTHON) -m venv var/lock-env
	var/lock-env/bin/python -m pip install --quiet torch==2.13.0 uv
	var/lock-env/bin/uv pip install --quiet --python var/lock-env/bin/python -r pyproject.toml --group dev
	var/lock-env/bin/uv pip freeze --python var/lock-env/bin/python | sed 's/+cpu$$//; s/ @ .*//' > requirements.lock
	rm -rf var/lock-env

clean:
	rm -rf $(VENV) var
