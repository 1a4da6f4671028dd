# `make run` and `make test` are all a newcomer needs; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export DJANGO_SETTINGS_MODULE ?= byregion.config.settings

include tools/setup.mk

.PHONY: help run test quick journeys postgres check fix messages bench lock docs clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(RUN_READY) ## set up, load the programme, serve it, print the address
	@BYREGION_DEMO=$${BYREGION_DEMO:-1} $(BIN)/byregion serve

test: $(DEV_READY) $(BROWSER_READY) ## set up what tests need, then run all of them
	@tools/run-tests

quick: $(DEV_READY) ## tests without the browser
	@$(BIN)/pytest -q -n auto -m "not journey"

journeys: $(DEV_READY) $(BROWSER_READY) ## tests in the browser
	@$(BIN)/pytest -q -m journey

postgres: $(DEV_READY) ## the database tests again, on PostgreSQL
	@tools/with-postgres $(BIN)/pytest -q tests/web tests/network tests/people tests/mail tests/audit tests/programme tests/api tests/insight tests/knowledge tests/statistics/test_engines.py

check: $(DEV_READY) ## format, lint, types, imports, templates, translations; changes nothing
	@tools/check

fix: $(DEV_READY) ## mend what a machine can mend
	@$(BIN)/ruff check --fix src tests tools benchmarks; $(BIN)/ruff format src tests tools benchmarks; $(BIN)/djlint --reformat --quiet src || true

messages: $(DEV_READY) ## collect and compile the interface's texts
	@tools/messages

bench: $(DEV_READY) ## measure, beside named peers (see benchmarks/README.md)
	@tools/bench

lock: ## resolve the dependencies anew
	@UV=$(UV) tools/lock --upgrade

clean: ## forget all that was set up, the embedded database included
	rm -rf .venv .tools node_modules var src/byregion/web/design/static/dist
