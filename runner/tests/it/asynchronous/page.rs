//! The chapter on asynchronous functions: its examples are the template's own lines, or are run.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::thread;

use crate::support::{Project, postgres};

fn file(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("");
    fs::read_to_string(root.join(path)).unwrap()
}

/// Returns the pieces of Rust on the page, in order.
fn examples(page: &str) -> Vec<&str> {
    let behind = page.split("```rust\n").skip(1);
    behind.map(|text| text.split("```").next().unwrap()).collect()
}

#[test]
fn examples_of_the_environment_are_the_templates_lines() {
    let (page, env) = (file("docs/async.md"), file("template-async/env.rs"));
    let uncommented = env.replace("    //     ", "    ");
    let parts: Vec<_> = examples(&page).into_iter().filter(|it| !it.starts_with("//!")).collect();
    assert_eq!(parts.len(), 6);
    for part in parts {
        assert!(uncommented.contains(part), "not in env.rs:\n{part}");
    }
    assert!(env.contains("use sqlx::Connection as _;"), "{env}");
}

#[test]
fn revisions_of_the_page_run() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            assert!(stream.read(&mut [0; 1024]).unwrap() > 0);
            stream.write_all(b"HTTP/1.0 200 OK\r\n\r\n1.0837").unwrap();
        }
    });
    let page = file("docs/async.md");
    let (_, line) = page.split_once("(`Cargo.toml` of the package: `").unwrap();
    let line = line.split('`').next().unwrap();
    let database = postgres();
    let project = Project::of_template_on("async", &database.url);
    let manifest = fs::read_to_string(project.path("migrations/Cargo.toml")).unwrap();
    let before = manifest.lines().find(|line| line.starts_with("tokio = ")).unwrap();
    project.write("migrations/Cargo.toml", &manifest.replace(before, line));
    let revisions = examples(&page).into_iter().filter(|it| it.starts_with("//!"));
    for (number, text) in revisions.enumerate() {
        project.write(&format!("migrations/versions/r{number}.rs"), text);
    }
    project.runner_with(&["upgrade", "head"], &[("RATES", &address)]).succeeds();
    assert_eq!(database.texts("SELECT eur FROM rate"), ["1.0837"]);
    assert_eq!(
        database.texts("SELECT indexname::text FROM pg_indexes WHERE tablename = 'rate'"),
        ["ix_rate_eur"]
    );
    project.runner(&["downgrade", "base"]).succeeds();
    assert_eq!(project.current(), "");
}
