//! What differs between everything but tables.

use migration_api::ops::CreateDomain;
use migration_api::schema::{Index, Policy, View};

use super::super::change::{Change, Sides};
use super::same::same_type;
use super::{Comparer, Wanted, in_words, paired};
use crate::dialect::ComparedText;
use crate::schema::Schema;

impl<'a> Comparer<'_, 'a> {
    /// Adds what differs between schemas, extensions, types and sequences.
    pub(super) fn types(
        &mut self,
        actual: &Schema<'a>,
        wanted: &Wanted<'_, 'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let Wanted { author, server } = wanted;
        for (from, to) in paired(&actual.schemas, &author.schemas, |it| *it) {
            add(from, to, |from, to| from == to, Change::Schema, changes);
        }
        for (from, to) in paired(&actual.extensions, &author.extensions, |it| it.name) {
            // Which version there is, and where it stands, is for whoever installs it.
            add(from, to, |_, _| true, Change::Extension, changes);
        }
        for (from, to) in paired(&actual.enums, &author.enums, |it| it.name) {
            add(from, to, |from, to| from.values == to.values, Change::Enum, changes);
        }
        for (from, to) in paired(&actual.domains, &server.domains, |it| it.name) {
            let words = to.map(|to| in_words(&author.domains, to, |it| it.name));
            if let (Some(from), Some(to)) = (from, to)
                && self.same_domain(from, to)
            {
                continue;
            }
            add(from, words, |_, _| false, Change::Domain, changes);
        }
        for (from, to) in paired(&actual.sequences, &server.sequences, |it| it.name) {
            add(from, to, |from, to| from == to, Change::Sequence, changes);
        }
    }

    /// Adds what differs between views, functions, triggers and row-level security.
    pub(super) fn others(
        &mut self,
        actual: &Schema<'a>,
        wanted: &Wanted<'_, 'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let Wanted { author, server } = wanted;
        for (from, to) in paired(&actual.views, &server.views, |it| it.name) {
            self.view(from, to, author, changes);
        }
        for (from, to) in paired(&actual.routines, &server.routines, |it| (it.name, it.arguments)) {
            if let (Some(from), Some(to)) = (from, to)
                && from.kind == to.kind
                && self.same(&ComparedText::Statement, from.sql, to.sql)
            {
                continue;
            }
            let words = to.map(|to| in_words(&author.routines, to, |it| (it.name, it.arguments)));
            add(from, words, |_, _| false, Change::Routine, changes);
        }
        for (from, to) in paired(&actual.triggers, &server.triggers, |it| (it.table, it.name)) {
            if let (Some(from), Some(to)) = (from, to)
                && self.same(&ComparedText::Statement, from.sql, to.sql)
            {
                continue;
            }
            let words = to.map(|to| in_words(&author.triggers, to, |it| (it.table, it.name)));
            add(from, words, |_, _| false, Change::Trigger, changes);
        }
        for (from, to) in paired(&actual.row_security, &author.row_security, |it| it.table) {
            add(from, to, |from, to| from == to, Change::RowSecurity, changes);
        }
        for (from, to) in paired(&actual.policies, &server.policies, |it| (it.table, it.name)) {
            if let (Some(from), Some(to)) = (from, to)
                && self.same_policy(server, from, to)
            {
                continue;
            }
            let words = to.map(|to| in_words(&author.policies, to, |it| (it.table, it.name)));
            add(from, words, |_, _| false, Change::Policy, changes);
        }
    }

    fn same_policy(&mut self, wanted: &Schema<'a>, from: &Policy<'a>, to: &Policy<'a>) -> bool {
        let but_texts = |it: &Policy<'a>| Policy { using: None, check: None, ..*it };
        let table = wanted.table(to.table);
        from == to
            || but_texts(from) == but_texts(to)
                && table.is_some_and(|table| {
                    self.same_optional(table, from.using, to.using)
                        && self.same_optional(table, from.check, to.check)
                })
    }

    fn same_domain(&mut self, from: &CreateDomain<'a>, to: &CreateDomain<'a>) -> bool {
        let but_checks = |it: &CreateDomain<'a>| CreateDomain { check: None, checks: &[], ..*it };
        let text = ComparedText::Value(to.ty);
        same_type(self.dialect, from.ty, to.ty)
            && but_checks(from) == but_checks(&CreateDomain { ty: from.ty, ..*to })
            && from.checks.len() == to.checks.len()
            && match (from.check, to.check) {
                (Some(from), Some(to)) => self.same(&text, from, to),
                (from, to) => from == to,
            }
            && from
                .checks
                .iter()
                .zip(to.checks)
                .all(|((name, from), (other, to))| name == other && self.same(&text, from, to))
    }

    /// Adds what differs between a view and the wanted one. Indexes of a materialised one that stays are changes of their own.
    fn view(
        &mut self,
        from: Option<&View<'a>>,
        to: Option<&View<'a>>,
        author: &Schema<'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let words = to.map(|to| in_words(&author.views, to, |it| it.name));
        if let (Some(from), Some(to)) = (from, to)
            && self.same_view(from, &View { indexes: from.indexes, ..*to })
        {
            let table = from.name;
            for (old, new) in paired(from.indexes, to.indexes, |index| index.name) {
                let change = |sides| Change::Index { table, sides };
                add(old, new, Index::eq, change, changes);
            }
            return;
        }
        add(from, words, |_, _| false, Change::View, changes);
    }
}

/// Adds a change, unless both are there and the same.
fn add<'a, T: Copy>(
    from: Option<&T>,
    to: Option<&T>,
    same: impl Fn(&T, &T) -> bool,
    change: impl Fn(Sides<T>) -> Change<'a>,
    changes: &mut Vec<Change<'a>>,
) {
    if let (Some(from), Some(to)) = (from, to)
        && same(from, to)
    {
        return;
    }
    changes.push(change(Sides { from: from.copied(), to: to.copied() }));
}
