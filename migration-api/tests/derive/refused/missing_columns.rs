use migration_api::Table;

#[derive(Table)]
#[table(primary_key("id", "idd"), unique("nme"), index(column("x", descending)))]
#[table(foreign_key(columns("number"), references = "other(a)"), unique("name", "name"))]
struct Account {
    id: i32,
    #[table(name = "no")]
    number: i32,
    name: String,
    #[table(column = "name")]
    nickname: String,
}

fn main() {}
