//! A schema for Mermaid, which code hosts and wikis draw within a text.

use std::collections::BTreeSet;

use super::entity::{Attribute, Entity, Model, Relation};
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::sql::RenderError;

/// Writes the tables of a schema as a Mermaid entity-relationship diagram.
///
/// Columns are marked as part of the primary key, of a foreign key, or as unique. Mermaid takes letters, digits, `_`, `-` and
/// brackets in a column's name and type: whatever else is there becomes `_`, and a name that is changed so stands in the remark.
///
/// ```text
/// erDiagram
///     "customer" {
///         INTEGER id PK
///     }
///     "invoice" {
///         INTEGER customer_id FK "who pays"
///     }
///     "customer" ||--o{ "invoice" : "customer_id"
/// ```
///
/// # Errors
/// When the dialect has no such type.
pub fn mermaid(dialect: &dyn Dialect, schema: &Schema<'_>) -> Result<String, RenderError> {
    let model = Model::of(dialect, schema)?;
    let names = names(&model.entities);
    let mut text = "erDiagram\n".to_owned();
    for (entity, name) in model.entities.iter().zip(&names) {
        text.push_str(&block(entity, name));
    }
    for relation in &model.relations {
        text.push_str(&line(relation, &names));
    }
    Ok(text)
}

/// Returns the tables' names as Mermaid takes them; where two would be the same, with a number.
fn names(entities: &[Entity<'_>]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut names = Vec::new();
    for entity in entities {
        let wanted = quotable(&entity.name.to_string());
        let numbered = (2..).map(|number| format!("{wanted} {number}"));
        let free = std::iter::once(wanted.clone()).chain(numbered).find(|it| !taken.contains(it));
        let name = free.unwrap_or(wanted);
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

fn block(entity: &Entity<'_>, name: &str) -> String {
    let rows = entity.attributes.iter().map(row).collect::<String>();
    match rows.is_empty() {
        true => format!("    \"{name}\"\n"),
        false => format!("    \"{name}\" {{\n{rows}    }}\n"),
    }
}

fn row(attribute: &Attribute<'_>) -> String {
    let name = word(attribute.name);
    let full_name = (name != attribute.name).then_some(attribute.name);
    let remark = Vec::from_iter(full_name.into_iter().chain(attribute.comment)).join(": ");
    let keys = attribute.keys.iter().map(|key| key.text()).collect::<Vec<_>>().join(", ");
    let mut row = format!("        {} {name}", word(&attribute.ty));
    if !keys.is_empty() {
        row.extend([" ", &keys]);
    }
    if !remark.is_empty() {
        row.extend([" \"", &quotable(&remark), "\""]);
    }
    row + "\n"
}

/// Draws a line from the table referred to: a crow's foot where several rows may refer to one.
fn line(relation: &Relation<'_>, names: &[String]) -> String {
    let one = if relation.optional { "|o" } else { "||" };
    let line = if relation.identifying { "--" } else { ".." };
    let many = if relation.unique { "o|" } else { "o{" };
    let (to, from) = (&names[relation.to], &names[relation.from]);
    let label = quotable(&relation.columns.join(", "));
    format!("    \"{to}\" {one}{line}{many} \"{from}\" : \"{label}\"\n")
}

/// Makes a text a word as Mermaid takes them for columns and types.
fn word(text: &str) -> String {
    let is_taken = |c: char| c.is_ascii_alphanumeric() || "_-()[]".contains(c) || c >= '\u{c0}';
    let mut word = String::with_capacity(text.len());
    for c in text.chars() {
        match is_taken(c) && !c.is_whitespace() {
            true => word.push(c),
            // `NUMERIC(10, 2)` needs no two marks between its numbers.
            false if word.ends_with('_') => {}
            false => word.push('_'),
        }
    }
    // It has to begin with a letter.
    match word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c >= '\u{c0}') {
        true => word,
        false => format!("_{word}"),
    }
}

/// Makes a text what can stand between Mermaid's double quotes.
fn quotable(text: &str) -> String {
    let taken = |c: char| match c {
        '"' => '\'',
        '\\' => '/',
        '%' | ';' | '#' => '_',
        c if c.is_control() => ' ',
        c => c,
    };
    let text = text.chars().map(taken).collect::<String>();
    if text.trim().is_empty() { "_".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use migration_api::abi::Arena;

    use super::super::test_schemas::{SHOP, awkward, sketch};
    use super::*;
    use crate::dialect;

    fn drawn(schema: &Schema<'_>) -> String {
        mermaid(dialect::by_name("postgresql").unwrap(), schema).unwrap()
    }

    #[test]
    fn a_shop() {
        insta::assert_snapshot!(drawn(&sketch(SHOP, &Arena::default())), @r#"
        erDiagram
            "customer" {
                INTEGER id PK
                VARCHAR(200) email UK
                VARCHAR(200) name
                TIMESTAMP_WITH_TIME_ZONE created_at
            }
            "order_line" {
                INTEGER id PK
                INTEGER order_id FK
                INTEGER product_id FK
                NUMERIC(10_2) amount
            }
            "orders" {
                INTEGER id PK
                INTEGER customer_id FK
                TIMESTAMP_WITH_TIME_ZONE placed_at
                TIMESTAMP_WITH_TIME_ZONE shipped_at
                VARCHAR(200) note
            }
            "product" {
                INTEGER id PK
                VARCHAR(200) sku UK
                VARCHAR(200) name
                NUMERIC(10_2) price
            }
            "review" {
                INTEGER id PK
                INTEGER product_id FK
                INTEGER customer_id FK
                VARCHAR(200) text
            }
            "orders" ||..o{ "order_line" : "order_id"
            "product" ||..o{ "order_line" : "product_id"
            "customer" ||..o{ "orders" : "customer_id"
            "product" ||..o{ "review" : "product_id"
            "customer" |o..o{ "review" : "customer_id"
        "#);
    }

    #[test]
    fn a_key_of_its_own_row_refers_to_one_at_most() {
        let arena = Arena::default();
        let schema = sketch("person: id\npassport: id>person, =holder>person", &arena);
        insta::assert_snapshot!(drawn(&schema), @r#"
        erDiagram
            "person" {
                INTEGER id PK
            }
            "passport" {
                INTEGER id PK, FK
                INTEGER holder FK, UK
            }
            "person" ||--o| "passport" : "id"
            "person" |o..o| "passport" : "holder"
        "#);
    }

    #[test]
    fn names_are_made_what_mermaid_takes() {
        let schema = Schema { tables: awkward(), ..Schema::default() };
        insta::assert_snapshot!(drawn(&schema), @r#"
        erDiagram
            "a b'_/_" {
                NUMERIC(10_2) the_id_ "the 'id': say 'no' to <b> & _"
                mood 日本語のとても長い名前の列です、本当に長い
                TEXT[] _1st "1st"
                INTEGER parent FK
            }
            "gone.'away'"
            "gone.'away'" |o..o{ "a b'_/_" : "parent"
            "a b'_/_" |o..o{ "a b'_/_" : "parent"
        "#);
        for (text, taken) in [("", "_"), ("a b", "a_b"), ("9", "_9"), ("x[]", "x[]"), ("é", "é")]
        {
            assert_eq!(word(text), taken);
        }
    }

    #[test]
    fn nothing() {
        assert_eq!(drawn(&Schema::default()), "erDiagram\n");
    }
}
