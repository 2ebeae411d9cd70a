# Two commands do everything from a fresh clone: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .make
NATIVE := setup.py $(wildcard generation/native/*.cpp generation/native/*.c generation/native/*.h)
SOURCES := $(shell find frontend/src frontend/public frontend/index.html frontend/vite.config.ts -type f 2>/dev/null)

.PHONY: run dev test test-python test-frontend check format schema build install browser lock clean \
	bench bench-generation bench-mixing bench-editor bench-site

run: install build
	$(BIN)/python manage.py studio --host $(HOST) --port $(PORT)

# The same, with pages that reload while they are edited, on http://127.0.0.1:5173
dev: install build
	trap 'kill 0' EXIT INT TERM; (cd frontend && STUDIO_SERVER=http://$(HOST):$(PORT) npx vite) & \
	DEBUG=1 $(BIN)/python manage.py studio --host $(HOST) --port $(PORT)

install: $(STAMPS)/python $(STAMPS)/node

$(STAMPS)/python: pyproject.toml requirements.lock $(NATIVE)
	@mkdir -p $(STAMPS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Overhear needs Python 3.11 or newer: set PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev]'
	@touch $@

$(STAMPS)/node: frontend/package.json frontend/package-lock.json
	@mkdir -p $(STAMPS)
	@node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' || \
		{ echo "Overhear needs Node 20 or newer." >&2; exit 1; }
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

build: $(STAMPS)/build

$(STAMPS)/build: $(STAMPS)/node $(SOURCES)
	cd frontend && npm run --silent build -- --logLevel warn
	@touch $@

# The types that the pages share with the server
schema: install
	$(BIN)/python -m studio.schema
	cd frontend && npm run --silent generate

test: test-frontend test-python

test-frontend: $(STAMPS)/node
	cd frontend && npm run --silent test

# Two at a time: much of a story is waiting. A file's tests stay together, since they share a studio; the long stories
# are among the first, so that both are busy to the end
test-python: install build browser
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Finds Chromium or Chrome, or installs it
browser: $(STAMPS)/python
	@$(BIN)/python -m tests.end_to_end.browser

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.generated_files
	cd frontend && npm run --silent check

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd frontend && npx biome check --write .

bench: bench-generation bench-mixing bench-editor bench-site

bench-generation: install
	$(BIN)/python -m generation bench --json

bench-mixing: install
	$(BIN)/python -m mixing bench --json

# The whole site as a person meets it, in a real browser
bench-site: install build browser
	$(BIN)/python -m studio.bench

# The editor in a real browser, with 5000 clips
bench-editor: install build browser
	$(BIN)/python -m studio.bench_editor

# Pins every package that is installed now; torch stays without its build's suffix
lock:
	$(BIN)/pip freeze --exclude-editable | grep -v -i -e '^torch==' -e '^overhear' -e '^setuptools' -e ' @ ' > requirements.lock

clean:
	rm -rf $(VENV) $(STAMPS) frontend/node_modules frontend/dist build *.egg-info
