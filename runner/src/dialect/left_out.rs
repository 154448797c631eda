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
