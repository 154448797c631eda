//! Compares what an application wants with what a database holds, and writes the revision that makes up the difference.

mod body;
mod change;
mod compare;
mod create;
mod describe;
mod difference;
mod filter;
mod hooks;
mod left_alone;
mod mention;
mod order;
mod plan;
mod rename;
#[cfg(feature = "cli")]
pub mod render;
mod render_error;
pub mod source;
mod texts;
mod wanted;

pub use body::{Body, Line};
pub use change::{Change, Placed, Sides};
pub use compare::{Aspects, Comparer, Verdicts, Wanted};
pub use create::create_all;
pub use describe::{DifferenceDocument, DifferencesDocument};
pub use difference::{ComparisonSettings, Difference, WantedSchema, difference};
pub use filter::{Filter, filtered};
pub use hooks::{Hooks, Suggestion};
pub use left_alone::{is_left_alone, is_left_alone_schema, without_left_alone};
pub use order::{OrderedTables, ordered_tables};
pub use render_error::RenderError;
pub use source::ScratchPlace;
pub use wanted::{SourcePlace, wanted};
