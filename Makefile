# Needs only python3 (3.11 or newer) with venv, make and the Python package index.
PYTHON ?= python3
BIN := .venv/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
SYNAPSE := .venv/synapse
SYNAPSE_VERSION := 1.163.2
export UV_PROJECT_ENVIRONMENT := .venv

# Integration tests that open a store; the others do the same whatever database is asked for.
STORING := tests/integration/cli tests/integration/engine tests/integration/collect/test_collector.py \
	$(addprefix tests/integration/deliver/,test_email_delivery.py test_outage.py)

.PHONY: run test test-postgres test-races test-matrix lint unit bench bench-stories bench-stories-scale bench-events bench-polling \
	bench-corpus bench-identity bench-hostile bench-hanging bench-resume bench-delivery bench-crash cases format schema clean

run: .venv/.ready-run  ## one offline run over seeds/: stories, copies, alerts
	@$(BIN)/watcher run --once

test: .venv/.ready  ## the whole test suite; what asks for no store of its own runs on SQLite
	@$(BIN)/python -m pytest -n auto --dist worksteal -q

test-postgres: .venv/.ready  ## what asks for no store of its own, on PostgreSQL from a wheel; the contract tests always run on both
	@$(BIN)/python -m pytest -n auto --dist worksteal -q --store postgresql $(STORING) tests/e2e tests/docs

test-races: .venv/.ready  ## two thousand pairs of copies that two processes write at the same moment, on both databases
	@$(BIN)/python -m pytest -q tests/contract/store/test_races.py --pairs 2000

test-matrix: .venv/.ready $(SYNAPSE)/.ready-$(SYNAPSE_VERSION)  ## messages to a real Matrix server, Synapse from its wheel
	@$(BIN)/python -m pytest -q -m matrix --synapse $(SYNAPSE)/bin/python tests/integration/deliver/test_synapse.py

unit: .venv/.ready  ## the fast tests only
	@$(BIN)/python -m pytest -n auto --dist worksteal -q tests/unit

lint: .venv/.ready  ## format, lint, types, architecture
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: .venv/.ready  ## what one entry costs, stage by stage
	@$(BIN)/python benchmarks/pipeline.py

bench-stories: .venv/.ready  ## copies recognised in a hard set of invented news, what must not join, what it costs
	@$(BIN)/python benchmarks/stories.py

bench-stories-scale: .venv/.ready  ## the index of stories at a million of them, synthetic, on both databases
	@$(BIN)/python benchmarks/stories_scale.py

bench-events: .venv/.ready  ## events in labelled sentences, by kind and language, and articles a second
	@$(BIN)/python benchmarks/events.py

bench-polling: .venv/.ready  ## what polling costs beside the reader `reader`; TOOLS=FOLDER names the farm and the peer
	@$(BIN)/python benchmarks/polling.py $(if $(TOOLS),--tools $(TOOLS))

bench-corpus: .venv/.ready  ## real feeds through both parsers; CORPUS=FOLDER or .tar.zst
	@$(BIN)/python benchmarks/corpus.py $(CORPUS)

bench-identity: .venv/.ready  ## second fetches with one thing changed: entries missed and doubled; CORPUS=FOLDER or .tar.zst
	@$(BIN)/python benchmarks/identity.py $(CORPUS)

bench-hostile: .venv/.ready  ## hostile servers and documents beside healthy feeds: time, memory, who has to wait
	@$(BIN)/python benchmarks/hostile.py

bench-hanging: .venv/.ready  ## ten thousand feeds of which 5 % hang: what the healthy ones notice
	@$(BIN)/python benchmarks/hanging.py

bench-resume: .venv/.ready  ## a replay that is killed twenty times, against one that is not; RECORDING=PATH
	@$(BIN)/python benchmarks/resume.py $(RECORDING)

bench-delivery: .venv/.ready  ## alerts a second, and how long one takes from served to told; TOOLS=FOLDER names the farm
	@$(BIN)/python benchmarks/delivery.py $(if $(TOOLS),--tools $(TOOLS))

bench-crash: .venv/.ready  ## thousands of alerts through kill -9 at random moments and at every edge of a transaction
	@$(BIN)/python benchmarks/crash.py

cases: .venv/.ready  ## play cases of polls: make cases CASES=FOLDER
	@$(BIN)/python -m tests.play $(or $(CASES),tests/cases/polls)

format: .venv/.ready  ## rewrite the code in house style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

schema: .venv/.ready  ## rewrite config/*.schema.json and docs/configuration.md from the settings
	@$(BIN)/watcher config schema --write config
	@$(BIN)/watcher config reference --write docs/configuration.md

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "watcher needs Python 3.11 or newer; name one with: make PYTHON=python3.13 ...")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)

# `run` needs no test tools; either target brings an environment up to date when pyproject.toml or uv.lock changed.
.venv/.ready-run: $(UV) pyproject.toml uv.lock
	@$(UV) sync -q --locked --no-dev --inexact --compile-bytecode --python $(BIN)/python
	@$(BIN)/python -m compileall -q watcher
	@touch $@

.venv/.ready: $(UV) pyproject.toml uv.lock
	@$(UV) sync -q --locked --all-groups --all-extras --inexact --compile-bytecode --python $(BIN)/python
	@$(BIN)/python -m compileall -q watcher
	@touch $@ .venv/.ready-run

# An environment of its own: Synapse holds other versions of what we hold too.
$(SYNAPSE)/.ready-$(SYNAPSE_VERSION): $(UV)
	@$(UV) venv -q --clear --python $(BIN)/python $(SYNAPSE)
	@$(UV) pip install -q --compile-bytecode --python $(SYNAPSE)/bin/python matrix-synapse==$(SYNAPSE_VERSION)
	@touch $@

clean:  ## forget the environment and the data of `make run`
	rm -rf .venv data
