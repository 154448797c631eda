//! Servers behind a wire that cuts the program off at a moment of the test's choice.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::thread;

/// Counts what a program sends to its servers, and kills it at one of the messages.
#[derive(Clone)]
pub(super) struct Scissors {
    state: Arc<Mutex<State>>,
}

struct State {
    /// How many messages are let through.
    left: usize,
    /// Whether the message at which the program dies still reaches the server.
    delivered: bool,
    sent: usize,
    child: Option<Child>,
}

impl Scissors {
    pub(super) fn after(messages: usize, delivered: bool) -> Self {
        let state = State { left: messages, delivered, sent: 0, child: None };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Takes the program that is to be killed, and waits for its end; returns how many messages it sent, and whether it came to its end by itself.
    pub(super) fn watch(&self, child: Child) -> (usize, bool) {
        self.state.lock().unwrap().child = Some(child);
        loop {
            thread::sleep(std::time::Duration::from_millis(2));
            let mut state = self.state.lock().unwrap();
            let ended = state.child.as_mut().unwrap().try_wait().unwrap();
            if let Some(status) = ended {
                return (state.sent, status.code().is_some());
            }
        }
    }

    /// Returns whether a message goes on to the server.
    fn passes(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        state.sent += 1;
        if state.sent < state.left {
            return true;
        }
        let delivered = state.delivered && state.sent == state.left;
        if !delivered && let Some(child) = &mut state.child {
            child.kill().unwrap();
        }
        delivered
    }

    /// Kills the program, once the message at which it dies was handed on.
    fn cut(&self) {
        let mut state = self.state.lock().unwrap();
        if state.sent >= state.left
            && let Some(child) = &mut state.child
        {
            child.kill().unwrap();
        }
    }

    /// Returns the URL of a server as it is behind the wire.
    pub(super) fn url(&self, url: &str) -> String {
        let Some((head, tail)) = url.split_once('@') else { return url.to_owned() };
        let (server, database) = tail.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (server, scissors) = (server.to_owned(), self.clone());
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&server) else { return };
                let (from, to) = (server.try_clone().unwrap(), client.try_clone().unwrap());
                thread::spawn(move || pump(from, to, || true, || {}));
                let scissors = scissors.clone();
                thread::spawn(move || {
                    pump(client, server, || scissors.passes(), || scissors.cut());
                });
            }
        });
        let disable =
            if url.starts_with("postgresql") { "?sslmode=disable" } else { "?ssl-mode=DISABLED" };
        format!("{head}@127.0.0.1:{port}/{database}{disable}")
    }
}

/// Hands on what comes, piece by piece, as long as it may.
fn pump(mut from: TcpStream, mut to: TcpStream, passes: impl Fn() -> bool, behind: impl Fn()) {
    let mut bytes = [0; 1 << 16];
    while let Ok(length @ 1..) = from.read(&mut bytes) {
        if !passes() || to.write_all(&bytes[..length]).is_err() {
            break;
        }
        behind();
    }
    to.shutdown(Shutdown::Both).ok();
    from.shutdown(Shutdown::Both).ok();
}
