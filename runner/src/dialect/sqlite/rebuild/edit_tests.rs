//! Changes of a table's text, shown.

use super::{ConstraintKind, Position, RebuildError, TableText};

const ORDERS: &str = "CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT, -- counts up
  -- who buys
  customer INT NOT NULL REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
  note TEXT COLLATE nocase, /* may be long */
  total AS (price * 2) STORED,
  UNIQUE (customer, note) CONSTRAINT few CHECK (price < 1000)
  CONSTRAINT fk FOREIGN KEY (note) REFERENCES notes -- last
)";

fn edited(edit: impl FnOnce(&mut TableText) -> Result<(), RebuildError>) -> String {
    let mut text = TableText::parse(ORDERS).unwrap();
    match edit(&mut text) {
        Ok(()) => {
            let changed = text.to_string();
            assert_eq!(
                TableText::parse(&changed).map(|read| read.to_string()),
                Ok(changed.clone())
            );
            difference(ORDERS, &changed)
        }
        Err(error) => {
            let help = error.help().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
            format!("{error}{help}")
        }
    }
}

/// Returns the lines that differ: the old ones behind `-`, the new ones behind `+`.
fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let ends = before[same..].iter().rev().zip(after[same..].iter().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let old = before[same..before.len() - end].iter().map(|line| format!("- {line}"));
    let new = after[same..after.len() - end].iter().map(|line| format!("+ {line}"));
    old.chain(new).collect::<Vec<_>>().join("\n")
}

#[test]
fn columns_change() {
    insta::assert_snapshot!(edited(|t| t.set_type("PRICE", "REAL")), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   price REAL DEFAULT (1 + 1) CHECK (price > 0),
    ");
    insta::assert_snapshot!(edited(|t| t.set_type("total", "UNSIGNED BIG INT")), @"
    -   total AS (price * 2) STORED,
    +   total UNSIGNED BIG INT AS (price * 2) STORED,
    ");
    insta::assert_snapshot!(edited(|t| t.set_type("price", "")), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   price DEFAULT (1 + 1) CHECK (price > 0),
    ");
    insta::assert_snapshot!(edited(|t| t.set_type("price", "TEXT NOT NULL")), @"
    `TEXT NOT NULL` is not a type
    help: write it as in a CREATE TABLE of SQLite
    ");
    insta::assert_snapshot!(edited(|t| t.set_type("prize", "TEXT")), @"the table `orders` has no column `prize`");
    insta::assert_snapshot!(edited(|t| t.set_not_null("price", true)), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   price DECIMAL(10, 2) NOT NULL DEFAULT (1 + 1) CHECK (price > 0),
    ");
    insta::assert_snapshot!(edited(|t| t.set_not_null("customer", true)), @"");
    insta::assert_snapshot!(edited(|t| t.set_not_null("customer", false)), @"
    -   customer INT NOT NULL REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    +   customer INT REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ");
    insta::assert_snapshot!(edited(|t| t.set_default("price", Some("-5"))), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   price DECIMAL(10, 2) DEFAULT -5 CHECK (price > 0),
    ");
    insta::assert_snapshot!(edited(|t| t.set_default("note", Some("('-' || '-') -- no"))), @"
    -   note TEXT COLLATE nocase, /* may be long */
    +   note TEXT COLLATE nocase DEFAULT ('-' || '-'), /* may be long */
    ");
    insta::assert_snapshot!(edited(|t| t.set_default("price", None)), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   price DECIMAL(10, 2) CHECK (price > 0),
    ");
    insta::assert_snapshot!(edited(|t| t.set_default("price", Some("1 UNIQUE"))), @"
    `1 UNIQUE` is not a default
    help: write it as in a CREATE TABLE of SQLite
    ");
    insta::assert_snapshot!(edited(|t| t.set_collation("note", Some("rtrim"))), @"
    -   note TEXT COLLATE nocase, /* may be long */
    +   note TEXT COLLATE rtrim, /* may be long */
    ");
    insta::assert_snapshot!(edited(|t| t.set_collation("note", None)), @"
    -   note TEXT COLLATE nocase, /* may be long */
    +   note TEXT, /* may be long */
    ");
    insta::assert_snapshot!(edited(|t| t.set_generated("total", Some("(price * 3)"))), @"
    -   total AS (price * 2) STORED,
    +   total GENERATED ALWAYS AS (price * 3),
    ");
    insta::assert_snapshot!(edited(|t| t.set_generated("total", None)), @"
    -   total AS (price * 2) STORED,
    +   total,
    ");
}

#[test]
fn columns_come() {
    insta::assert_snapshot!(edited(|t| t.add_column("a INT", Position::First)), @"+   a INT,");
    insta::assert_snapshot!(edited(|t| t.add_column("a INT -- new\n", Position::Last)), @"+   a INT,");
    insta::assert_snapshot!(edited(|t| t.add_column("a INT", Position::Before("Customer"))), @"+   a INT,");
    insta::assert_snapshot!(edited(|t| t.add_column("\"a b\"", Position::After("note"))), @r#"+   "a b","#);
    insta::assert_snapshot!(edited(|t| t.add_column("NOTE", Position::Last)), @"the table `orders` has a column `NOTE` already");
    insta::assert_snapshot!(edited(|t| t.add_column("a, b", Position::Last)), @"
    `a, b` is not a column
    help: write it as in a CREATE TABLE of SQLite
    ");
    insta::assert_snapshot!(edited(|t| t.add_column("a) --", Position::Last)), @"
    `a) --` is not a column
    help: write it as in a CREATE TABLE of SQLite
    ");
    insta::assert_snapshot!(edited(|t| t.add_column("a", Position::After("b"))), @"the table `orders` has no column `b`");
}

#[test]
fn columns_go() {
    let dropping = |column: &'static str| {
        edited(|t| t.drop_column(column).map(|lost| assert!(lost.len() < 3)))
    };
    insta::assert_snapshot!(dropping("id"), @"-   id INTEGER PRIMARY KEY AUTOINCREMENT, -- counts up");
    insta::assert_snapshot!(dropping("customer"), @"
    -   -- who buys
    -   customer INT NOT NULL REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    -   note TEXT COLLATE nocase, /* may be long */
    -   total AS (price * 2) STORED,
    -   UNIQUE (customer, note) CONSTRAINT few CHECK (price < 1000)
    +   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   note TEXT COLLATE nocase, /* may be long */
    +   total AS (price * 2) STORED,
    +   CONSTRAINT few CHECK (price < 1000)
    ");
    insta::assert_snapshot!(dropping("note"), @"
    -   note TEXT COLLATE nocase, /* may be long */
    -   total AS (price * 2) STORED,
    -   UNIQUE (customer, note) CONSTRAINT few CHECK (price < 1000)
    -   CONSTRAINT fk FOREIGN KEY (note) REFERENCES notes -- last
    +   total AS (price * 2) STORED,
    +   CONSTRAINT few CHECK (price < 1000)
    ");
    insta::assert_snapshot!(dropping("total"), @"-   total AS (price * 2) STORED,");
    insta::assert_snapshot!(dropping("price"), @"
    the generated column `total` mentions the column `price` of the table `orders`, which would be dropped
    help: drop or change the generated column `total` first
    ");
    let first = |sql: &str| {
        let mut text = TableText::parse(sql).unwrap();
        text.drop_column("a").map(|_| text.to_string()).unwrap_or_else(|error| error.to_string())
    };
    insta::assert_snapshot!(first("CREATE TABLE t(a INT, b INT)"), @"CREATE TABLE t(b INT)");
    insta::assert_snapshot!(first("CREATE TABLE t(b INT, a INT -- the a\n)"), @"
    CREATE TABLE t(b INT
    )
    ");
    insta::assert_snapshot!(first("CREATE TABLE t(b INT, -- the b\n a INT, c INT)"), @"
    CREATE TABLE t(b INT, -- the b
     c INT)
    ");
    insta::assert_snapshot!(first("CREATE TABLE t(a INT)"), @"`a` is the only column of the table `t`, which cannot do without");
    insta::assert_snapshot!(first("CREATE TABLE t(a INT, b INT, CONSTRAINT ab CHECK (a > b))"), @"the check `ab` mentions the column `a` of the table `t`, which would be dropped");
    insta::assert_snapshot!(first("CREATE TABLE t(a INT UNIQUE, b REFERENCES t(a))"), @"the foreign key `REFERENCES t(a)` mentions the column `a` of the table `t`, which would be dropped");
}

#[test]
fn a_dropped_column_takes_its_keys_with_it_and_says_so() {
    let mut text = TableText::parse(ORDERS).unwrap();
    let lost = text.drop_column("note").unwrap();
    let lost: Vec<_> = lost.iter().map(|lost| lost.text.as_str()).collect();
    assert_eq!(
        lost,
        ["UNIQUE (customer, note)", "CONSTRAINT fk FOREIGN KEY (note) REFERENCES notes"]
    );
}

#[test]
fn constraints_come_and_go() {
    insta::assert_snapshot!(edited(|t| t.add_constraint("CONSTRAINT u UNIQUE (price)")), @"
    -   CONSTRAINT fk FOREIGN KEY (note) REFERENCES notes -- last
    +   CONSTRAINT fk FOREIGN KEY (note) REFERENCES notes, -- last
    +   CONSTRAINT u UNIQUE (price)
    ");
    insta::assert_snapshot!(edited(|t| t.add_constraint("CONSTRAINT u")), @"
    `CONSTRAINT u` is not a constraint
    help: write it as in a CREATE TABLE of SQLite
    ");
    insta::assert_snapshot!(edited(|t| t.add_constraint("UNIQUE (a) UNIQUE (b)")), @"
    `UNIQUE (a) UNIQUE (b)` is not a constraint
    help: write it as in a CREATE TABLE of SQLite
    ");
    insta::assert_snapshot!(edited(|t| t.drop_constraint("FEW")), @"
    -   UNIQUE (customer, note) CONSTRAINT few CHECK (price < 1000)
    +   UNIQUE (customer, note)
    ");
    insta::assert_snapshot!(edited(|t| t.drop_constraint("fk")), @"-   CONSTRAINT fk FOREIGN KEY (note) REFERENCES notes -- last");
    insta::assert_snapshot!(edited(|t| t.drop_constraint("many")), @"
    the table `orders` has no constraint `many`
    help: it has `few`, `fk`
    ");
    insta::assert_snapshot!(edited(TableText::drop_primary_key), @"
    -   id INTEGER PRIMARY KEY AUTOINCREMENT, -- counts up
    +   id INTEGER NOT NULL, -- counts up
    ");
    let (unique, key) = (ConstraintKind::Unique, ConstraintKind::ForeignKey);
    insta::assert_snapshot!(edited(|t| t.drop_unnamed(unique, &["note", "CUSTOMER"])), @"
    -   UNIQUE (customer, note) CONSTRAINT few CHECK (price < 1000)
    +   CONSTRAINT few CHECK (price < 1000)
    ");
    insta::assert_snapshot!(edited(|t| t.drop_unnamed(unique, &["note"])), @"the table `orders` has no unnamed unique constraint on `note`");
    insta::assert_snapshot!(edited(|t| t.drop_unnamed(key, &["customer"])), @"
    -   customer INT NOT NULL REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    +   customer INT NOT NULL,
    ");
    insta::assert_snapshot!(edited(|t| t.drop_unnamed(ConstraintKind::Check, &["price"])), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   price DECIMAL(10, 2) DEFAULT (1 + 1),
    ");
}

#[test]
fn columns_change_places() {
    insta::assert_snapshot!(edited(|t| t.reorder(&[&["note", "price"]])), @"
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    -   note TEXT COLLATE nocase, /* may be long */
    +   note TEXT COLLATE nocase, /* may be long */
    +   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    ");
    insta::assert_snapshot!(edited(|t| t.reorder(&[&["price", "id"], &["note", "customer"]])), @"
    -   id INTEGER PRIMARY KEY AUTOINCREMENT, -- counts up
    -   -- who buys
    -   customer INT NOT NULL REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    -   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    -   note TEXT COLLATE nocase, /* may be long */
    +   price DECIMAL(10, 2) DEFAULT (1 + 1) CHECK (price > 0),
    +   note TEXT COLLATE nocase, /* may be long */
    +   id INTEGER PRIMARY KEY AUTOINCREMENT, -- counts up
    +   -- who buys
    +   customer INT NOT NULL REFERENCES customer(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    ");
    insta::assert_snapshot!(edited(|t| t.reorder(&[&["id", "note"], &["note", "id"]])), @"
    the wanted order of columns of the table `orders` goes in a circle: `id`, `note`, `note`, `id`
    help: name each pair of columns in one order
    ");
}

#[test]
fn options_are_added_once() {
    for (tail, option, wanted) in [
        ("", "STRICT", " STRICT"),
        ("strict", "STRICT", "strict"),
        (" WITHOUT ROWID;", "STRICT", " WITHOUT ROWID, STRICT"),
        (" -- end", "WITHOUT ROWID", " -- end\n WITHOUT ROWID"),
    ] {
        let mut text = TableText::parse(&format!("CREATE TABLE t(a PRIMARY KEY){tail}")).unwrap();
        text.append_option(option).unwrap();
        assert_eq!(text.to_string(), format!("CREATE TABLE t(a PRIMARY KEY){wanted}"));
    }
}

#[test]
fn named_clauses_are_dropped_by_name() {
    for (sql, without) in [
        ("a INT CONSTRAINT x NOT NULL DEFAULT 1", "a INT DEFAULT 1"),
        ("a INT CONSTRAINT y CONSTRAINT x CHECK (a)", "a INT"),
        ("a INT CONSTRAINT x", "a INT"),
        ("a INT CONSTRAINT x REFERENCES p NOT NULL DEFERRABLE", "a INT NOT NULL"),
        ("a CONSTRAINT x REFERENCES p REFERENCES q DEFERRABLE", "a REFERENCES q DEFERRABLE"),
        ("a, CONSTRAINT x", "a"),
        ("a, CONSTRAINT x CHECK (a) UNIQUE (a)", "a, UNIQUE (a)"),
        ("a, UNIQUE (a) CONSTRAINT X CHECK (a)", "a, UNIQUE (a)"),
    ] {
        let mut text = TableText::parse(&format!("CREATE TABLE t({sql})")).unwrap();
        text.drop_constraint("x").unwrap();
        assert_eq!(text.to_string(), format!("CREATE TABLE t({without})"));
    }
}
