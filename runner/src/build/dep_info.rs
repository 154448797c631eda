//! Reads cargo's dep-info files: which sources a library was built from.

use std::path::PathBuf;

/// Returns the sources named in a dep-info file, `library: source source …` with spaces inside of
/// a path escaped by `\`.
pub(super) fn sources(text: &str) -> Vec<PathBuf> {
    let line = text.lines().next().unwrap_or_default();
    let Some((_, sources)) = line.split_once(": ") else { return Vec::new() };
    let mut paths = vec![String::new()];
    let mut characters = sources.chars().peekable();
    while let Some(c) = characters.next() {
        let escapes_space = c == '\\' && characters.peek() == Some(&' ');
        match paths.last_mut() {
            Some(path) if escapes_space => path.extend(characters.next()),
            Some(path) if c != ' ' => path.push(c),
            Some(_) | None => paths.push(String::new()),
        }
    }
    paths.into_iter().filter(|path| !path.is_empty()).map(PathBuf::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_in_a_path_is_escaped() {
        let paths = sources("/t/lib a.so: /p/a\\ b.rs /p/c.rs\n\n/p/c.rs:\n");
        assert_eq!(paths, [PathBuf::from("/p/a b.rs"), PathBuf::from("/p/c.rs")]);
        assert!(sources("").is_empty());
    }
}
