//! Databases that this program was built without.

/// The feature of each, and its names.
static LEFT_OUT: &[(&str, &[&str])] = &[
    #[cfg(not(feature = "postgres"))]
    ("postgres", &["postgresql", "postgres"]),
    #[cfg(not(feature = "sqlite"))]
    ("sqlite", &["sqlite"]),
    #[cfg(not(feature = "mysql"))]
    ("mysql", &["mysql", "mariadb"]),
];

/// Returns the feature of this crate that brings the database of this name or scheme, if it is off.
pub fn missing_feature(name: &str) -> Option<&'static str> {
    LEFT_OUT.iter().find(|(_, names)| names.contains(&name)).map(|(feature, _)| *feature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{DatabaseUrl, UrlError, all};

    #[test]
    fn each_database_is_there_or_its_feature_is_named() {
        for name in ["postgresql", "postgres", "sqlite", "mysql", "mariadb"] {
            let is_there = all().any(|dialect| dialect.schemes().contains(&name));
            assert_ne!(is_there, missing_feature(name).is_some(), "{name}");
            if let Some(feature) = missing_feature(name) {
                let error = format!("{name}://u:secret@h/d").parse::<DatabaseUrl>().unwrap_err();
                assert_eq!(error, UrlError::LeftOut { scheme: name.to_owned(), feature });
                assert!(error.help().is_some_and(|help| help.contains(feature)));
            }
        }
    }
}
