# make run    start the workbench on this machine
# make test   check style, types, imports, and run the tests on both databases and in a browser
# make coverage  run the same tests and count the lines and branches that they reach
# make proofs run the long proofs: crashes, several hosts, crowds, whole journeys, the wheel
# make benchmark  measure speed on this machine and print the table
# make words  gather the words of the interface into the catalogues
# make lock   resolve the requirements anew, with hashes
# make clean  remove what make made; the database under instance/ stays

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Where no bytecode may be kept, every program that a test starts would compile the workbench anew.
unexport PYTHONDONTWRITEBYTECODE
# A laptop's worth of processes; `make test JOBS=0` runs the tests in one.
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help run test coverage proofs lint unit node browser-ready redis-ready nginx-ready hosts-ready benchmark lock picture words clean

help:
	@sed -n 's/^# make/make/p' Makefile

# Who interrupts or kills `make` alone means the workbench too, and `make` does not tell it.
run: $(VENV)/.ready-to-run
	@exec $(BIN)/workbench run --with-parent

test: lint node unit

proofs: $(VENV)/.ready-to-test browser-ready redis-ready nginx-ready hosts-ready
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m slow --durations=15

lint: $(VENV)/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

node: $(VENV)/.ready-to-test
	@sh tests/js/run.sh

unit: $(VENV)/.ready-to-test browser-ready redis-ready nginx-ready hosts-ready
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not slow" --durations=15

# Counting takes half as long again as the tests do: where they are run all the time they go without.
coverage: lint node $(VENV)/.ready-to-test browser-ready redis-ready nginx-ready hosts-ready
	rm -f .coverage .coverage.*
	$(BIN)/pytest -n $(JOBS) --dist worksteal -m "not slow" --cov --cov-branch --durations=15 --cov-report=term --cov-fail-under=90

browser-ready: $(VENV)/.ready-to-test
	@sh tests/browser/install.sh

nginx-ready:
	@sh tests/operation/install-nginx.sh

hosts-ready:
	@sh tests/hosts/install.sh

redis-ready:
	@sh tests/jobs/install.sh

benchmark: $(VENV)/.ready-to-test browser-ready
	@$(BIN)/python -m benchmarks

picture: $(VENV)/.ready-to-test browser-ready
	$(BIN)/python -m docs.picture

words: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.words

# A lock holds every hash and no address of a registry. Extras that a test's requirement asks for
# stay in it: without them pip looks for a newer version of the same, for which there is no hash.
lock: $(VENV)/.ready-to-test
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --upgrade --group checkout pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-strip-extras --constraint requirements/run.txt \
	  --group test pyproject.toml \
	  -o requirements/test.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "The workbench needs Python 3.11 or newer; name one with: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.ready-to-run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the requirements into $(VENV) (once, about a minute)"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-to-test: requirements/test.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the test requirements into $(VENV) (once, a few minutes)"
	@$(PIP) install --require-hashes -r requirements/test.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $(VENV)/.ready-to-run $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.* *.egg-info
