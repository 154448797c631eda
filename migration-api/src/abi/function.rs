//! An author's functions, synchronous or not, as one kind.
//!
//! The marker in each trait tells the kinds apart, so that the compiler finds the one that a function is of.

use std::future::Future;
use std::pin::Pin;

use super::bridge::on_own_thread;
use crate::context::{AsyncMigrationContext, MigrationContext};
use crate::environment::EnvironmentContext;
use crate::error::MigrationResult;

/// Runs a future to its end: the package's own `block_on`, or else [`block_on`](crate::block_on).
pub type BlockOn = for<'a> fn(Pin<Box<dyn Future<Output = ()> + 'a>>);

/// The marker of a function that is not asynchronous.
pub struct Plain;

/// The marker of an asynchronous function.
pub struct Asynchronous;

/// The marker of an asynchronous function whose operations are not.
pub struct Mixed;

/// A revision's `upgrade` or `downgrade`.
pub trait RevisionFunction<Kind>: Copy + Send + 'static {
    /// Runs it to its end.
    ///
    /// # Errors
    /// Its own.
    fn run(self, ctx: &mut MigrationContext, block_on: BlockOn) -> MigrationResult;
}

impl<F> RevisionFunction<Plain> for F
where
    F: Fn(&mut MigrationContext) -> MigrationResult + Copy + Send + 'static,
{
    fn run(self, ctx: &mut MigrationContext, _: BlockOn) -> MigrationResult {
        self(ctx)
    }
}

impl<F> RevisionFunction<Mixed> for F
where
    F: AsyncFn(&mut MigrationContext) -> MigrationResult + Copy + Send + 'static,
{
    fn run(self, ctx: &mut MigrationContext, block_on: BlockOn) -> MigrationResult {
        let (host, facts) = ctx.parts();
        on_own_thread(&host, move |host| {
            let mut ctx = MigrationContext::new(host, facts);
            finished(self(&mut ctx), block_on)
        })
    }
}

impl<F> RevisionFunction<Asynchronous> for F
where
    F: AsyncFn(&mut AsyncMigrationContext) -> MigrationResult + Copy + Send + 'static,
{
    fn run(self, ctx: &mut MigrationContext, block_on: BlockOn) -> MigrationResult {
        let (host, facts) = ctx.parts();
        on_own_thread(&host, move |host| {
            let mut ctx = AsyncMigrationContext::new(MigrationContext::new(host, facts));
            finished(self(&mut ctx), block_on)
        })
    }
}

/// An environment's `run_migrations_online` or `run_migrations_offline`.
pub trait EnvironmentFunction<Kind>: Copy + Send + 'static {
    /// Runs it to its end.
    ///
    /// # Errors
    /// Its own.
    fn run(self, env: &mut EnvironmentContext, block_on: BlockOn) -> MigrationResult;
}

impl<F> EnvironmentFunction<Plain> for F
where
    F: Fn(&mut EnvironmentContext) -> MigrationResult + Copy + Send + 'static,
{
    fn run(self, env: &mut EnvironmentContext, _: BlockOn) -> MigrationResult {
        self(env)
    }
}

impl<F> EnvironmentFunction<Asynchronous> for F
where
    F: AsyncFn(&mut EnvironmentContext) -> MigrationResult + Copy + Send + 'static,
{
    fn run(self, env: &mut EnvironmentContext, block_on: BlockOn) -> MigrationResult {
        let (host, settings) = env.parts();
        on_own_thread(&host, move |host| {
            let mut env = EnvironmentContext::new(host, settings);
            finished(self(&mut env), block_on)
        })
    }
}

/// Has the future run to its end, and returns what it came to.
fn finished(future: impl Future<Output = MigrationResult>, block_on: BlockOn) -> MigrationResult {
    let mut result = None;
    block_on(Box::pin(async { result = Some(future.await) }));
    result.unwrap_or_else(|| {
        Err(crate::MigrationError::new("`block_on` of env.rs returned before the future had ended"))
    })
}

/// Runs a revision's function, of whatever kind.
///
/// # Errors
/// Its own.
pub fn run_revision<K>(
    function: impl RevisionFunction<K>,
    ctx: &mut MigrationContext,
    block_on: BlockOn,
) -> MigrationResult {
    function.run(ctx, block_on)
}

/// Runs an environment's function, of whatever kind.
///
/// # Errors
/// Its own.
pub fn run_environment<K>(
    function: impl EnvironmentFunction<K>,
    env: &mut EnvironmentContext,
    block_on: BlockOn,
) -> MigrationResult {
    function.run(env, block_on)
}
