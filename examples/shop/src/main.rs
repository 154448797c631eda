//! A shop that brings its own database up to date, and then tells its products to whoever connects.

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use rusqlite::Connection;
use runner::embed::Migrator;

fn main() -> Result<(), Box<dyn Error>> {
    let mut database = Connection::open("shop.db")?;
    let report = Migrator::new(&migrations::MIGRATIONS).on(&mut database).upgrade("head")?;
    for step in &report.steps {
        println!("migrated to {}: {}", step.to.join(", "), step.doc);
    }
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address)?;
    println!("listening on http://{}", listener.local_addr()?);
    for visitor in listener.incoming() {
        // One visitor's broken connection is no reason to close the shop.
        if let Err(error) = visitor.map_err(Into::into).and_then(|it| answer(it, &database)) {
            eprintln!("{error}");
        }
    }
    Ok(())
}

/// Answers a visitor's request, whatever it is, with the list of products.
fn answer(mut visitor: TcpStream, database: &Connection) -> Result<(), Box<dyn Error>> {
    let mut request = BufReader::new(visitor.try_clone()?).lines();
    while request.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut products = database.prepare("SELECT name, price FROM product ORDER BY name")?;
    let lines = products.query_map([], |row| {
        Ok(format!("{}: {}\n", row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    })?;
    let body = lines.collect::<Result<String, _>>()?;
    write!(
        visitor,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    Ok(())
}
