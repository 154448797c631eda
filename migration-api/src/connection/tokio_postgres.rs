//! `tokio_postgres::Client`, and opening one as the runner's own driver does.

use std::future::Future;
use std::panic::Location;
use std::pin::pin;

use ::tokio_postgres::config::SslMode;
use ::tokio_postgres::tls::TlsStream;
use ::tokio_postgres::{Client, Config, Connection, Error, NoTls, SimpleQueryMessage};
use bytes::Bytes;
use futures_util::SinkExt as _;
use rustls::ClientConfig;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::postgresql::parameters::Parameters;
use super::postgresql::rows;
use super::tls::{self, Refused};
use super::{AsyncConnection, ConnectionError, Login};
use crate::environment::EnvironmentContext;
use crate::error::{MigrationError, MigrationResult, Place};
use crate::row::Rows;
use crate::value::Value;

/// As much text as is sent at once.
const CHUNK: usize = 1 << 16;

/// Opens a session of a PostgreSQL server as the runner's own driver does: with the same TLS (`sslmode`, `sslrootcert`, `sslcert`, `sslkey`),
/// what `PG…` variables and the password file say, and the settings of `runner.toml`.
///
/// The session lives on the Tokio runtime in which this is awaited.
///
/// # Errors
/// When the URL is none of PostgreSQL, the session cannot be opened, or no Tokio runtime is there.
#[track_caller]
pub fn connect(
    env: &mut EnvironmentContext,
    url: &str,
) -> impl Future<Output = MigrationResult<Client>> + use<> {
    let place = Place::of(Location::caller());
    let login = env.login(url);
    async move {
        let login = login?;
        if Handle::try_current().is_err() {
            let reason = "`connect` of tokio-postgres needs a Tokio runtime: let `block_on` of env.rs enter one";
            return Err(MigrationError::at(reason.to_owned(), place));
        }
        let opened = open(&login).await;
        opened.map_err(|refused| MigrationError::at(told(&login, &refused), place))
    }
}

fn told(login: &Login, refused: &Refused) -> String {
    let told = format!("cannot connect to {}: {}", login.target, refused.reason);
    match &refused.help {
        Some(help) => format!("{told} ({help})"),
        None => told,
    }
}

async fn open(login: &Login) -> Result<Client, Refused> {
    let config = config(login)?;
    let mut failed = None;
    for mode in login.tls.mode.ways() {
        let mut config = config.clone();
        config.ssl_mode(*mode);
        let encrypted = match mode {
            SslMode::Disable => None,
            _ => Some(
                tls::client_config(&login.tls)
                    .map_err(|error| Refused::without_certificate(&error))?,
            ),
        };
        let limit = tls::patience(config.get_hosts().len(), config.get_connect_timeout());
        // A server that takes the connection and then keeps silent would be waited for without end.
        let error = match timeout(limit, attempt(&config, encrypted)).await {
            Ok(Ok(client)) => return set_up(client, login).await,
            Ok(Err(error)) => error,
            Err(_) => return Err(Refused::silent()),
        };
        let go_on = tls::is_about_encryption(&error);
        failed.get_or_insert(error);
        if !go_on {
            break;
        }
    }
    Err(failed.map_or_else(Refused::silent, |error| Refused::by(&error, login)))
}

/// Makes the driver's settings of what the runner has read.
fn config(login: &Login) -> Result<Config, Refused> {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
    let options = login.options.iter().map(|(name, value)| format!("{name}='{}'", quoted(value)));
    let mut config: Config = options
        .collect::<Vec<_>>()
        .join(" ")
        .parse()
        .map_err(|error| Refused::by(&error, login))?;
    if let Some(password) = &login.password {
        config.password(&password.0);
    }
    Ok(config)
}

async fn attempt(config: &Config, encrypted: Option<ClientConfig>) -> Result<Client, Error> {
    match encrypted {
        Some(encrypted) => Ok(started(config.connect(MakeRustlsConnect::new(encrypted)).await?)),
        None => Ok(started(config.connect(NoTls).await?)),
    }
}

/// Has the task run that does the session's reading and writing. It ends when the client is dropped.
fn started<S, T>((client, connection): (Client, Connection<S, T>)) -> Client
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: TlsStream + Unpin + Send + 'static,
{
    // What ends the connection is told by the call that waits for it.
    drop(tokio::spawn(async { drop(connection.await) }));
    client
}

async fn set_up(client: Client, login: &Login) -> Result<Client, Refused> {
    if !login.set_up.is_empty() {
        client.batch_execute(&login.set_up).await.map_err(|error| Refused::by(&error, login))?;
    }
    Ok(client)
}

impl AsyncConnection for Client {
    fn dialect(&self) -> &str {
        "postgresql"
    }

    // The simple protocol: one round trip, whatever number of statements.
    async fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
        let messages = self.simple_query(sql).await?;
        Ok(messages.iter().rev().find_map(affected).unwrap_or(0))
    }

    async fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<u64, ConnectionError> {
        let parameters = Parameters::new(parameters);
        Ok(self.execute_typed(sql, &parameters.untyped()).await?)
    }

    async fn query(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<Rows, ConnectionError> {
        let parameters = Parameters::new(parameters);
        // Not `query_typed`: it asks for types that are not known yet while the rows arrive, and waits without end where they are many.
        let statement = self.prepare(sql).await?;
        rows::read(&Self::query(self, &statement, &parameters.values()).await?)
    }

    async fn copy_in(&mut self, sql: &str, text: &str) -> Option<Result<u64, ConnectionError>> {
        Some(send(self, sql, text).await.map_err(ConnectionError::from))
    }
}

async fn send(client: &Client, sql: &str, text: &str) -> Result<u64, Error> {
    let mut sink = pin!(client.copy_in::<_, Bytes>(sql).await?);
    for chunk in text.as_bytes().chunks(CHUNK) {
        // What failed is told by the end.
        if sink.feed(Bytes::copy_from_slice(chunk)).await.is_err() {
            break;
        }
    }
    sink.finish().await
}

fn affected(message: &SimpleQueryMessage) -> Option<u64> {
    match message {
        SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
        _ => None,
    }
}
