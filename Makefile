# `make` alone says what there is. PYTHON=… chooses the Python of .venv; ARGS=… goes to pytest; N=… is how many processes.

PYTHON ?=
ARGS ?=
N ?= 2
python := .venv/bin/python
flask := $(python) -m flask --app wsgi
# pytest's 5: no test is of this kind, which is a fault unless only some were asked for
may_be_none = $(if $(ARGS),|| [ $$? = 5 ])

.PHONY: help run test test-stock lint format bench bench-quick cluster screens translations chaos clean programs

help:
	@echo "make run      serves the demo clinic on http://127.0.0.1:5000"
	@echo "make test     installs what the tests need, checks the code and runs every test"
	@echo "make test-stock  every test again on the stock transport"
	@echo "make lint     checks the code alone"
	@echo "make format   lays the code out"
	@echo "make bench    the benchmarks beside the peers, ten minutes (bench-quick: one, for a first look)"
	@echo "make cluster  PostgreSQL, Redis, N=2 processes and nginx on this machine, until Ctrl-C"
	@echo "make screens  a picture of every page into instance/screens/"
	@echo "make translations  brings the catalogues up to the sentences of the code, keeping what is translated"
	@echo "make chaos    bad networks and power cuts for as long as asked (FAULTS=2500 KILLS=500)"
	@echo "make clean    removes what these commands made, except your data in instance/"

run: .venv/.installed
	@$(flask) db upgrade
	@$(flask) seed
	@exec $(python) wsgi.py

test: .venv/.installed-dev tests/node/node_modules/.installed lint
	@$(python) -m pytest -n 2 --dist worksteal -m "not alone" $(ARGS) $(may_be_none)
	@$(python) -m pytest -m alone $(ARGS) $(may_be_none)
	@FADJMA_TRANSPORT=stock $(python) -m pytest -n 2 --dist worksteal -m "served and not browser and not alone" $(ARGS) $(may_be_none)

test-stock: .venv/.installed-dev tests/node/node_modules/.installed
	@FADJMA_TRANSPORT=stock $(python) -m pytest -n 2 --dist worksteal -m "not alone" $(ARGS) $(may_be_none)
	@FADJMA_TRANSPORT=stock $(python) -m pytest -m alone $(ARGS) $(may_be_none)

lint: .venv/.installed-dev
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy

format: .venv/.installed-dev
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

bench: .venv/.installed-dev programs
	@$(python) -m bench

bench-quick: .venv/.installed-dev programs
	@$(python) -m bench --quick

cluster: .venv/.installed
	@scripts/system_packages.sh postgresql redis-server nginx
	@exec $(python) -m deploy.cluster --processes $(N)

screens: .venv/.installed-dev programs
	@$(python) -m scripts.screens

translations: .venv/.installed-dev
	@$(python) -m scripts.translations

chaos: .venv/.installed-dev programs
	@$(python) -m tests.chaos --faults $(or $(FAULTS),2500) --kills $(or $(KILLS),500)

clean:
	rm -rf .venv tests/node/node_modules bench/peers/node/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(python):
	@scripts/make_venv.sh $(PYTHON)

.venv/.installed: requirements.txt constraints.txt | $(python)
	@echo "Installing the pinned requirements…"
	@$(python) -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt requirements.txt constraints.txt | $(python)
	@echo "Installing what the tests need…"
	@$(python) -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch .venv/.installed $@

tests/node/node_modules/.installed: tests/node/package.json tests/node/package-lock.json | programs
	@cd tests/node && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

programs:
	@scripts/system_packages.sh
