# Accord: `make run` starts the site, `make test` checks everything. Everything they make is in .venv and instance/.

HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=

.PHONY: help run test chaos lint lock clean

help:
	@echo 'make run    set up what is missing and start the site; Ctrl-C stops it'
	@echo '            (HOST=127.0.0.1 PORT=8000 unless named: make run PORT=8001)'
	@echo 'make test   check style, types, imports and scripts, then run all tests'
	@echo '            (some of them: make test ARGS="tests/rules -k overdue")'
	@echo 'make chaos  play a month twice, once with 50 kills, and see that nothing differs (some minutes)'
	@echo 'make lint   the checks alone, without the tests'
	@echo 'make lock   pin all packages anew after a change in setup.cfg or requirements-dev.in'
	@echo '            (the newest of all: make lock ARGS=--upgrade)'
	@echo 'make clean  remove .venv, build results and caches; instance/, with its data, stays'

run:
	@deploy/set-up run
	@echo 'Step 4 of 4: preparing the database and starting the site'
	@exec .venv/bin/python deploy/until_interrupted.py \
		.venv/bin/accord serve --with-demo --host '$(HOST)' --port '$(PORT)'

test:
	@deploy/set-up test
	@deploy/check
	@.venv/bin/python -m pytest $(ARGS)

chaos:
	@deploy/set-up test
	@.venv/bin/python bench/chaos.py $(ARGS)

lint:
	@deploy/set-up test
	@deploy/check

lock:
	@deploy/set-up run
	@deploy/lock $(ARGS)

clean:
	rm -rf .venv build dist accord.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find accord bench deploy tests -type d -name __pycache__ -prune -exec rm -rf {} +
