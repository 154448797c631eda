//! A connection whose calls are served by a task elsewhere.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use super::{
    AsyncConnection, Connection, ConnectionError, DriverAnswer, DriverCall, RemoteConnection,
    serve, serve_async,
};
use crate::block_on;

/// A connection for any thread, whose calls a [`Serving`] makes.
pub type ChannelConnection = RemoteConnection<Box<dyn FnMut(DriverCall) -> DriverAnswer + Send>>;

/// The end at which the calls of a [`ChannelConnection`] arrive.
pub struct Serving {
    calls: Arc<Mutex<Calls>>,
}

/// The calls that wait to be made.
#[derive(Default)]
struct Calls {
    waiting: VecDeque<(DriverCall, Sender<DriverAnswer>)>,
    /// Who is to be woken at the next call.
    waker: Option<Waker>,
    /// Whether one of the two ends is gone.
    closed: bool,
}

/// Returns a connection to this kind of database, and the end at which its calls are to be served.
pub fn channel(dialect: &str) -> (ChannelConnection, Serving) {
    let calls = Arc::new(Mutex::new(Calls::default()));
    let caller = Caller(Arc::clone(&calls));
    let make = Box::new(move |call| caller.make(call));
    (RemoteConnection::new(dialect, make), Serving { calls })
}

impl Serving {
    /// Makes the calls on this connection, until the other end is dropped.
    pub async fn serve<C: AsyncConnection>(self, connection: &mut C) {
        while let Some((call, caller)) = poll_fn(|context| self.poll(context.waker())).await {
            let answer = serve_async(connection, &call).await;
            // Whoever called waits for it; if not, nobody needs it.
            drop(caller.send(answer));
        }
    }

    /// Makes the calls on this connection, in this thread, until the other end is dropped.
    pub fn serve_blocking<C: Connection + ?Sized>(self, connection: &mut C) {
        let next = || block_on(poll_fn(|context| self.poll(context.waker())));
        while let Some((call, caller)) = next() {
            // As above.
            drop(caller.send(serve(connection, &call)));
        }
    }

    fn poll(&self, waker: &Waker) -> Poll<Option<(DriverCall, Sender<DriverAnswer>)>> {
        let mut calls = lock(&self.calls);
        match calls.waiting.pop_front() {
            Some(call) => Poll::Ready(Some(call)),
            None if calls.closed => Poll::Ready(None),
            None => {
                calls.waker = Some(waker.clone());
                Poll::Pending
            }
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let mut calls = lock(&self.calls);
        calls.closed = true;
        // Who waits for an answer learns that none will come.
        calls.waiting.clear();
    }
}

/// The end that calls.
struct Caller(Arc<Mutex<Calls>>);

impl Caller {
    fn make(&self, call: DriverCall) -> DriverAnswer {
        let (sender, answer) = mpsc::channel();
        {
            let mut calls = lock(&self.0);
            if calls.closed {
                return gone();
            }
            calls.waiting.push_back((call, sender));
            calls.waker.take().into_iter().for_each(Waker::wake);
        }
        answer.recv().unwrap_or_else(|_| gone())
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let mut calls = lock(&self.0);
        calls.closed = true;
        calls.waker.take().into_iter().for_each(Waker::wake);
    }
}

fn gone() -> DriverAnswer {
    let reason = "the task that held the connection has ended before the migrations did";
    DriverAnswer::Failed(ConnectionError::lost(reason))
}

/// Whoever panicked with the lock has left whole calls behind.
fn lock(calls: &Mutex<Calls>) -> MutexGuard<'_, Calls> {
    calls.lock().unwrap_or_else(PoisonError::into_inner)
}
