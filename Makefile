# deskchat: everything is set up by the first command on a fresh Debian or Ubuntu machine; the second time costs nothing.
.PHONY: run dist test docs faults test-faults test-packages servers check bench screenshots translations prepare prepare-test python clean

PYTHON ?= python3
VENV := .venv/bin

run: prepare
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(VENV)/python -m deskchat; \
	else echo "There is no display here. Ask on the command line instead:"; echo; \
	echo '    $(VENV)/deskchat ask --offline "Why is the sky blue?"'; fi

dist: prepare
	$(VENV)/python packaging/bundle/build.py

test: prepare-test check
	$(VENV)/python -m pytest

test-packages: prepare-test dist
	@$(PYTHON) packaging/prepare packages
	DESKCHAT_TEST_PACKAGES=1 $(VENV)/python -m pytest tests/packaging

# the pages that are made from the program's own declarations; a test says when they are out of date
docs: prepare-test
	$(VENV)/python packaging/reference.py

# every numbered fault and attack of tests/faults/cases.py, in whatever room its test is, as a table
faults: prepare-test
	$(VENV)/python -m pytest -q -p tests.faults.table -m case tests

# two hundred broken model files, fifty hostile templates, a hundred killed engines, all of it in the window, too: some twenty minutes;
# two hundred programs killed while they write the history: some ten more; a minute of sleep, two thousand replies
test-faults: prepare-test
	DESKCHAT_TEST_FAULTS=1 $(VENV)/python -m pytest tests/engine/hostile tests/cli/test_kills.py tests/cli/test_surroundings.py \
		tests/services/test_soak.py

servers: python
	@$(PYTHON) packaging/prepare servers

check: prepare-test
	$(VENV)/ruff check
	$(VENV)/mypy
	$(VENV)/lint-imports

bench: prepare-test
	$(VENV)/python benchmarks/run.py

# every view in light and dark, of the real program on a virtual screen
screenshots: prepare-test
	$(VENV)/python packaging/screenshots/take.py

# new and changed texts into resources/translations; what waits for a translator is told
translations: prepare-test
	$(VENV)/python packaging/translations/update.py

prepare: python
	@$(PYTHON) packaging/prepare run

prepare-test: python
	@$(PYTHON) packaging/prepare test

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "deskchat needs Python 3.11 or newer; name one with PYTHON=…")'

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
