use migration_api::Table;

#[derive(Table)]
#[table(name = 5, unique, strict = "yes", comment = doc)]
struct Account {
    #[table(length = "20")]
    name: String,
    #[table(primary_key = "yes")]
    id: i32,
    #[table(default = now())]
    at: i64,
    #[table(default = "one")]
    count: i32,
    #[table(default = 1)]
    flag: bool,
    #[table(default = true)]
    title: String,
    #[table(unique(a))]
    code: i32,
    #[table(identity = "sometimes")]
    number: i64,
    #[table(type = Varchra(20))]
    text: String,
    #[table(check)]
    checked: i32,
    #[table(index = 5)]
    indexed: i32,
    #[table(comment)]
    last: i32,
}

fn main() {}
