# make run    starts the demo (without a display: plays its tour into build/tour)
# make test   everything that has to hold
# make lint   the same without the tests         make lock   new lock files from pyproject.toml (needs uv)

python := .venv/bin/python
tour := build/tour
catalogue := resources/i18n/signet_zh_CN.ts
checked := app bench cloud demo domain protocol simulator tests main.py

.PHONY: setup run test lint format lock clean

setup:
	@packaging/setup.sh

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(python) main.py demo; \
	else QT_QPA_PLATFORM=offscreen exec $(python) main.py demo --tour $(tour); fi

test: lint
	$(python) -m pytest

lint: setup
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	.venv/bin/lint-imports
	.venv/bin/basedpyright
	@if [ -e $(catalogue) ]; then .venv/bin/pyside6-lrelease -silent -fail-on-unfinished $(catalogue) -qm build/zh_CN.qm; fi

format: setup
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

lock:
	uv pip compile pyproject.toml $(lock_options) -o requirements/run.txt
	uv pip compile pyproject.toml $(lock_options) --group dev -c requirements/run.txt -o requirements/dev.txt

lock_options := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock"

clean:
	rm -rf build dist .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
