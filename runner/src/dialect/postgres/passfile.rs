//! The password file of libpq.
//!
//! <https://www.postgresql.org/docs/current/libpq-pgpass.html>

/// What a password is for.
pub(super) struct Login<'a> {
    /// The host's name; `localhost` for a socket.
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// Returns the password of the first line that fits.
pub(super) fn find(text: &str, login: &Login<'_>) -> Option<String> {
    let port = login.port.to_string();
    let wanted = [login.host, &port, login.database, login.user];
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let fields = fields(line);
        let [host, port, database, user, password] = fields.as_slice() else { return None };
        let given = [host, port, database, user];
        let fits =
            given.iter().zip(wanted).all(|(given, wanted)| *given == "*" || *given == wanted);
        fits.then(|| password.clone())
    })
}

/// Splits a line at its first four colons; a backslash takes the special meaning of what is behind it.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        let count = fields.len();
        let Some(field) = fields.last_mut() else { break };
        match c {
            '\\' => field.extend(characters.next()),
            ':' if count < 5 => fields.push(String::new()),
            other => field.push(other),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_that_fits_counts() {
        let text =
            "# h:5432:shop:bob:no\nother:*:*:*:x\nh:5432:shop:bob:a\\:b\\\\c:d\n*:*:*:bob:any\n";
        let login = |host, database, user| Login { host, port: 5432, database, user };
        for (login, password) in [
            (login("h", "shop", "bob"), Some("a:b\\c:d")),
            (login("h", "else", "bob"), Some("any")),
            (login("h", "shop", "eve"), None),
            (login("other", "", ""), Some("x")),
        ] {
            assert_eq!(find(text, &login).as_deref(), password);
        }
    }
}
