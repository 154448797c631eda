//! Connections of the environment's own, driven through its library.

use migration_api::ConnectionError;
use migration_api::Place;
use migration_api::abi::{Arena, Command, Decode, Reader, Reply, Request};
use migration_api::connection::{DriverAnswer, DriverCall, RemoteConnection};

use crate::dialect::Driver;
use crate::load::{HostCalls, Unit};

/// Returns the driver of a connection that the environment of this unit has attached under this number.
pub(super) fn driver(unit: Unit, connection: u32, dialect: &str) -> Driver<'static> {
    Box::new(RemoteConnection::new(dialect, move |call| drive(unit, connection, call)))
}

fn drive(unit: Unit, connection: u32, call: DriverCall) -> DriverAnswer {
    let mut listener = Listener { answer: None };
    match (unit.run(&Command::Drive { connection, call }, &mut listener), listener.answer) {
        (Ok(()), Some(answer)) => answer,
        (Ok(()), None) => failed("the environment's connection gave no answer"),
        // A panic of the driver's, most likely.
        (Err(failure), _) => failed(&failure.message),
    }
}

fn failed(reason: &str) -> DriverAnswer {
    DriverAnswer::Failed(ConnectionError::lost(reason))
}

/// Takes the answer to one call.
struct Listener {
    answer: Option<DriverAnswer>,
}

impl HostCalls for Listener {
    fn call(&mut self, request: Request<'_>, _: &Place) -> Result<Reply, String> {
        let Request::Driven(bytes) = request else {
            return Err("a connection's driver cannot do that".to_owned());
        };
        let arena = Arena::default();
        let answer = DriverAnswer::decode(&mut Reader::with_arena(bytes, &arena));
        self.answer = Some(answer.unwrap_or_else(|error| failed(&error.to_string())));
        Ok(Reply::Done)
    }
}
