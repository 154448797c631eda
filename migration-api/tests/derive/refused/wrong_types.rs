use migration_api::Table;

#[derive(Table)]
struct Account {
    #[table(length = 20)]
    id: i32,
    #[table(precision = 5)]
    name: String,
    #[table(scale = 5)]
    price: Decimal,
    #[table(precision = 2, scale = 5)]
    other_price: Decimal,
    #[table(type = Varchar(20), length = 20)]
    text: String,
    #[table(identity)]
    title: String,
    #[table(collation = "C")]
    count: i64,
    #[table(default = 1, default_sql = "2")]
    twice: i64,
    #[table(autoincrement, no_autoincrement)]
    torn: i64,
    pair: (i32, i32),
}

#[derive(Table)]
struct Unknown {
    id: i32,
    mood: Mood,
    #[table(primary_key)]
    moods: Vec<Mood>,
}

struct Mood;
struct Decimal;

fn main() {}
