# Everything lives in .venv, made from the hash-locked requirements files.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Each test file goes to one of four processes. There are more processes than processors, because
# tests wait.
SHARED := --numprocesses 4 --dist loadfile --no-loadscope-reorder

# With this variable each test process and command would compile the whole program again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install serve check test test-all lint catalogues wheel lowest bench bench-full soak lock clean

help:
	@echo "make serve       install, migrate, seed an empty database, serve on 127.0.0.1:8000"
	@echo "make test        install what the tests need and run them"
	@echo "make check       the quick tests of units and API (a minute)"
	@echo "make test-all    all tests at full length (a quarter of an hour)"
	@echo "make install     the service and its command line, in $(VENV)"
	@echo "make lint        style, types (tests and benches too), layers"
	@echo "make catalogues  collect the texts of the pages for the translators"
	@echo "make wheel       the package as a wheel and a source archive, in dist/"
	@echo "make lowest      unit tests with the oldest versions of the libraries that are allowed"
	@echo "make bench       compare with Datasette, bare SQLite and a constant route (minutes)"
	@echo "make bench-full  the same with up to ten million events (hours, 110 GB of disk)"
	@echo "make soak        what is promised, under kills, retries and load (an hour at most)"
	@echo "make lock        rebuild the requirements files from pyproject.toml"

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Dateline needs Python 3.11 or newer; set PYTHON=python3.x"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed

serve: install
	$(BIN)/dateline serve --migrate --seed

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(SHARED) -m "not long"

test-all: $(VENV)/.installed-dev
	DATELINE_TESTS=all $(BIN)/python -m pytest $(SHARED)

check: $(VENV)/.installed-dev
	$(BIN)/python -m pytest $(SHARED) -m "not slow and not long" tests/unit tests/api

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

catalogues: $(VENV)/.installed-dev
	$(BIN)/python -m tools.catalogues

wheel: install
	$(BIN)/python -c 'from hatchling.build import build_sdist, build_wheel; build_sdist("dist"); build_wheel("dist")'

lowest: install
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .lowest
	$(BIN)/uv pip compile --quiet --resolution lowest-direct --no-header --no-annotate --extra build --extra dev pyproject.toml -o .lowest/requirements.txt
	$(BIN)/uv pip install --quiet --python .lowest -r .lowest/requirements.txt
	$(BIN)/uv pip install --quiet --python .lowest --no-deps --no-build-isolation --editable .
	.lowest/bin/python -m pytest tests/unit

bench: $(VENV)/.installed-dev
	$(BIN)/python -m bench.run

bench-full: $(VENV)/.installed-dev
	$(BIN)/python -m bench.full

soak: $(VENV)/.installed-dev
	$(BIN)/python -m bench.soak

lock:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra build --extra postgres pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --extra build --extra dev --constraint requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) .lowest .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
