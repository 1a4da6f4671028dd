# Makes what the other targets need, once. A stamp file is newer than what it was made from.
# The lock files carry hashes; the address of a registry is the machine's own affair.

BIN := .venv/bin
STAMP := .venv/stamps
# Compiled once, here: where Python is told to leave no compiled files, each start would do it again.
INSTALL = $(UV) pip install --quiet --compile-bytecode --python $(BIN)/python
OURSELVES = $(INSTALL) --no-deps --no-build-isolation -e . && $(BIN)/python -m compileall -q src
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)

RUN_READY := $(STAMP)/run $(STAMP)/assets $(STAMP)/messages
DEV_READY := $(STAMP)/dev $(STAMP)/assets $(STAMP)/messages
BROWSER_READY := $(STAMP)/browser

.tools/bin/uv:
	@tools/need $(PYTHON)
	@echo "· fetching uv"
	@$(PYTHON) -m venv .tools && .tools/bin/pip install --quiet uv==0.13.9

$(STAMP)/venv: | $(UV)
	@tools/need $(PYTHON)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) --no-python-downloads .venv
	@mkdir -p $(STAMP) && touch $@

$(STAMP)/run: requirements/run.lock pyproject.toml | $(STAMP)/venv
	@test -e $(STAMP)/dev || { echo "· installing Python packages"; \
	  $(INSTALL) --require-hashes -r requirements/run.lock && $(OURSELVES); }
	@touch $@

$(STAMP)/dev: requirements/dev.lock pyproject.toml | $(STAMP)/venv
	@echo "· installing Python packages for development"
	@$(INSTALL) --require-hashes -r requirements/dev.lock && $(OURSELVES)
	@touch $@

$(STAMP)/node: package-lock.json | $(STAMP)/venv
	@tools/need node npm
	@echo "· installing front-end packages"
	@npm ci --silent --no-audit --no-fund
	@touch $@

$(STAMP)/assets: $(STAMP)/node tools/build_assets.mjs $(shell find src/byregion/web/design/assets -type f 2>/dev/null)
	@echo "· building styles and scripts"
	@node tools/build_assets.mjs
	@touch $@

$(STAMP)/messages: $(shell find src/byregion/locale -name '*.po' 2>/dev/null) | $(STAMP)/venv
	@test ! -x $(BIN)/python || tools/messages --compile
	@touch $@

$(STAMP)/browser: | $(STAMP)/venv
	@tools/need-browser
	@tools/need-java
	@touch $@
