//! A small history that is a part of this program.

use migration_api::abi::{Environment, LinkedRevision, Migrations, RevisionEntry, run_revision};
use migration_api::prelude::*;

/// The history: a table, its rows by an asynchronous function, an index.
pub(super) static MIGRATIONS: Migrations = Migrations {
    folder: "/application/migrations",
    revisions: &[
        LinkedRevision {
            file: "versions/a1.rs",
            text: "//! create item\nconst REVISION: &str = \"a1\";\nconst DOWN_REVISION: &[&str] = &[];\n",
            entry: RevisionEntry {
                id: "a1",
                upgrade: |ctx| ctx.create_table("item", &COLUMNS, &[]),
                downgrade: |ctx| ctx.drop_table("item"),
            },
        },
        LinkedRevision {
            file: "versions/b2.rs",
            text: "//! fill item\nconst REVISION: &str = \"b2\";\nconst DOWN_REVISION: &[&str] = &[\"a1\"];\n",
            entry: RevisionEntry {
                id: "b2",
                upgrade: |ctx| run_revision(fill, ctx, on_tokio),
                downgrade: |ctx| ctx.execute("DELETE FROM item", &[]).map(drop),
            },
        },
        LinkedRevision {
            file: "versions/c3.rs",
            text: "//! index item\nconst REVISION: &str = \"c3\";\nconst DOWN_REVISION: &[&str] = &[\"b2\"];\n",
            entry: RevisionEntry {
                id: "c3",
                upgrade: |ctx| match ctx
                    .query("SELECT name FROM item WHERE id = 3", &[])?
                    .as_slice()
                {
                    [row] if row.get::<String>("name")? == "it is the third" => {
                        ctx.create_index("ix_item_name", "item", &["name"])
                    }
                    other => Err(MigrationError::new(&format!("{other:?}"))),
                },
                downgrade: |ctx| ctx.drop_index("ix_item_name", "item"),
            },
        },
    ],
    environment: Environment {
        offline: |env| {
            let url = env.url()?;
            env.configure(&Configuration::offline(&url))?;
            env.run_migrations()
        },
        online: |env| {
            let connection = match env.connection() {
                Some(given) => given,
                None => {
                    let url = env.url()?;
                    env.connect(&url)?
                }
            };
            env.configure(&Configuration::online(connection).target_metadata(wanted))?;
            env.run_migrations()
        },
    },
};

const COLUMNS: [Column<'static>; 2] =
    [Column::new("id", Integer).primary_key(), Column::new("name", Varchar(40)).not_null()];

/// What the environment wants.
fn wanted() -> Metadata {
    let indexes = [Index::new("ix_item_name", "item", &["name"])];
    Metadata::new().table(Table::new("item", &COLUMNS, &[]).indexes(&indexes))
}

async fn fill(ctx: &mut AsyncMigrationContext) -> MigrationResult {
    // Needs the reactor of the runtime that this function runs on.
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    let rows: [&[Value<'_>]; 2] = [&[1.into(), "one".into()], &[2.into(), "two".into()]];
    ctx.bulk_insert("item", &["id", "name"], &rows).await?;
    let parameters = [("id", 3.into()), ("name", "it is the third".into())];
    ctx.execute("INSERT INTO item (id, name) VALUES (:id, :name)", &parameters).await?;
    Ok(())
}

/// Runs a future on a runtime of its own: of the same library as the drivers' are.
fn on_tokio(future: std::pin::Pin<Box<dyn Future<Output = ()> + '_>>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(future);
}
