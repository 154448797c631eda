//! Awaits the operations of a body where the template's function is an `async fn`.

use proc_macro2::Span;
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{Expr, ExprTry, FnArg, Item, ItemFn, Type};

/// The context whose operations are awaited.
const CONTEXT: &str = "AsyncMigrationContext";

/// Returns which of these functions of a revision file are asynchronous and have a context whose operations are awaited.
pub(super) fn asynchronous<const N: usize>(file: &str, names: [&str; N]) -> [bool; N] {
    let functions = syn::parse_file(file).map(|file| file.items).unwrap_or_default();
    names.map(|name| {
        functions.iter().any(|item| match item {
            Item::Fn(function) => {
                let context = function.sig.inputs.first().and_then(context);
                function.sig.ident == name
                    && function.sig.asyncness.is_some()
                    && context.is_some_and(|(name, _)| name == CONTEXT)
            }
            _ => false,
        })
    })
}

/// Returns the body with `.await` behind each operation: `ctx.drop_table("a").await?;`. Comments and layout stay as they are.
pub(super) fn awaited(body: &str) -> String {
    const BEFORE: &str = "async fn body() {";
    let source = format!("{BEFORE}{body}\n}}");
    let Ok(function) = syn::parse_str::<ItemFn>(&source) else { return body.to_owned() };
    let mut found = Found::default();
    Functions(&mut found.functions).visit_item_fn(&function);
    found.visit_block(&function.block);
    let mut text = source;
    found.changes.sort_by_key(|change| change.start);
    for Change { start, end, text: new } in found.changes.into_iter().rev() {
        text.replace_range(start..end, &new);
    }
    let inside = text.strip_prefix(BEFORE).and_then(|text| text.strip_suffix("\n}"));
    inside.unwrap_or(body).to_owned()
}

/// A piece of text to be put in place of another.
struct Change {
    start: usize,
    end: usize,
    text: String,
}

/// What is to be changed in a body.
#[derive(Default)]
struct Found {
    /// The functions within, which have a part of the body each.
    functions: Vec<String>,
    changes: Vec<Change>,
}

impl Found {
    fn put(&mut self, at: usize, text: &str) {
        self.changes.push(Change { start: at, end: at, text: text.to_owned() });
    }

    /// Returns whether a call is one of the context's operations, or of a function that has a part of the body.
    fn is_operation(&self, call: &Expr) -> bool {
        match call {
            Expr::MethodCall(call) => is_context(&call.receiver),
            Expr::Call(call) => match &*call.func {
                Expr::Path(path) => {
                    let name = path.path.get_ident().map(ToString::to_string);
                    name.is_some_and(|name| self.functions.contains(&name))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_expr_try(&mut self, expression: &'ast ExprTry) {
        if self.is_operation(&expression.expr) {
            self.put(start(expression.question_token.span()), ".await");
        }
        visit::visit_expr_try(self, expression);
    }

    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        let context = function.sig.inputs.first().and_then(context);
        if let Some((name, span)) = context
            && name == "MigrationContext"
        {
            self.put(start(function.sig.fn_token.span()), "async ");
            let range = span.byte_range();
            self.changes.push(Change {
                start: range.start,
                end: range.end,
                text: CONTEXT.to_owned(),
            });
        }
        visit::visit_item_fn(self, function);
    }
}

/// Finds the functions that take the context.
struct Functions<'a>(&'a mut Vec<String>);

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        if function.sig.inputs.first().and_then(context).is_some() {
            self.0.push(function.sig.ident.to_string());
        }
        visit::visit_item_fn(self, function);
    }
}

/// Returns the type behind the `&mut` of an argument, and where it stands.
fn context(argument: &FnArg) -> Option<(String, Span)> {
    let FnArg::Typed(argument) = argument else { return None };
    let Type::Reference(reference) = &*argument.ty else { return None };
    let Type::Path(path) = &*reference.elem else { return None };
    let last = path.path.segments.last()?;
    Some((last.ident.to_string(), last.ident.span()))
}

fn is_context(receiver: &Expr) -> bool {
    matches!(receiver, Expr::Path(path) if path.path.is_ident("ctx"))
}

fn start(span: Span) -> usize {
    span.byte_range().start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_awaited_and_all_else_stays() {
        let body = "    // ü: nothing of ctx.comment()?;
    ctx.drop_table(\"ä\")?;
    ctx.batch_alter_table(\"t\", |batch| {
        batch.drop_column(\"c\");
    })?;
    let rows = ctx.query(\"SELECT 'ctx.x()?'\", &[])?;
    rows[0].get::<i64>(\"id\")?;
    fn part_1(ctx: &mut MigrationContext) -> MigrationResult {
        ctx.drop_table(\"b\")?;
        Ok(())
    }
    part_1(ctx)?;
    Ok(())";
        insta::assert_snapshot!(awaited(body), @r#"
            // ü: nothing of ctx.comment()?;
            ctx.drop_table("ä").await?;
            ctx.batch_alter_table("t", |batch| {
                batch.drop_column("c");
            }).await?;
            let rows = ctx.query("SELECT 'ctx.x()?'", &[]).await?;
            rows[0].get::<i64>("id")?;
            async fn part_1(ctx: &mut AsyncMigrationContext) -> MigrationResult {
                ctx.drop_table("b").await?;
                Ok(())
            }
            part_1(ctx).await?;
            Ok(())
        "#);
        assert_eq!(awaited("no rust ("), "no rust (");
    }

    #[test]
    fn a_template_says_which_functions_await() {
        let file = "pub async fn upgrade(ctx: &mut AsyncMigrationContext) -> MigrationResult { x }
            pub async fn downgrade(ctx: &mut MigrationContext) -> MigrationResult { x }";
        assert_eq!(asynchronous(file, ["upgrade", "downgrade", "other"]), [true, false, false]);
    }
}
