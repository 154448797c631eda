//! Alembic itself, in an environment of its own, and projects for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use runner::revision::Revision;
use tempfile::TempDir;

use super::Database;

const REQUIREMENTS: [&str; 3] = ["alembic==1.20.1", "psycopg[binary]==3.3.*", "pymysql==1.1.*"];

/// Returns the folder of the programs of an environment with Alembic, made at the first call.
fn programs() -> &'static Path {
    static PROGRAMS: OnceLock<PathBuf> = OnceLock::new();
    PROGRAMS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alembic");
        let programs = folder.join("bin");
        // What is there from before may lack what has been added since.
        let complete = folder.join(REQUIREMENTS.join(" "));
        if !complete.is_file() {
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
            run(Command::new(programs.join("pip")).args(["install", "-q"]).args(REQUIREMENTS));
            fs::write(complete, "").unwrap();
        }
        programs
    })
}

/// Returns Python with Alembic, which runs a program of ours.
pub(crate) fn python(program: &Path) -> Command {
    let mut python = Command::new(programs().join("python"));
    python.arg(program);
    python
}

/// Returns the URL of a database as Alembic wants it, with the drivers that are installed.
pub(crate) fn alembic_url(database: &Database) -> String {
    let url = database.url.replace("postgresql://", "postgresql+psycopg://");
    url.replace("mariadb://", "mariadb+pymysql://")
}

fn run(command: &mut Command) -> String {
    let done = command.output().unwrap_or_else(|error| {
        panic!("{command:?}: {error}; `make test` installs what is missing")
    });
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}\n{stderr}");
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// A project that `alembic init` has made, in a temporary folder.
pub(crate) struct AlembicProject {
    folder: TempDir,
}

impl AlembicProject {
    /// Makes a project whose revisions migrate this database.
    pub(crate) fn on(database: &Database) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.alembic(&["init", "m"]);
        let ini = project.folder.path().join("alembic.ini");
        let url = alembic_url(database).replace('%', "%%");
        let text = fs::read_to_string(&ini).unwrap();
        fs::write(&ini, text.replace("driver://user:pass@localhost/dbname", &url)).unwrap();
        project
    }

    /// Writes the file of a revision, which makes a table of the same name.
    pub(crate) fn table_revision(&self, file: &str, revision: &Revision) {
        let id = &revision.id;
        let upgrade = format!("op.create_table(\"t_{id}\", sa.Column(\"id\", sa.Integer))");
        self.revision(file, revision, [&upgrade, &format!("op.drop_table(\"t_{id}\")")]);
    }

    /// Writes the file of a revision that does nothing.
    pub(crate) fn empty_revision(&self, file: &str, revision: &Revision) {
        self.revision(file, revision, ["pass", "pass"]);
    }

    fn revision(&self, file: &str, revision: &Revision, [upgrade, downgrade]: [&str; 2]) {
        let Revision { id, down_revisions, branch_labels, depends_on, .. } = revision;
        let [down_revisions, branch_labels, depends_on] =
            [down_revisions, branch_labels, depends_on].map(|texts| tuple(texts));
        let text = format!(
            "\"\"\"make {id}\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n\
             revision = {id:?}\ndown_revision = {down_revisions}\n\
             branch_labels = {branch_labels}\ndepends_on = {depends_on}\n\
             def upgrade():\n    {upgrade}\ndef downgrade():\n    {downgrade}\n"
        );
        fs::write(self.folder.path().join(format!("m/versions/{file}.py")), text).unwrap();
    }

    /// Runs Alembic, and returns what it prints.
    pub(crate) fn alembic(&self, arguments: &[&str]) -> String {
        run(Command::new(programs().join("alembic")).current_dir(&self.folder).args(arguments))
    }
}

/// Writes texts as Python does.
fn tuple(texts: &[String]) -> String {
    let texts: String = texts.iter().map(|text| format!("{text:?}, ")).collect();
    if texts.is_empty() { "None".to_owned() } else { format!("({texts})") }
}
