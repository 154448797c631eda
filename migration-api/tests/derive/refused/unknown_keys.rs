use migration_api::{EnumType, Table};

#[derive(Table)]
#[table(nme = "account", primary_keys("id"))]
struct Account {
    #[table(uniqe)]
    id: i32,
    #[table(primary_key, primary_key)]
    other: i32,
    #[table("name")]
    third: i32,
}

#[derive(EnumType)]
#[enum_type(rename_all = "Snake_case")]
enum Mood {
    #[enum_type(name = "x")]
    Sad,
}

fn main() {}
