# make run     starts the demo (where there is no display: plays its tour into build/tour)
# make test    everything that has to hold; `make lint` is the same without the tests
# make format  puts the code in order      make translations  takes new texts into the catalogues
# make lock    new lock files from pyproject.toml (needs uv)

bin := .venv/bin
catalogues := $(wildcard resources/i18n/*.ts)
scan_texts := $(bin)/pyside6-lupdate -extensions py app demo simulator -no-obsolete -locations none -silent -source-language en

.PHONY: setup environment run test lint lint-translations translations format lock clean

setup: environment $(catalogues:.ts=.qm)

environment:
	@packaging/setup.sh

%.qm: %.ts | environment
	@$(bin)/pyside6-lrelease -silent $< -qm $@

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(bin)/python main.py demo; \
	else QT_QPA_PLATFORM=offscreen exec $(bin)/python main.py demo --tour build/tour; fi

test: lint
	$(bin)/python -m pytest

lint: setup lint-translations
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/lint-imports
	$(bin)/basedpyright

# Each text in the code has its translation: scanned into a copy, nothing may be new or unfinished there.
lint-translations: setup
	@rm -rf build/i18n && mkdir -p build/i18n
	@for ts in $(catalogues); do copy=build/i18n/$${ts##*/}; cp $$ts $$copy && $(scan_texts) -ts $$copy >/dev/null && \
	$(bin)/pyside6-lrelease -silent -fail-on-unfinished $$copy -qm $${copy%.ts}.qm || exit 1; done

translations: environment
	$(scan_texts) -ts $(catalogues)

format: environment
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

lock_options := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock"
lock:
	uv pip compile pyproject.toml $(lock_options) -o requirements/run.txt
	uv pip compile pyproject.toml $(lock_options) --group dev -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf build dist .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache $(catalogues:.ts=.qm)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
