//! Schemas of different sizes for the tests of diagrams.

use migration_api::abi::Arena;
use migration_api::prelude::*;

use crate::schema::Schema;

/// Reads tables as a reader would sketch them: a line each, `name: column, !column, column>table`.
///
/// The first column is the primary key, `!` refuses NULL, `=` is unique, `>` refers to the first column of a table.
pub(super) fn sketch<'a>(text: &'a str, arena: &'a Arena) -> Schema<'a> {
    let mut schema = Schema::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, columns) = line.split_once(": ").unwrap_or((line, ""));
        schema.tables.push(table(name, columns, arena));
    }
    schema
}

fn table<'a>(name: &'a str, columns: &'a str, arena: &'a Arena) -> Table<'a> {
    let mut made = Vec::new();
    let mut constraints = Vec::new();
    for (place, text) in columns.split(", ").enumerate() {
        let bare = text.trim_start_matches(['!', '=']);
        let (column, referred) = bare.split_once('>').map_or((bare, None), |(a, b)| (a, Some(b)));
        let one = || -> &'a [&'a str] { arena.keep(vec![column]) };
        let ty = match column {
            _ if place == 0 || referred.is_some() => Integer,
            "price" | "amount" => Numeric(10, 2),
            _ if column.ends_with("_at") => TimestampWithTimeZone,
            _ => Varchar(200),
        };
        let not_null = place == 0 || text.contains('!');
        made.push(Column { nullable: !not_null, ..Column::new(column, ty) });
        if place == 0 {
            constraints.push(Constraint::primary_key("pk", one()));
        }
        if text.contains('=') {
            constraints.push(Constraint::unique("uq", one()));
        }
        if let Some(table) = referred {
            constraints.push(Constraint::foreign_key("fk", one(), table, arena.keep(vec!["id"])));
        }
    }
    Table::new(name, arena.keep(made), arena.keep(constraints))
}

/// Five tables of a shop.
pub(super) const SHOP: &str = "
    customer: id, !=email, !name, created_at
    order_line: id, !order_id>orders, !product_id>product, !amount
    orders: id, !customer_id>customer, !placed_at, shipped_at, note
    product: id, !=sku, !name, !price
    review: id, !product_id>product, customer_id>customer, text
";

/// Names that mean something to a format.
pub(super) fn awkward() -> Vec<Table<'static>> {
    const COLUMNS: &[Column<'_>] = &[
        Column::new("the \"id\"", Numeric(10, 2)).not_null().comment("say \"no\"\nto <b> & %"),
        Column::new("日本語のとても長い名前の列です、本当に長い", Enum("mood", &["sad", "ok"])),
        Column::new("1st", Array(&Text)),
        Column::new("parent", Integer),
    ];
    const KEYS: &[&str] = &["parent"];
    let key = Constraint::foreign_key("fk", KEYS, "gone.\"away\"", KEYS);
    let own = Constraint::foreign_key("own", KEYS, "a b\"%\\;", KEYS);
    let name = "a b\"%\\;";
    vec![Table::new(name, COLUMNS, Vec::leak(vec![key, own])).comment("5 < 6 & \"so\"")]
}

/// A rental shop for films, after the sample database of that kind.
pub(super) const fn pagila() -> &'static str {
    "
    actor: id, !first_name, !last_name, !updated_at
    address: id, !address, address2, !district, !city_id>city, postal_code, !phone, !updated_at
    category: id, !name, !updated_at
    city: id, !city, !country_id>country, !updated_at
    country: id, !country, !updated_at
    customer: id, !store_id>store, !first_name, !last_name, email, !address_id>address, !active, !created_at
    film: id, !title, description, release_year, !language_id>language, original_language_id>language, !rental_duration, !price, length, rating, special_features, fulltext
    film_actor: id, !actor_id>actor, !film_id>film, !updated_at
    film_category: id, !film_id>film, !category_id>category, !updated_at
    inventory: id, !film_id>film, !store_id>store, !updated_at
    language: id, !name, !updated_at
    payment: id, !customer_id>customer, !staff_id>staff, !rental_id>rental, !amount, !paid_at
    rental: id, !rented_at, !inventory_id>inventory, !customer_id>customer, returned_at, !staff_id>staff
    staff: id, !first_name, !last_name, !address_id>address, email, !store_id>store, !active, !username, password, manager_id>staff
    store: id, !manager_staff_id>staff, !address_id>address, !updated_at
    settings: id, !=name, value
    audit_log: id, !happened_at, who, what
    holiday: id, !=day, name
    newsletter: id, !subject, !body, sent_at
    newsletter_recipient: id, !newsletter_id>newsletter, !customer_id>customer, opened_at
    "
}

/// Tables with foreign keys at random, the same ones each time.
pub(super) fn random(count: usize, keys: usize, arena: &Arena) -> Schema<'_> {
    const WORDS: [&str; 10] =
        ["order", "item", "user", "group", "price", "stock", "shelf", "event", "task", "note"];
    let mut state = 11_u64;
    let mut number = |bound: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let name = |at: usize| format!("{}_{at}", WORDS[at % 10]);
    let mut rows: Vec<Vec<String>> = (0..count).map(|_| vec!["id".to_owned()]).collect();
    for columns in &mut rows {
        for column in 0..number(9) + 1 {
            columns.push(format!("{}{column}", WORDS[number(10)]));
        }
    }
    for key in 0..keys {
        // Few tables are referred to by many.
        let (from, to) = (number(count), number(count).min(number(count)).min(number(count)));
        let mark = if number(3) == 0 { "" } else { "!" };
        rows[from].push(format!("{mark}ref{key}>{}", name(to)));
    }
    let lines = rows.iter().enumerate();
    let lines = lines.map(|(at, columns)| format!("{}: {}\n", name(at), columns.join(", ")));
    sketch(arena.keep_text(lines.collect()), arena)
}
