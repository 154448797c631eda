//! Databases that are used again: on PostgreSQL, to make one and to connect to it takes longer than all the rest of a pair.

use std::cell::RefCell;

use super::round_trip::Side;

/// Drops all that a pair may have made, and makes the one schema that there is.
const EMPTY: &str = "
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' LOOP
        EXECUTE format('DROP EXTENSION %I CASCADE', name);
    END LOOP;
    FOR name IN SELECT nspname FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', name);
    END LOOP;
END $$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
RESET ALL";

thread_local! {
    /// Those of this thread that are empty.
    static SPARE: RefCell<Vec<Side>> = const { RefCell::new(Vec::new()) };
}

/// Returns two empty databases of a kind.
pub(super) fn take(database: &str) -> [Side; 2] {
    let one = || {
        let spare = SPARE.with_borrow_mut(|spare| match database {
            "postgresql" => spare.pop(),
            _ => None,
        });
        spare.unwrap_or_else(|| {
            let mut new = Side::new(database);
            if database == "postgresql" {
                // What is made anew differs a little from what a new database has.
                new.create(EMPTY).unwrap();
            }
            new
        })
    };
    [one(), one()]
}

/// Empties databases for those who come next. What has failed may have left its session in any state.
pub(super) fn give(database: &str, sides: [Side; 2], is_well: bool) {
    for mut side in sides {
        if is_well && database == "postgresql" && side.create(EMPTY).is_ok() {
            SPARE.with_borrow_mut(|spare| spare.push(side));
        } else {
            side.remove();
        }
    }
}

/// Takes away those of this thread, which has to do so before it ends.
pub(super) fn remove() {
    SPARE.take().into_iter().for_each(Side::remove);
}
