//! Commands and what they print.

use std::io::{Read, Write, pipe};
use std::path::Path;
use std::process::{Command, Stdio};

use super::Example;
use super::page::Block;

/// How a question ends that the user answers with yes.
const QUESTION: &str = "[y/N] ";

/// The folder of the project, as the guide calls it.
const FOLDER: &str = "/home/me/shop";

impl Example {
    /// Runs each command of a block, and compares what is printed.
    pub(super) fn console(&mut self, block: &Block) {
        let mut lines = block.text.lines().peekable();
        while let Some(command) = lines.next() {
            let command = command.strip_prefix("$ ").expect("a command stands behind a `$`");
            let mut shown = String::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with("$ ")) {
                shown.extend([line, "\n"]);
            }
            let printed = match shown.contains(QUESTION) {
                true => self.answered(command),
                false => self.run(command),
            };
            let printed = self.plain(&printed);
            if !are_alike(&shown, &printed) {
                let place = format!("from line {}: `{command}` prints", block.line);
                self.mistakes.push(format!("{place}\n{printed}"));
            }
        }
    }

    /// Returns a shell for a command, in the project's folder, with the program on its path.
    fn shell(&self, program: &str) -> Command {
        let runner = self.project.command(&[]);
        let folder = Path::new(env!("CARGO_BIN_EXE_runner")).parent().unwrap();
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut shell = Command::new(program);
        shell.current_dir(self.project.folder()).stdin(Stdio::null());
        for (name, value) in runner.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        shell.env("PATH", path);
        shell
    }

    fn run(&mut self, command: &str) -> String {
        let (mut reader, writer) = pipe().unwrap();
        let mut shell = self.shell("sh");
        let before = self.exit_code;
        shell.args(["-c", &format!("(exit {before}); {command}")]);
        shell.stdout(writer.try_clone().unwrap()).stderr(writer);
        let mut child = shell.spawn().unwrap();
        // Its ends of the pipe are closed with it.
        drop(shell);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        self.exit_code = child.wait().unwrap().code().unwrap_or(-1);
        text
    }

    /// Runs a command at a terminal, and answers its questions with yes.
    fn answered(&mut self, command: &str) -> String {
        let mut terminal = self.shell("script");
        terminal.args(["--quiet", "--return", "--command", command, "/dev/null"]);
        let mut child = terminal.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let (mut bytes, mut answered, mut buffer) = (Vec::new(), 0, [0; 4096]);
        while let Ok(count @ 1..) = output.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..count]);
            let text = String::from_utf8_lossy(&bytes);
            if text.matches(QUESTION).count() > answered {
                answered += 1;
                input.write_all(b"y\n").unwrap();
            }
        }
        drop(input);
        self.exit_code = child.wait().unwrap().code().unwrap_or(-1);
        without_colours(&String::from_utf8_lossy(&bytes))
    }

    /// Returns what is printed as the guide shows it: without what is built, and with its own words for what is another one each time.
    fn plain(&self, printed: &str) -> String {
        let folder = self.project.folder().display().to_string();
        let builds = |line: &&str| {
            let told = line.split_once(": ").map_or(*line, |(_, told)| told);
            [*line, told].iter().any(|it| it.trim_start().starts_with("Building "))
        };
        let lines = printed.lines().filter(|line| !builds(line));
        lines.map(|line| line.trim_end().replace(&folder, FOLDER) + "\n").collect()
    }
}

/// Returns whether a text is as it is shown: ids aside, and with any lines for `…`.
fn are_alike(shown: &str, printed: &str) -> bool {
    let line = |line: &str| without_seconds(&without_ids(line));
    let lines = |text: &str| in_turn(text.lines().map(line).collect());
    let (shown, printed) = (lines(shown), lines(printed));
    let parts: Vec<&[String]> = shown.split(|line| line == "…").collect();
    let [first, rest @ ..] = parts.as_slice() else { return false };
    let Some(mut printed) = printed.strip_prefix(*first) else { return false };
    for (at, part) in rest.iter().enumerate() {
        let last = at + 1 == rest.len();
        let found = (0..=printed.len()).find(|from| match last {
            true => printed[*from..] == **part,
            false => printed[*from..].starts_with(part),
        });
        let Some(found) = found else { return false };
        printed = &printed[found + part.len()..];
    }
    printed.is_empty()
}

/// Returns lines with those of several databases that are worked on at once in the databases' order.
fn in_turn(mut lines: Vec<String>) -> Vec<String> {
    let database = |line: &String| {
        let (name, _) = line.split_once(": ").filter(|(name, _)| name.starts_with("engine"))?;
        Some(name.to_owned())
    };
    lines
        .chunk_by_mut(|one, other| database(one).is_some() && database(other).is_some())
        .for_each(|lines| lines.sort_by_key(database));
    lines
}

/// Returns a line with the same word for each time in seconds, and for the room before it.
fn without_seconds(line: &str) -> String {
    let is_number = |word: &str| word.contains('.') && word.parse::<f64>().is_ok();
    let mut text = String::new();
    for word in line.split_inclusive(' ') {
        match is_number(word.trim()) {
            true => text = format!("{} <seconds> ", text.trim_end()),
            false => text += word,
        }
    }
    text
}

/// Returns a line with the same word for each random id.
fn without_ids(line: &str) -> String {
    let is_digit = |c: char| c.is_ascii_hexdigit();
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find(is_digit) {
        let (before, from) = rest.split_at(at);
        let (run, behind) = from.split_at(from.find(|c| !is_digit(c)).unwrap_or(from.len()));
        text += before;
        text += if run.len() == 12 { "<id>" } else { run };
        rest = behind;
    }
    text + rest
}

/// Returns what a terminal shows, without what only tells it how.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once('\u{1b}') {
        plain += before;
        rest = code.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, rest)| rest);
    }
    (plain + rest).replace('\r', "")
}
