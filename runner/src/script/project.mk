# The daily commands of the migrations. `make` alone lists them.
#
# `RUNNER` is the program: `make migrate RUNNER=./target/release/runner`, or with options, `RUNNER="runner --name test"`.

RUNNER ?= runner

.DEFAULT_GOAL := help
.PHONY: help migrate rollback revision check sql history current

# The shell, not make, reads what is given as m="…" and to=…: it may have any character in it.

help:
	@echo 'make migrate                 bring the database to its head; or only to=REVISION'
	@echo 'make rollback                take the last migration back; or go back to=REVISION'
	@echo 'make revision m="…"          write a new revision; with auto=1 by comparing the database'
	@echo 'make check                   tell whether the database is what the application wants'
	@echo 'make sql                     print the SQL of all migrations; or of to=FROM:TO'
	@echo 'make history                 list the revisions, newest first'
	@echo 'make current                 tell where the database stands'

migrate:
	$(RUNNER) upgrade "$${to:-head}"

rollback:
	$(RUNNER) downgrade "$${to:--1}"

revision:
	@test -n "$$m" || { echo 'say what it does: make revision m="add a column"' >&2; exit 2; }
	$(RUNNER) revision $(if $(filter-out 0,$(auto)),--autogenerate) -m "$$m"

check:
	$(RUNNER) check

sql:
	@$(RUNNER) upgrade "$${to:-head}" --sql

history:
	$(RUNNER) history

current:
	$(RUNNER) current
