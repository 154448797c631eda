//! How a unit's list names the functions of a revision.

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};

/// Returns the entry of the revision that is the module `r{at}`, whose file has this text.
///
/// The macro finds out of which kind a function is, which costs the compiler as much as the revision itself; so it is spared where
/// the text tells.
pub(super) fn entry(at: usize, text: &str) -> String {
    let tokens = outermost(text);
    if ["upgrade", "downgrade"].iter().all(|name| is_plain(&tokens, name)) {
        format!(
            "RevisionEntry {{ id: r{at}::REVISION, upgrade: r{at}::upgrade, downgrade: r{at}::downgrade }}"
        )
    } else {
        format!("migration_api::revision!(r{at})")
    }
}

/// Returns the tokens outside of any braces, and the braces.
fn outermost(text: &str) -> Vec<&str> {
    let (mut tokens, mut end, mut depth) = (Vec::new(), 0, 0_usize);
    for token in tokenize(text, FrontmatterAllowed::No) {
        let start = end;
        end += token.len as usize;
        match token.kind {
            TokenKind::Whitespace
            | TokenKind::LineComment { .. }
            | TokenKind::BlockComment { .. } => continue,
            TokenKind::CloseBrace => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            tokens.push(&text[start..end]);
        }
        if token.kind == TokenKind::OpenBrace {
            depth += 1;
        }
    }
    tokens
}

/// Returns whether a function is certainly an ordinary one, and there whatever the features are.
fn is_plain(tokens: &[&str], name: &str) -> bool {
    const BEHIND: [&str; 9] =
        [":", "&", "mut", "MigrationContext", ")", "-", ">", "MigrationResult", "{"];
    let is_it = |window: &[&str]| {
        let [before, "pub", "fn", found, "(", _, behind @ ..] = window else { return false };
        *found == name && *before != "]" && behind == BEHIND
    };
    tokens.windows(6 + BEHIND.len()).any(is_it)
}

#[cfg(test)]
mod tests {
    use super::entry;

    #[test]
    fn ordinary_functions_are_named_and_others_left_to_the_macro() {
        const UP: &str = "pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult { Ok(()) }";
        const DOWN: &str =
            "pub fn downgrade(_: &mut MigrationContext) -> MigrationResult {\n    Ok(()) // }\n}";
        let plain = format!("const A: &str = \"}}\";\n{UP}\n/// Undoes.\n{DOWN}");
        assert_eq!(
            entry(7, &plain),
            "RevisionEntry { id: r7::REVISION, upgrade: r7::upgrade, downgrade: r7::downgrade }"
        );
        for other in [
            plain.replace("pub fn upgrade", "pub async fn upgrade"),
            plain.replace("pub fn downgrade", "pub async fn downgrade"),
            plain.replace("-> MigrationResult", "-> impl Future<Output = MigrationResult>"),
            plain.replace("ctx: &mut MigrationContext", "ctx: &mut AsyncMigrationContext"),
            plain.replace("pub fn upgrade", "#[cfg(test)]\npub fn upgrade"),
            format!("const A: u8 = 0;\n{DOWN}\npub use crate::upgrade; /* {UP} */"),
            format!("const A: u8 = 0;\n{DOWN}\npub use crate::upgrade; mod old {{ {UP} }}"),
            format!("const A: u8 = 0;\n{DOWN}\npub use crate::upgrade; // {UP}"),
            String::new(),
        ] {
            assert_eq!(entry(7, &other), "migration_api::revision!(r7)", "{other}");
        }
    }
}
