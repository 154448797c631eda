//! Models in the application's own crate.

use std::fs;

use super::{autogenerate, differences, holds};
use crate::support::{Project, sqlite};

const MODEL: &str = "use migration_api::prelude::*;

pub const LENGTH: u32 = 100;

pub fn metadata() -> Metadata {
    Metadata::new().table(Table::new(
        \"account\",
        &[Column::new(\"id\", Integer).primary_key(), Column::new(\"email\", Varchar(LENGTH))],
        &[],
    ))
}
";

#[test]
fn a_model_that_is_edited_is_seen_by_the_next_run() {
    let database = sqlite();
    let project = Project::on(&database.url);
    let manifest = fs::read_to_string(project.path("migrations/Cargo.toml")).unwrap();
    let line = manifest.lines().find(|line| line.starts_with("migration-api = ")).unwrap();
    project.write(
        "app/Cargo.toml",
        &format!(
            "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{line}\n[workspace]\n"
        ),
    );
    project.write("app/src/lib.rs", "pub mod db;\n");
    project.write("app/src/db.rs", MODEL);
    project.write(
        "migrations/Cargo.toml",
        &manifest.replace(line, &format!("{line}\napp = {{ path = \"../app\" }}")),
    );
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    project.write(
        "migrations/env.rs",
        &env.replace("    Metadata::new()\n", "    app::db::metadata()\n"),
    );

    assert!(autogenerate(&project, "begin").contains("Varchar(100)"));
    project.runner(&["upgrade", "head"]).succeeds();
    holds(&project);
    project.write("app/src/db.rs", &MODEL.replace("u32 = 100", "u32 = 200"));
    let told = differences(project.runner(&["check"]));
    assert_eq!(told, "change column account.email: type VARCHAR(100) to VARCHAR(200)\n");
    assert!(autogenerate(&project, "longer").contains("200"));
    project.runner(&["upgrade", "head"]).succeeds();
    holds(&project);
}
