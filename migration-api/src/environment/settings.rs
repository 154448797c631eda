//! What an environment is told at its start.

/// What the runner tells an environment at its start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// Whether SQL is printed instead of run.
    pub offline: bool,
    /// The `url` of the configuration.
    pub url: Option<String>,
    /// Why there is none, although the configuration has one.
    pub url_problem: Option<String>,
    /// The configuration file, for messages.
    pub config_file: String,
    /// The section chosen with `--name`.
    pub section: Option<String>,
    /// Which of the databases that the configuration lists this run is for.
    pub database: Option<String>,
    /// What stood behind each `-x`, in order.
    pub x_arguments: Vec<String>,
    /// What stood behind `--tag`.
    pub tag: Option<String>,
    /// The `[attributes]` of the configuration, sorted by name.
    pub attributes: Vec<(String, String)>,
    /// The number of the connection that an application has handed over.
    pub connection: Option<u32>,
    /// The heads of the history.
    pub head_revisions: Vec<String>,
    /// The revision behind which a script begins; `None` for the base, and where none is printed.
    pub starting_revision: Option<String>,
    /// The revisions that the command line asked for; what is counted from where the database stands, as it was written.
    pub revision_argument: Vec<String>,
}
