//! Where revision files are, how new ones are called, and what is run on them.

use std::fs;

use crate::support::{Project, Run};

fn project(settings: &str) -> Project {
    let project = Project::new();
    project.configure(&format!("url = 'sqlite:///app.db'\n{settings}"));
    project
}

/// Writes a new revision and returns its path as seen from the package.
#[track_caller]
fn written(project: &Project, arguments: &[&str]) -> String {
    let run = project.runner(&[&["revision"], arguments].concat()).succeeds();
    let package = project.path("migrations").canonicalize().unwrap();
    let path = fs::canonicalize(run.stdout.trim()).unwrap();
    path.strip_prefix(package).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn files_are_named_by_the_template() {
    let project = project(
        "file_template = '%(year)d/%(month).2d/%(rev)s-%(slug)s'\n\
         recursive_version_locations = true\ntruncate_slug_length = 10\ntimezone = 'Asia/Tokyo'",
    );
    let path = written(&project, &["-m", "Add the new index", "--rev-id", "a1"]);
    let parts: Vec<_> = path.split('/').collect();
    assert_eq!((parts[0], parts[3]), ("versions", "a1-add_the_.rs"), "{path}");
    assert_eq!((parts[1].len(), parts[2].len()), (4, 2), "{path}");
    let text = fs::read_to_string(project.path("migrations").join(&path)).unwrap();
    let date = text.lines().find_map(|line| line.strip_prefix("//! Create Date: ")).unwrap();
    assert!(date.ends_with("+09:00"), "{date}");
    assert!(written(&project, &["-m", "next", "--rev-id", "b2"]).ends_with("/b2-next.rs"));
    assert_eq!(project.runner(&["heads"]).succeeds().stdout, "b2 (head)\n");
    project.runner(&["upgrade"]).succeeds();
    assert_eq!(project.current(), "b2 (head)\n");
}

#[test]
fn a_new_file_belongs_beside_its_parent() {
    let project =
        project("version_locations = ['migrations/versions', 'migrations/lib', 'elsewhere']");
    let ambiguous = ["revision", "--head", "base", "--rev-id", "x1"];
    project.runner(&ambiguous).fails_with(&["several version locations", "--version-path", "lib"]);
    let begin = |id, folder| ["--head", "base", "--rev-id", id, "--version-path", folder];
    assert_eq!(written(&project, &begin("a1", "migrations/versions")), "versions/a1_.rs");
    assert_eq!(written(&project, &begin("x1", "migrations/lib")), "lib/x1_.rs");
    assert_eq!(written(&project, &["--head", "x1", "--rev-id", "x2"]), "lib/x2_.rs");
    project
        .runner(&["revision", "--head", "x2", "--version-path", "migrations"])
        .fails_with(&["is none of the version locations"]);
    let outside = ["revision", "--head", "a1", "--rev-id", "b2", "--version-path", "elsewhere"];
    project.runner(&outside).succeeds();
    project.runner(&["upgrade", "heads"]).succeeds();
    assert_eq!(project.current(), "x2 (head)\nb2 (head)\n");
    project.runner(&["merge", "heads", "--rev-id", "m3"]).succeeds();
    assert!(project.path("migrations/lib/m3_merge_x2_and_b2.rs").exists());
    assert!(project.path("migrations/lib/x2_.rs").exists());
}

#[test]
fn a_file_in_a_folder_below_counts_only_when_asked() {
    let project = project("");
    project.table_revision("a1");
    let deeper = project.path("migrations/versions/2026");
    fs::create_dir(&deeper).unwrap();
    let file = project.path("migrations/versions/a1_make.rs");
    let text = fs::read_to_string(&file).unwrap().replace("a1", "b2");
    fs::write(
        deeper.join("b2.rs"),
        text.replace("&[];\npub const BRANCH", "&[\"a1\"];\npub const BRANCH"),
    )
    .unwrap();
    assert_eq!(project.runner(&["heads"]).succeeds().stdout, "a1 (head)\n");
    project.configure("url = 'sqlite:///app.db'\nrecursive_version_locations = true");
    assert_eq!(project.runner(&["heads"]).succeeds().stdout, "b2 (head)\n");
}

/// Runs `revision` with a hook that has these settings.
fn hooked(settings: &str) -> (Project, Run) {
    let project = project(&format!("[[post_write_hooks]]\nname = 'hook'\n{settings}"));
    let run = project.runner(&["revision", "--rev-id", "a1"]);
    (project, run)
}

#[test]
fn hooks_run_on_a_new_file() {
    let (project, run) = hooked(
        "type = 'exec'\nexecutable = 'sh'\ncwd = 'migrations'\n\
         options = '-c \"cp REVISION_SCRIPT_FILENAME copied\"'",
    );
    run.succeeds();
    assert!(project.path("migrations/copied").exists());
}

#[test]
fn a_hook_that_fails_is_told_and_the_file_stays() {
    for (settings, message) in [
        ("executable = 'false'", "`false` failed: exit status: 1"),
        ("executable = 'no-such-program'", "cannot start `no-such-program`"),
    ] {
        let (project, run) = hooked(settings);
        let run = run.fails_with(&["the write hook `hook` failed on", message, "the file stays"]);
        assert!(run.stdout.trim().ends_with("a1_.rs"), "{}", run.stdout);
        assert!(project.path("migrations/versions/a1_.rs").exists());
    }
}

#[test]
fn a_template_that_loses_a_label_writes_no_file() {
    let project = project("");
    let template = fs::read_to_string(project.path("migrations/script.rs.hbs")).unwrap();
    let line = template.lines().find(|line| line.contains("BRANCH_LABELS")).unwrap();
    let text = template.replace(line, "pub const BRANCH_LABELS: &[&str] = &[];");
    project.write("migrations/script.rs.hbs", &text);
    project
        .runner(&["revision", "--branch-label", "web"])
        .fails_with(&["`script.rs.hbs` does not write `BRANCH_LABELS` as it was given"]);
    assert_eq!(fs::read_dir(project.path("migrations/versions")).unwrap().count(), 0);
    project.runner(&["revision"]).succeeds();
}

#[test]
fn the_environment_runs_before_a_revision_where_asked() {
    let project = project("");
    project.runner(&["revision", "--sql"]).fails_with(&["`revision_environment` is not set"]);
    let env = fs::read_to_string(project.path("migrations/env.rs")).unwrap();
    project.write("migrations/env.rs", &format!("{env}\ncompile_error!(\"it is compiled\");\n"));
    project.runner(&["revision", "--rev-id", "a1"]).succeeds();
    project.configure("url = 'sqlite:///app.db'\nrevision_environment = true");
    for arguments in [["revision"].as_slice(), &["revision", "--sql"], &["history"]] {
        let run = project.runner(arguments);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert!(run.stderr.contains("it is compiled"), "{}", run.stderr);
    }
}
