# make run     starts the demo (where there is no display: plays its tour into build/tour)
# make test    everything that has to hold; `make lint` is the same without the tests
# make screens  goes over every screen in each language, scheme and scaling; contact sheets in build/tour
# make requirements  runs the tests and prints what of the manual they prove, row by row
# make soak    hours of anybody doing anything, on both databases: `stories=300` on each, `only=sqlite` or postgresql;
#              then 2,000 schedules of faults and attacks, 500 of upgrades each way, 50 with processes and a radio
#              (`schedules=`, `upgrades=`, `processes=`, `seed=`), and the fuzzer
# make fuzz    a million inputs to everything that reads what strangers send (`inputs=`, `seed=`); for Linux
# make mutants  changes rules and messages in many ways, and runs their tests on each (`only=protocol/log.py`: those)
# make guide   makes the pictures of the user guide anew, from tour, operator's pages and screens in both languages
# make format  puts the code in order      make translations  takes new texts into the catalogues
# make installer  builds the installed program and its Debian package into build/installer
# make lock    new lock files from pyproject.toml (needs uv)

bin := .venv/bin
catalogues := resources/i18n/signet_zh_CN.qm resources/i18n/signet_en.qm

.PHONY: setup environment run test lint screens requirements soak fuzz mutants guide translations format installer lock clean

setup: environment $(catalogues)

environment:
	@packaging/setup.sh

$(catalogues): %.qm: %.ts | environment
	@$(bin)/python packaging/translations.py --compile

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(bin)/python main.py demo; \
	else QT_QPA_PLATFORM=offscreen exec $(bin)/python main.py demo --tour build/tour; fi

# One process more than processors, for a test waits as well as it works; those of Qt's loop (tests/conftest.py) have theirs to
# themselves: Qt does not survive other loops between its own in the same process.
processes = $(shell $(bin)/python -c 'import os; print(min(4, 1 + (os.cpu_count() or 1)))')
pytest = $(bin)/python -m pytest -n $(processes) --dist loadfile --no-loadscope-reorder
qt := tests/app tests/demo tests/simulator
test: lint
	$(pytest) tests $(qt:%=--ignore=%)
	$(pytest) $(qt)

lint: setup
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/lint-imports
	$(bin)/basedpyright
	$(bin)/python packaging/translations.py --check

screens: setup
	@printf '%s\n' 1 1.25 1.5 | xargs -P 2 -I{} $(bin)/python -m tests.app.views.screens --scale {} --sheets build/tour

proved := build/requirements.json build/requirements-qt.json
requirements: setup
	@rm -f $(proved)
	-$(pytest) tests $(qt:%=--ignore=%) --requirements=$(word 1,$(proved))
	-$(pytest) $(qt) --requirements=$(word 2,$(proved))
	@$(bin)/python -m tests.requirements $(proved)

seed ?= $(shell date +%s)
soak: environment
	nice $(bin)/python -m pytest tests/cloud/test_invariants.py --soak=$(or $(stories),1000) $(if $(only),-k $(only))
	nice $(bin)/python -m pytest -s tests/faults/test_schedules.py --schedules=$(or $(schedules),2000) --seed=$(seed)
	nice $(bin)/python -m pytest -s tests/faults/test_upgrades.py --schedules=$(or $(upgrades),500) --seed=$(seed)
	nice $(bin)/python -m pytest -s tests/flows/test_schedules.py --schedules=$(or $(processes),50) --seed=$(seed)
	$(MAKE) fuzz

fuzz: environment
	@$(bin)/python -m pip install -qq --disable-pip-version-check --no-deps --only-binary :all: --require-hashes \
	  --upgrade --target build/atheris -r requirements/fuzz.txt
	PYTHONPATH=build/atheris nice $(bin)/python -m tests.protocol.fuzz $(or $(inputs),1000000) $(seed)

mutants: environment
	@if [ -z "$(only)" ]; then rm -rf mutants; fi
	nice $(bin)/mutmut run $(if $(only),"$(subst /,.,$(only:.py=)).*")
	nice $(bin)/python -m tests.limits $(only)
	$(bin)/python -m tests.mutants

pages := build/guide-pages
screens := build/guide-screens
guide: setup
	@mkdir -p $(pages)
	$(bin)/python -m tests.app.views.screens --only window.first-start --in zh_CN,light --in en,light --pictures $(screens)
	SIGNET_OPERATOR_PICTURES=$(abspath $(pages)) $(bin)/python -m pytest -q tests/cloud/operator -k every_page
	@for tongue in zh_CN en; do \
	  QT_QPA_PLATFORM=offscreen $(bin)/python main.py demo --tour build/guide-$$tongue --language $$tongue && \
	  $(bin)/python packaging/guide_pictures.py $$tongue build/guide-$$tongue $(pages) $(screens) || exit 1; done

translations: environment
	$(bin)/python packaging/translations.py

format: environment
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

lock_options := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock"
installer: setup
	nice packaging/installer/build.sh

lock:
	uv pip compile pyproject.toml $(lock_options) -o requirements/run.txt
	uv pip compile pyproject.toml $(lock_options) --group dev -c requirements/run.txt -o requirements/dev.txt
	uv pip compile $(lock_options) --group fuzz -o requirements/fuzz.txt

clean:
	rm -rf build dist mutants .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache $(catalogues)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
