# Daily commands: all go through cargo, so that they do the same everywhere.
#   make migrate          bring the example's database to its head
#   make revision m="…"   write a new revision of the example
#   make test             all tests; installs the database servers they start, where it may

RUNNER = cargo run --quiet --
REV ?= -1

.PHONY: migrate revision downgrade history current test servers check bench

migrate:
	$(RUNNER) upgrade head

revision:
	@test -n "$(m)" || { echo 'say what it does: make revision m="add a column"'; exit 2; }
	$(RUNNER) revision -m "$(m)"

downgrade:
	$(RUNNER) downgrade $(REV)

history:
	$(RUNNER) history

current:
	$(RUNNER) current

test: servers
	INSTA_UPDATE=no cargo test --workspace --all-features
	cargo test --manifest-path migration-api/sea-orm/Cargo.toml

# What the tests start from installed programs: PostgreSQL, MariaDB, and Python for Alembic.
servers:
	@.ci/servers

check:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features -- -D warnings
	for database in postgres sqlite mysql; do \
		cargo clippy --package runner --no-default-features --features $$database -- -D warnings || exit 1; \
	done

bench:
	python3 bench/run.py
