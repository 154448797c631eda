//! What the server makes of wanted objects, seen in databases that are there only for a while.
//!
//! Each wanted schema has a database of its own, in which its objects are created as revisions would create them, and read. The queries
//! of views and the bodies of functions name other schemas by their real names: what they refer to has to be there.

use migration_api::abi::Arena;
use migration_api::ops::{
    CreateIndex, CreateRoutine, CreateSequence, CreateTable, CreateView, Operation, RoutineKind,
};
use migration_api::schema::{
    Autoincrement, Column, Constraint, ConstraintKind, ForeignKey, Index, Match, ReferentialAction,
    Table, TableName, TableOption, Timing, View,
};

use super::indexes::foreign_keys;
use super::rows::Databases;
use super::tables::with_foreign_keys;
use super::{inspect, scratch, statement};
use crate::dialect::{DatabaseError, Dialect, Digest, Session};
use crate::schema::Schema;
use crate::sql::{self, Statement};

/// Has the server make of the wanted objects what it makes of them. Whatever happens, the session is in its own database again, and the
/// others are gone.
pub(super) fn digest<'a>(
    connection: &mut dyn Session,
    wanted: &Schema<'a>,
    arena: &'a Arena,
) -> Result<Digest<'a>, DatabaseError> {
    scratch::refuse_transaction(connection)?;
    let session = inspect::session(connection)?;
    let mut made = Vec::new();
    let digested = places(connection, wanted, &mut made).and_then(|databases| {
        connection.execute(&format!("USE {}", databases.default))?;
        let work = Work { databases, dialect: connection.dialect(), arena };
        let mut refused = work.create(connection, wanted)?;
        for (_, message) in &mut refused {
            *message = work.databases.message(message, &session.database);
        }
        let schema = inspect::reflect(connection, &session, &work.databases, arena)?;
        Ok(Digest { schema: work.completed(schema, wanted), refused })
    });
    let own = connection.dialect().quote(&session.database);
    let back = connection.execute(&format!("USE {own}"));
    let removed = scratch::remove(connection, &made);
    let digest = digested?;
    back?;
    removed?;
    Ok(digest)
}

/// Makes a database for each schema that wanted objects stand in, and keeps its name in `made`.
fn places<'a>(
    connection: &mut dyn Session,
    wanted: &Schema<'a>,
    made: &mut Vec<String>,
) -> Result<Databases<'a>, DatabaseError> {
    let names = (wanted.tables.iter().map(|it| it.name))
        .chain(wanted.sequences.iter().map(|it| it.name))
        .chain(wanted.views.iter().map(|it| it.name))
        .chain(wanted.routines.iter().map(|it| it.name))
        .chain(wanted.triggers.iter().map(|it| it.table));
    let mut schemas: Vec<_> = names.filter_map(|name| name.schema).collect();
    schemas.sort_unstable();
    schemas.dedup();
    let mut make = || {
        let name = scratch::create(connection)?;
        made.push(name.clone());
        Ok::<_, DatabaseError>(name)
    };
    let default = make()?;
    let others = schemas.into_iter().map(|schema| Ok((make()?, schema)));
    Ok(Databases { default, others: others.collect::<Result<_, DatabaseError>>()? })
}

/// One object to create.
struct Task {
    name: String,
    /// The table that it belongs to.
    table: Option<String>,
    statements: Result<Vec<Statement<'static>>, DatabaseError>,
}

struct Work<'a> {
    databases: Databases<'a>,
    dialect: &'static dyn Dialect,
    arena: &'a Arena,
}

impl<'a> Work<'a> {
    /// Creates the wanted objects in rounds, as some need others, until nothing more succeeds. Returns what was refused.
    fn create(
        &self,
        connection: &mut dyn Session,
        wanted: &Schema<'a>,
    ) -> Result<Vec<(String, String)>, DatabaseError> {
        let mut pending: Vec<(Task, String)> =
            self.tasks(wanted).into_iter().map(|task| (task, String::new())).collect();
        loop {
            let count = pending.len();
            let refusals = attempt_all(connection, &pending)?;
            let tried = pending.into_iter().map(|(task, _)| task).zip(refusals);
            pending = tried.filter_map(|(task, refusal)| Some((task, refusal?))).collect();
            if pending.is_empty() || pending.len() == count {
                break;
            }
        }
        let names: Vec<_> = pending.iter().map(|(task, _)| task.name.clone()).collect();
        let is_cause = |task: &Task| !task.table.as_ref().is_some_and(|of| names.contains(of));
        let mut refused: Vec<_> = pending
            .into_iter()
            .filter(|(task, _)| is_cause(task))
            .collect::<Vec<_>>()
            .into_iter()
            .map(|(task, message)| (task.name, message))
            .collect();
        let has_none = |what: &str| format!("{} has no {what}", self.dialect.title());
        let security =
            wanted.row_security.iter().map(|it| (it.table.to_string(), "row-level security"));
        let policies = wanted.policies.iter().map(|it| (it.name.to_owned(), "policies"));
        refused.extend(security.chain(policies).map(|(name, what)| (name, has_none(what))));
        Ok(refused)
    }

    fn tasks(&self, wanted: &Schema<'a>) -> Vec<Task> {
        let mut tasks = Vec::new();
        for domain in &wanted.domains {
            tasks.push(self.task(domain.name.to_string(), &Operation::CreateDomain(*domain)));
        }
        for sequence in &wanted.sequences {
            let name = self.place(sequence.name);
            let op = CreateSequence { name, if_not_exists: false, ..*sequence };
            tasks.push(self.task(sequence.name.to_string(), &Operation::CreateSequence(op)));
        }
        for table in &wanted.tables {
            tasks.extend(self.table(table));
        }
        for view in &wanted.views {
            tasks.push(self.view(view));
        }
        for routine in &wanted.routines {
            let name = self.dialect.table(self.place(routine.name));
            let sql = statement::renamed(routine.sql, &name, None);
            tasks.push(self.routine(routine.name.to_string(), routine.kind, sql));
        }
        for trigger in &wanted.triggers {
            let table = self.place(trigger.table);
            let name = self.dialect.table(TableName { name: trigger.name, ..table });
            let sql = statement::renamed(trigger.sql, &name, Some(&self.dialect.table(table)));
            let task = self.routine(trigger.name.to_owned(), RoutineKind::Trigger, sql);
            tasks.push(Task { table: Some(trigger.table.to_string()), ..task });
        }
        tasks
    }

    /// Returns the creation of a table and of each of its indexes, one by one, so that one that is refused is told by its name.
    fn table(&self, table: &Table<'a>) -> Vec<Task> {
        let title = table.name.to_string();
        if table.options.contains(&TableOption::Temporary) {
            let told = "a temporary table is gone at the end of its session";
            let refusal = inspect::refusal(told.to_owned(), "leave it out of the metadata");
            return vec![Task { name: title, table: None, statements: Err(refusal) }];
        }
        let name = self.place(table.name);
        let refers = |column: &str| {
            foreign_keys(table.constraints).any(|(_, key)| key.columns.contains(&column))
        };
        // Without its foreign key, such a column would be numbered.
        let columns: Vec<_> = table
            .columns
            .iter()
            .map(|column| match column.autoincrement {
                Autoincrement::Auto if refers(column.name) => {
                    Column { autoincrement: Autoincrement::Never, ..*column }
                }
                _ => *column,
            })
            .collect();
        let own = table.constraints.iter().filter(|it| !is_foreign_key(it)).copied();
        let constraints: Vec<_> = own.collect();
        let create = CreateTable {
            table: name,
            columns: &columns,
            constraints: &constraints,
            indexes: &[],
            ..CreateTable::of(table)
        };
        let mut tasks = vec![self.task(title.clone(), &Operation::CreateTable(create))];
        for index in table.indexes {
            let op = CreateIndex::new(Index { table: name, ..*index });
            let of = format!("{title}.{}", index.name.unwrap_or_default());
            let task = self.task(of, &Operation::CreateIndex(op));
            tasks.push(Task { table: Some(title.clone()), ..task });
        }
        tasks
    }

    fn view(&self, view: &View<'a>) -> Task {
        let op = CreateView { name: self.place(view.name), ..CreateView::of(view) };
        self.task(view.name.to_string(), &Operation::CreateView(op))
    }

    fn routine(&self, name: String, kind: RoutineKind, sql: Option<String>) -> Task {
        match sql {
            Some(sql) => {
                let op = Operation::CreateRoutine(CreateRoutine::new(kind, &sql));
                self.task(name, &op)
            }
            None => {
                let refusal = inspect::refusal(
                    "its text creates no function, procedure or trigger".to_owned(),
                    "write the whole statement, from `CREATE` on",
                );
                Task { name, table: None, statements: Err(refusal) }
            }
        }
    }

    fn task(&self, name: String, operation: &Operation<'_>) -> Task {
        let rendered = sql::render(self.dialect, operation).map_err(DatabaseError::from);
        // The statement of a creation has no parameters, and may outlive the operation as its text.
        let statements = rendered.map(|all| {
            all.iter().map(|statement| Statement::new(statement.sql().to_owned())).collect()
        });
        Task { name, table: None, statements }
    }

    /// Returns where an object is made.
    fn place(&self, name: TableName<'a>) -> TableName<'a> {
        let database = name.schema.and_then(|schema| {
            let other = self.databases.others.iter().find(|(_, shown)| *shown == schema);
            other.map(|(made, _)| self.arena.keep_text(made.clone()))
        });
        TableName { schema: database, ..name }
    }

    /// Returns what was read with what was not made: foreign keys, and schemas. What only an application knows of a table, which name
    /// it had before, stays.
    fn completed(&self, made: Schema<'a>, wanted: &Schema<'a>) -> Schema<'a> {
        let mut schema = Schema { schemas: wanted.schemas.clone(), ..made };
        for table in &mut schema.tables {
            let Some(given) = wanted.table(table.name) else { continue };
            let keys = given.constraints.iter().filter(|it| is_foreign_key(it));
            let mut keys: Vec<_> = keys.map(plain_key).collect();
            keys.sort_by_key(|key| key.name);
            let columns = table.columns.iter().map(|column| {
                let same = given.columns.iter().find(|it| it.name == column.name);
                Column { renamed_from: same.and_then(|it| it.renamed_from), ..*column }
            });
            table.columns = self.arena.keep(columns.collect());
            table.renamed_from = given.renamed_from;
            *table = with_foreign_keys(table, keys, self.arena);
        }
        schema.sort();
        schema
    }
}

/// How many bytes of statements are sent at once, besides the last one: a server may take no more than a megabyte.
const AT_ONCE: usize = 1 << 18;

/// Creates objects, as many as possible in one go: it goes on behind each that is refused. Returns why each was refused, if it was.
fn attempt_all(
    connection: &mut dyn Session,
    tasks: &[(Task, String)],
) -> Result<Vec<Option<String>>, DatabaseError> {
    let mut refusals = Vec::new();
    while let Some(open @ [_, ..]) = tasks.get(refusals.len()..) {
        let made = in_one_go(connection, open)?;
        refusals.resize(refusals.len() + made, None);
        // What is said of it alone tells no lines and no words of the others.
        if let Some((task, _)) = open.get(made) {
            refusals.push(attempt(connection, task)?);
        }
    }
    Ok(refusals)
}

/// Creates objects by a single text. Returns how many there are before the first that is refused or does not go into it.
fn in_one_go(
    connection: &mut dyn Session,
    tasks: &[(Task, String)],
) -> Result<usize, DatabaseError> {
    let mut sql = "SET @runner_made = 0".to_owned();
    let mut count = 0;
    for (task, _) in tasks {
        let Ok(statements) = &task.statements else { break };
        if sql.len() > AT_ONCE {
            break;
        }
        for statement in statements {
            // On a line of its own: a statement may end with a remark. One that is empty would be refused.
            sql.push_str("\n;\n");
            sql.push_str(statement.sql().trim_end().trim_end_matches(';'));
        }
        count += 1;
        sql += "\n;\nSET @runner_made = ";
        sql += &count.to_string();
    }
    match connection.execute(&sql) {
        Ok(_) => Ok(count),
        Err(DatabaseError::Statement(_)) => {
            let rows = connection.query("SELECT @runner_made", &[])?.rows;
            let made = rows.first().and_then(|row| row.first());
            Ok(made.and_then(|cell| cell.to_string().parse().ok()).unwrap_or_default())
        }
        Err(error) => Err(error),
    }
}

/// Creates an object. Returns why it was refused, if it was.
fn attempt(connection: &mut dyn Session, task: &Task) -> Result<Option<String>, DatabaseError> {
    let statements = match &task.statements {
        Ok(statements) => statements,
        Err(refusal) => return Ok(Some(refusal.to_string())),
    };
    for statement in statements {
        match connection.run(statement) {
            Ok(_) => {}
            Err(DatabaseError::Statement(refusal)) => return Ok(Some(refusal.to_string())),
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

fn is_foreign_key(constraint: &Constraint<'_>) -> bool {
    matches!(constraint.kind, ConstraintKind::ForeignKey(_))
}

/// Returns a foreign key as it would be read: nothing is said of what InnoDB does by itself.
fn plain_key<'a>(constraint: &Constraint<'a>) -> Constraint<'a> {
    let plain = |action: Option<ReferentialAction>| {
        let usual = [ReferentialAction::Restrict, ReferentialAction::NoAction];
        action.filter(|it| !usual.contains(it))
    };
    let kind = match constraint.kind {
        ConstraintKind::ForeignKey(key) => ConstraintKind::ForeignKey(ForeignKey {
            on_delete: plain(key.on_delete),
            on_update: plain(key.on_update),
            match_kind: key.match_kind.filter(|kind| *kind != Match::Simple),
            ..key
        }),
        other => other,
    };
    Constraint { name_is_final: false, kind, timing: Timing::default(), ..*constraint }
}
