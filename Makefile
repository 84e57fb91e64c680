# make run     starts the demo (where there is no display: plays its tour into build/tour)
# make test    everything that has to hold; `make lint` is the same without the tests
# make requirements  runs the tests and prints what of the manual they prove, row by row
# make mutants  changes rules and messages in many ways, and runs their tests on each (`only=protocol/log.py`: those)
# make format  puts the code in order      make translations  takes new texts into the catalogues
# make lock    new lock files from pyproject.toml (needs uv)

bin := .venv/bin
catalogue := resources/i18n/signet_zh_CN

.PHONY: setup environment run test lint requirements mutants translations format lock clean

setup: environment $(catalogue).qm

environment:
	@packaging/setup.sh

$(catalogue).qm: $(catalogue).ts | environment
	@$(bin)/python packaging/translations.py --compile

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then exec $(bin)/python main.py demo; \
	else QT_QPA_PLATFORM=offscreen exec $(bin)/python main.py demo --tour build/tour; fi

test: lint
	$(bin)/python -m pytest

lint: setup
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/lint-imports
	$(bin)/basedpyright
	$(bin)/python packaging/translations.py --check

proved := build/requirements.json
requirements: setup
	@rm -f $(proved)
	-$(bin)/python -m pytest --requirements=$(proved)
	@$(bin)/python -m tests.requirements $(proved)

mutants: environment
	@if [ -z "$(only)" ]; then rm -rf mutants; fi
	nice $(bin)/mutmut run $(if $(only),"$(subst /,.,$(only:.py=)).*")
	nice $(bin)/python -m tests.limits $(only)
	$(bin)/python -m tests.mutants

translations: environment
	$(bin)/python packaging/translations.py

format: environment
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

lock_options := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --custom-compile-command "make lock"
lock:
	uv pip compile pyproject.toml $(lock_options) -o requirements/run.txt
	uv pip compile pyproject.toml $(lock_options) --group dev -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf build dist mutants .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache $(catalogue).qm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
