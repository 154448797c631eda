//! What the guide says of embedding is what happens: its blocks become an application.

use std::fmt::Write as _;
use std::fs;

use super::application::Application;

/// Returns the chapter's blocks in this language.
fn blocks(language: &str) -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/embedding.md");
    let text = fs::read_to_string(path).unwrap();
    let mark = format!("```{language}\n");
    let found = text.split(&mark).skip(1);
    found.map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn every_example_of_the_chapter_does_what_it_says() {
    let application = Application::new();
    // The dependencies are those that the chapter shows, and what its asynchronous example wants besides.
    let manifest = application.read("Cargo.toml");
    for line in blocks("toml")[0].lines().filter(|line| line.contains("features = [")) {
        let features = line.split_once("features").unwrap().1;
        assert!(manifest.contains(features), "the example has not: {line}");
    }
    // Both tests build in one place.
    let manifest = manifest.replace("name = \"shop\"", "name = \"chapter\"");
    let manifest = manifest.replace("[\"rusqlite\"]", "[\"rusqlite\", \"sqlx-sqlite\"]");
    let more = "sqlx = { version = \"0.9\", default-features = false, features = [\"sqlite\", \"runtime-tokio\"] }\n\
                tokio = { version = \"1\", features = [\"rt\"] }\n";
    application
        .write("Cargo.toml", &manifest.replace("\n[workspace]", &format!("{more}\n[workspace]")));

    let mut main = String::new();
    for (at, block) in blocks("rust").iter().enumerate() {
        let block = block.replace("async fn", "pub async fn").replace("\nfn ", "\npub fn ");
        write!(main, "mod example{at} {{\n{block}\n}}\n").unwrap();
    }
    main += "
        fn main() {
            example0::main().unwrap();
            let mut database = rusqlite::Connection::open_in_memory().unwrap();
            example1::look(&mut database).unwrap();
            let mut database = rusqlite::Connection::open_in_memory().unwrap();
            example2::told(&mut database).unwrap();
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                use sqlx::Connection;
                let mut database = sqlx::SqliteConnection::connect(\"sqlite::memory:\").await.unwrap();
                example3::start(&mut database).await.unwrap();
            });
        }";
    application.write("src/main.rs", &main);
    let output = application.cargo("run").output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "migrated to 1c5e9a02b7d4: create product\nmigrated to 8f20d3b6e1a7: add price\n\
         now 1c5e9a02b7d4: create product\nnow 8f20d3b6e1a7: add price\n"
    );
}
