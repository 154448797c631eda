//! Reading what a database holds: sqlite.
