use migration_api::{EnumType, Table};

#[derive(Table)]
struct Generic<T> {
    id: T,
}

#[derive(Table)]
struct Counted<const N: usize> {
    id: [u8; N],
}

#[derive(Table)]
struct Tuple(i32);

#[derive(Table)]
struct Nothing;

#[derive(Table)]
enum Mood {
    Sad,
}

#[derive(EnumType)]
struct Account {
    id: i32,
}

#[derive(EnumType)]
enum Shape {
    Circle(i32),
    Square,
    #[enum_type(rename = "square")]
    Box,
}

#[derive(EnumType)]
enum Never {}

fn main() {}
