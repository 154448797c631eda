//! Compares what an application wants with what a database holds, and writes the revision that makes up the difference.

pub mod source;
