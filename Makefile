# make lab    set up once, then open JupyterLab on your own copies of the lessons
# make test   set up once, then everything CI runs (under twenty minutes on two cores)
# make check  the daily loop: ruff, unit tests, stale notebooks (under two minutes)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

# `make wheels` fills wheelhouse/; where it stands, every install is offline.
ifneq ($(wildcard wheelhouse/*.whl),)
export PIP_NO_INDEX := 1
export PIP_FIND_LINKS := wheelhouse
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# torch's waiting threads give their core up soon: beside other programs training is many times faster, alone as fast.
export GOMP_SPINCOUNT ?= 3000

.PHONY: help lab test test-long check lint notebooks book book-links book-test bench wheels format clean system-packages

help:
	@sed -n 's/^# make/  make/p' Makefile

lab: $(VENV)/lab-ready
	@$(BIN)/course lab

check: lint
	@$(BIN)/python -m pytest tests -m "not slow and not browser and not nbgrader"

# The notebooks are run against their stored outputs (nbval) in the same pytest run as the tests, so one line closes all.
test: lint system-packages
	@$(BIN)/python -m pytest tests notebooks -m "not long" -rs --nbval --nbval-current-env \
		--nbval-sanitize-with tests/notebooks/sanitize.cfg --nbval-cell-timeout 900

# make test-long  the tests that take minutes each: grading beside nbgrader, on a cluster, killed again and again
test-long: $(VENV)/test-ready system-packages
	@$(BIN)/python -m pytest tests -m long -rs

lint: $(VENV)/test-ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/course build --check

notebooks: $(VENV)/lab-ready
	@$(BIN)/course build

# make book   the web edition, a site of plain files in build/book/html (minutes the first time, then seconds)
book: $(VENV)/book-ready
	@$(BIN)/course book

# make book-links  looks up every link of the web edition that leads out of it; needs a network
book-links: $(VENV)/book-ready
	@$(BIN)/course book --links

book-test: $(VENV)/book-ready $(VENV)/test-ready system-packages
	@$(BIN)/python -m pytest tests/book -rs

bench: $(VENV)/test-ready
	@$(BIN)/python -m benchmarks

# make wheels downloads every package once, for machines with no network
wheels: $(VENV)/test-ready
	@$(BIN)/python -m pip download -q -r requirements-test.txt -r requirements-book.txt "setuptools>=70" wheel -d wheelhouse
	@echo "wheelhouse/ is complete: copy the whole folder to the other machine and run 'make lab' or 'make test' there."

format: $(VENV)/test-ready
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:
	rm -rf build

# A virtual environment is made once, and again only when the list of packages changes.
$(VENV)/lab-ready: requirements.txt pyproject.toml
	@PYTHON="$(PYTHON)" VENV="$(VENV)" BIN="$(BIN)" sh tools/setup.sh requirements.txt
	@touch $@

$(VENV)/test-ready: requirements-test.txt requirements.txt pyproject.toml
	@PYTHON="$(PYTHON)" VENV="$(VENV)" BIN="$(BIN)" sh tools/setup.sh requirements-test.txt
	@touch $@ $(VENV)/lab-ready

$(VENV)/book-ready: requirements-book.txt requirements.txt pyproject.toml
	@PYTHON="$(PYTHON)" VENV="$(VENV)" BIN="$(BIN)" sh tools/setup.sh requirements-book.txt
	@touch $@

# The browser tests need Chromium, grading its sandbox, bubblewrap. Installed only where we may (root, with apt); elsewhere those tests are skipped and say so.
system-packages:
	@sh tools/system_packages.sh chromium bwrap:bubblewrap
