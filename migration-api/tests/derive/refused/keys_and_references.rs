use migration_api::Table;

#[derive(Table)]
#[table(primary_key("id", "code"))]
#[table(foreign_key(columns("id", "code"), references = "other(a)"))]
#[table(foreign_key(columns("id")))]
#[table(foreign_key("id", references = "other(a)", on_delete = "explode", match_kind = "some"))]
struct Account {
    #[table(primary_key)]
    id: i32,
    code: Option<i32>,
    #[table(references = "account")]
    parent: i32,
    #[table(references = "account(a, b)")]
    other: i32,
    #[table(references(column = "id"))]
    third: i32,
    #[table(references(table = "account", column = "id", on_delete = "delete"))]
    fourth: i32,
    #[table(on_delete = "cascade")]
    fifth: i32,
    #[table(references(table = "account", column = "id"), on_update = "cascade")]
    sixth: i32,
}

#[derive(Table)]
#[table(primary_key("a"), primary_key("b"), index(name = "ix"), check(name = "x"))]
struct Twice {
    a: i32,
    b: i32,
    #[table(primary_key)]
    c: Option<i32>,
    #[table(skip, unique)]
    d: (),
}

fn main() {}
