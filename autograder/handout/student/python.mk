# .venv for the course: made by the first Python of these that is new enough, or by the one that PYTHON names. It is made
# anew when its Python is gone, and filled again when the folder was moved or requirements.txt is newer.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 && echo "$$p" && break; done)
PY := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK = 1
$(shell [ "$$(cat .venv/ready 2>/dev/null)" = '$(CURDIR)' ] && $(PY) -c '' 2>/dev/null || rm -f .venv/ready)

.venv/ready: requirements.txt pyproject.toml
	@[ -n '$(PYTHON)' ] || { echo "Python 3.11 or newer is needed; python3 here is $$(python3 -V 2>&1). Install" \
		"a newer one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 2; }
	@$(PY) -c '$(NEW_ENOUGH)' 2>/dev/null && { command -v uv >/dev/null || $(PY) -c 'import pip' 2>/dev/null; } || { \
		rm -rf .venv; said=$$('$(PYTHON)' -m venv .venv 2>&1) || { rm -rf .venv; \
		echo "$(PYTHON) has no module venv that works (Debian, Ubuntu: apt install python3-venv). It said: $$said" >&2; exit 2; }; }
	@echo "Installing what the course needs into .venv; this takes some minutes the first time."
	@if command -v uv >/dev/null; then uv pip install --python $(PY) -r requirements.txt; \
		else $(PY) -m pip install -r requirements.txt; fi || { \
		echo "Not all of it could be installed, see above. Is this computer online? Then type it again." >&2; exit 2; }
	@printf '%s' '$(CURDIR)' > .venv/ready
