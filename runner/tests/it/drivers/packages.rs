//! Packages of the same history, whose environments connect by different drivers.

use std::fs;

use crate::support::{Database, Project};

/// How an environment connects.
pub(super) struct Package {
    pub(super) name: &'static str,
    template: &'static str,
    /// What is changed in which file of the template's.
    changes: &'static [(&'static str, &'static str, &'static str)],
}

const ENV: &str = "migrations/env.rs";
const MANIFEST: &str = "migrations/Cargo.toml";

/// The runner's own driver first.
pub(super) const PACKAGES: [Package; 4] = [
    Package { name: "the built-in driver", template: "generic", changes: &[] },
    Package {
        name: "postgres::Client",
        template: "generic",
        changes: &[
            (
                ENV,
                "env.connect(&url)?",
                "env.attach(postgres::Client::connect(&url, postgres::NoTls)?)?",
            ),
            (MANIFEST, " }\n", ", features = [\"postgres\"] }\npostgres = \"0.19\"\n"),
        ],
    },
    Package { name: "tokio_postgres::Client", template: "async", changes: &[] },
    Package {
        name: "sqlx::PgConnection",
        template: "async",
        changes: &[
            (ENV, "use migration_api::connection::tokio_postgres;\n", ""),
            (ENV, "// With sqlx instead: ", ""),
            (
                ENV,
                "tokio_postgres::connect(env, &url).await?",
                "sqlx::PgConnection::connect(&url).await?",
            ),
            (MANIFEST, "features = [\"tokio-postgres\"]", "features = [\"sqlx-postgres\"]"),
            (MANIFEST, "# sqlx = {", "sqlx = {"),
        ],
    },
];

impl Package {
    /// Makes the package, for this database.
    pub(super) fn project(&self, database: &Database) -> Project {
        let project = Project::of_template_on(self.template, &database.url);
        for (path, from, to) in self.changes {
            let text = fs::read_to_string(project.path(path)).unwrap();
            assert!(text.contains(from), "`{from}` is not in {path}:\n{text}");
            project.write(path, &text.replacen(from, to, 1));
        }
        project
    }
}
