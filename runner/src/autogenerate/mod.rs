//! Compares what an application wants with what a database holds, and writes the revision that makes up the difference.

mod body;
pub mod render;

pub use body::{Body, Line};
