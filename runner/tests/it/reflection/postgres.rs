//! Reading what a database holds: postgres.
