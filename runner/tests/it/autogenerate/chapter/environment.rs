//! Parts of an `env.rs` put into a whole one.

use syn::{Block, File, Item, Pat, Stmt};

/// Returns an `env.rs` with these items: in the place of those with the same names, or besides them.
pub(super) fn with_items(env: &str, items: &str) -> String {
    let mut file: File = syn::parse_file(env).unwrap();
    let new: File = syn::parse_file(items).unwrap();
    for item in new.items {
        let same = |it: &Item| *it == item || name(it).is_some_and(|it| name(&item) == Some(it));
        match file.items.iter().position(same) {
            Some(at) => file.items[at] = item,
            None if matches!(item, Item::Use(_)) => file.items.insert(0, item),
            None => file.items.push(item),
        }
    }
    prettyplease::unparse(&file)
}

/// Returns an `env.rs` in which a function says this statement instead of the one that gives the same name to something.
pub(super) fn with_statement(env: &str, function: &str, statement: &str) -> String {
    let mut file: File = syn::parse_file(env).unwrap();
    let block: Block = syn::parse_str(&format!("{{ {statement} }}")).unwrap();
    let [statement] = <[Stmt; 1]>::try_from(block.stmts).unwrap();
    for item in &mut file.items {
        if let Item::Fn(it) = item
            && it.sig.ident == function
        {
            let same = |it: &Stmt| bound(it).is_some() && bound(it) == bound(&statement);
            let at = it.block.stmts.iter().position(same).unwrap();
            it.block.stmts[at] = statement.clone();
        }
    }
    prettyplease::unparse(&file)
}

/// Returns the name of an item.
fn name(item: &Item) -> Option<&syn::Ident> {
    match item {
        Item::Const(it) => Some(&it.ident),
        Item::Enum(it) => Some(&it.ident),
        Item::Fn(it) => Some(&it.sig.ident),
        Item::Mod(it) => Some(&it.ident),
        Item::Struct(it) => Some(&it.ident),
        _ => None,
    }
}

/// Returns the name that a statement gives to something.
fn bound(statement: &Stmt) -> Option<&syn::Ident> {
    match statement {
        Stmt::Local(local) => match &local.pat {
            Pat::Ident(it) => Some(&it.ident),
            _ => None,
        },
        _ => None,
    }
}
