# One command to run (make demo), one to test (make test). Everything is installed into .venv, at the versions of constraints.txt.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint types bench soak docs clean
.DEFAULT_GOAL := demo

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip -c constraints.txt
	$(BIN)/python -m pip install --quiet -c constraints.txt -e '.[dev,bench]'
	@mkdir -p $(VENV)/types && ln -sfn ../.. $(VENV)/types/xinlian
	@touch $@

demo: $(READY)
	$(BIN)/xinlian demo demo
	$(BIN)/xinlian check demo
	$(BIN)/xinlian gaps demo
	$(BIN)/xinlian gaps demo --format html -o demo-report.html
	@echo
	@echo "台账 ledgers: demo/   报告 report: demo-report.html   命令 command: $(BIN)/xinlian gaps demo"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	cd $(VENV)/types && MYPYPATH=. ../bin/mypy --config-file xinlian/pyproject.toml -p xinlian

test: lint types
	$(BIN)/pytest -q -n 2

soak: $(READY)
	XINLIAN_SOAK=1 $(BIN)/pytest -q -n 2 tests/soak

bench: $(READY)
	$(BIN)/python -m benchmarks.run

docs: $(READY)
	$(BIN)/python -m xinlian.documentation

clean:
	rm -rf $(VENV) build demo demo-report.html
