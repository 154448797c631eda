//! PostgreSQL by sqlx.
