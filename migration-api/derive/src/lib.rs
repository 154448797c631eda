//! The derive macro of `migration-api`.
