//! What is to be known of domains, whatever database a plan is for.

use migration_api::schema::TableName;

/// Returns the name that PostgreSQL chooses for the check of a domain.
pub(crate) fn chosen_check_name(domain: TableName<'_>) -> String {
    format!("{}_check", domain.name)
}
