//! Patterns of names.

/// The patterns of `exclude`.
pub(super) struct Patterns<'p>(Vec<&'p str>);

impl<'p> Patterns<'p> {
    /// Returns the patterns, unless one is empty.
    pub(super) fn new(patterns: &'p [String]) -> Option<Self> {
        let patterns: Vec<&str> = patterns.iter().map(|it| it.trim()).collect();
        (!patterns.contains(&"")).then_some(Self(patterns))
    }

    /// Returns whether one of them matches a name: of the default schema, the name alone; of another, it with its schema.
    pub(super) fn match_name(&self, schema: Option<&str>, name: &str) -> bool {
        match schema {
            None => self.0.iter().any(|pattern| matches(pattern, name)),
            Some(schema) => {
                let full = format!("{schema}.{name}");
                self.0.iter().any(|pattern| matches(pattern, &full))
            }
        }
    }
}

/// Returns whether a text is as a pattern says: `*` stands for any characters, `?` for one.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut from) = (0, 0);
    // Where the last star stood, and up to where it reached.
    let mut star: Option<(usize, usize)> = None;
    while from < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(c) if *c == '?' || *c == text[from] => {
                at += 1;
                from += 1;
            }
            _ => match star {
                Some((star_at, reached)) => {
                    star = Some((star_at, reached + 1));
                    at = star_at + 1;
                    from = reached + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks_stand_for_others() {
        for (pattern, schema, name, matched) in [
            ("tmp_*", None, "tmp_a", true),
            ("tmp_*", None, "my_tmp_a", false),
            ("tmp_*", Some("audit"), "tmp_a", false),
            ("audit.*", Some("audit"), "tmp_a", true),
            ("*.old_?", Some("a"), "old_1", true),
            ("*.old_?", Some("a"), "old_12", false),
            ("*a*b*", None, "xaxxbx", true),
            ("*a*b", None, "ab1", false),
            ("exact", None, "exact", true),
            ("é?", None, "éü", true),
        ] {
            let patterns = [pattern.to_owned()];
            let patterns = Patterns::new(&patterns).unwrap();
            assert_eq!(patterns.match_name(schema, name), matched, "{pattern} {name}");
        }
        assert!(Patterns::new(&[String::new()]).is_none());
    }
}
