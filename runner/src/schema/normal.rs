//! A wanted schema in the normal form.
