//! What a database holds, read from its own catalog, as sorted lines.

use migration_api::Cell;
use runner::dialect::Session;

/// Returns a line for each thing in the catalog.
///
/// MariaDB's schemas are databases, which all tests see: those of ours are looked at only where asked for.
pub(crate) fn dump(connection: &mut dyn Session, with_schemas: bool) -> Vec<String> {
    let mut lines = match connection.dialect().name() {
        "postgresql" => postgres(connection),
        "sqlite" => sqlite(connection),
        _ => mysql(connection, with_schemas),
    };
    lines.sort();
    lines
}

/// Returns the lines that went and came, marked by `-` and `+`.
pub(super) fn changes(before: &[String], after: &[String]) -> String {
    let lines = |mark, these: &[String], those: &[String]| -> String {
        let only = these.iter().filter(|line| !those.contains(line));
        only.map(|line| format!("{mark} {line}\n")).collect()
    };
    lines('-', before, after) + &lines('+', after, before)
}

fn lines(connection: &mut dyn Session, sql: &str) -> Vec<String> {
    let rows = connection.query(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}")).rows;
    rows.iter()
        .map(|row| {
            let cells = row.iter().filter(|cell| **cell != Cell::Null).map(ToString::to_string);
            cells.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// Schemas of ours, in a condition.
const OURS: &str = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') \
                    AND n.nspname NOT LIKE 'pg\\_%'";
/// Not a part of an extension, in a condition on the object `id`.
fn free(class: &str, id: &str) -> String {
    format!(
        "NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '{class}'::regclass \
         AND d.objid = {id} AND d.deptype = 'e')"
    )
}

fn postgres(connection: &mut dyn Session) -> Vec<String> {
    let kinds = "CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'partitioned table' WHEN 'v' THEN 'view' \
                 WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' END";
    let no_extension = free("pg_class", "c.oid");
    let queries = [
        format!(
            "SELECT 'schema', n.nspname::text FROM pg_namespace n WHERE {OURS} AND n.nspname <> 'public'"
        ),
        "SELECT 'extension', e.extname::text FROM pg_extension e WHERE e.extname <> 'plpgsql'"
            .to_owned(),
        format!(
            "SELECT {kinds}, c.oid::regclass::text, \
             CASE c.relpersistence WHEN 'u' THEN 'unlogged' END, \
             'with ' || array_to_string(c.reloptions, ', '), \
             'partition by ' || pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), \
             (SELECT 'inherits ' || string_agg(i.inhparent::regclass::text, ', ') FROM pg_inherits i WHERE i.inhrelid = c.oid), \
             (SELECT 'in tablespace ' || t.spcname FROM pg_tablespace t WHERE t.oid = c.reltablespace), \
             CASE WHEN c.relkind IN ('v', 'm') THEN 'as' || pg_get_viewdef(c.oid) END, \
             'comment ' || quote_literal(obj_description(c.oid, 'pg_class')) \
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
             WHERE {OURS} AND c.relkind IN ('r', 'p', 'v', 'm') AND {no_extension}"
        ),
        format!(
            "SELECT 'sequence', c.oid::regclass::text, format_type(s.seqtypid, NULL), 'start', s.seqstart::text, 'by', s.seqincrement::text, \
             'from', s.seqmin::text, 'to', s.seqmax::text, 'cache', s.seqcache::text, CASE WHEN s.seqcycle THEN 'cycle' END, \
             (SELECT 'of ' || d.refobjid::regclass::text || '.' || a.attname FROM pg_depend d \
              JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid \
              WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) \
             FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}"
        ),
        format!(
            "SELECT 'column', c.oid::regclass::text || '.' || quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), \
             CASE WHEN a.attnotnull THEN 'not null' END, \
             CASE WHEN a.attcollation <> t.typcollation THEN 'collate ' || a.attcollation::regcollation::text END, \
             CASE a.attidentity WHEN 'a' THEN 'identity always' WHEN 'd' THEN 'identity by default' END, \
             CASE a.attgenerated WHEN 's' THEN 'generated' WHEN 'v' THEN 'virtual' END, \
             'default ' || pg_get_expr(d.adbin, d.adrelid), 'comment ' || quote_literal(col_description(c.oid, a.attnum)) \
             FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
             JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
             WHERE {OURS} AND c.relkind IN ('r', 'p', 'v', 'm') AND a.attnum > 0 AND NOT a.attisdropped AND {no_extension}"
        ),
        format!(
            "SELECT 'constraint', quote_ident(k.conname), 'on', k.conrelid::regclass::text, pg_get_constraintdef(k.oid) \
             FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace \
             WHERE {OURS} AND k.conrelid <> 0 AND k.contype <> 't' AND k.contype <> 'n'"
        ),
        format!(
            "SELECT pg_get_indexdef(i.indexrelid), CASE WHEN NOT i.indisvalid THEN 'invalid' END, \
             'comment ' || quote_literal(obj_description(i.indexrelid, 'pg_class')) \
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}"
        ),
        format!(
            "SELECT 'enum', t.oid::regtype::text, (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) \
             FROM pg_enum e WHERE e.enumtypid = t.oid) \
             FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {OURS} AND t.typtype = 'e' AND {}",
            free("pg_type", "t.oid")
        ),
        format!(
            "SELECT 'domain', t.oid::regtype::text, format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'not null' END, \
             'default ' || t.typdefault, \
             (SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') \
             FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {OURS} AND t.typtype = 'd' AND {}",
            free("pg_type", "t.oid")
        ),
        format!(
            "SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {OURS} AND {}",
            free("pg_proc", "p.oid")
        ),
        format!(
            "SELECT pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS} AND NOT t.tgisinternal"
        ),
    ];
    let found = queries.iter().flat_map(|sql| lines(connection, sql));
    found.map(|line| words(&line)).collect()
}

fn sqlite(connection: &mut dyn Session) -> Vec<String> {
    let mut found = lines(
        connection,
        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type <> 'table' AND name NOT LIKE 'sqlite%'",
    );
    let tables =
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    for row in connection.query(tables, &[]).unwrap().rows {
        let [name, sql] = row.as_slice() else { unreachable!() };
        found.extend(parts(&name.to_string(), &words(&sql.to_string())));
    }
    found.extend(lines(
        connection,
        "SELECT 'column', t.name || '.' || c.name, c.type, CASE WHEN c.\"notnull\" THEN 'not null' END, 'default ' || c.dflt_value, \
         CASE WHEN c.pk THEN 'key ' || c.pk END, CASE c.hidden WHEN 2 THEN 'virtual' WHEN 3 THEN 'stored' END \
         FROM pragma_table_list t, pragma_table_xinfo(t.name) c WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'",
    ));
    found.extend(lines(
        connection,
        "SELECT 'foreign key', t.name || '.' || k.\"from\", 'to', k.\"table\" || '.' || coalesce(k.\"to\", 'key'), 'on delete', k.on_delete, \
         'on update', k.on_update \
         FROM pragma_table_list t, pragma_foreign_key_list(t.name) k WHERE t.schema = 'main'",
    ));
    // A rename puts the name in quotes, which means nothing.
    found.iter().map(|line| words(&line.replace('"', ""))).collect()
}

/// Returns a line for each column and constraint of a table, with its words in order: they mean the same in any.
fn parts(name: &str, sql: &str) -> Vec<String> {
    let (_, rest) = sql.split_once('(').unwrap();
    let (body, options) = rest.rsplit_once(')').unwrap();
    let mut parts = vec![format!("table {name}{options}")];
    for part in split(body, ',') {
        let mut words = split(part.trim(), ' ');
        let behind = words.split_off(1);
        let mut pairs: Vec<String> = Vec::new();
        // `NOT NULL`, `DEFAULT x`, `CONSTRAINT x`: what goes together stays so.
        for word in behind {
            match pairs.last_mut() {
                Some(last)
                    if ["NOT", "DEFAULT", "COLLATE", "CONSTRAINT"].contains(&last.as_str()) =>
                {
                    *last = format!("{last} {word}");
                }
                _ => pairs.push(word.to_owned()),
            }
        }
        if words[0] != "CONSTRAINT" && words[0] != "FOREIGN" {
            pairs.sort();
        }
        parts.push(format!("in {name}: {} {}", words[0], pairs.join(" ")));
    }
    let all = split(body, ',');
    let columns = all.iter().filter_map(|part| part.trim().split(' ').next());
    let columns = columns
        .filter(|word| !["CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK"].contains(word));
    parts.push(format!("order of {name}: {}", columns.collect::<Vec<_>>().join(", ")));
    parts
}

/// Splits a text outside of parentheses and quotes.
fn split(text: &str, at: char) -> Vec<&str> {
    let (mut depth, mut quoted) = (0, false);
    let is_end = |c: char| {
        quoted ^= c == '\'';
        depth += i32::from(!quoted && c == '(') - i32::from(!quoted && c == ')');
        c == at && depth == 0 && !quoted
    };
    text.split(is_end).filter(|part| !part.is_empty()).collect()
}

fn mysql(connection: &mut dyn Session, with_schemas: bool) -> Vec<String> {
    let mut found = Vec::new();
    let schemas = if with_schemas { "own%" } else { "" };
    let objects = connection
        .query(
            &format!(
                "SELECT table_schema, table_name, table_type FROM information_schema.tables \
                 WHERE table_schema = database() OR table_schema LIKE '{schemas}'"
            ),
            &[],
        )
        .unwrap()
        .rows;
    for object in objects {
        let [schema, name, kind] = object.as_slice() else { unreachable!() };
        let quoted = format!("`{}`", name.to_string().replace('`', "``"));
        let own = schema.to_string().starts_with("own");
        let shown = if own { format!("{schema}.{quoted}") } else { quoted.clone() };
        let show = match kind.to_string().as_str() {
            "VIEW" => format!("SHOW CREATE VIEW `{schema}`.{quoted}"),
            "SEQUENCE" => format!("SHOW CREATE SEQUENCE `{schema}`.{quoted}"),
            _ => format!("SHOW CREATE TABLE `{schema}`.{quoted}"),
        };
        let rows = connection.query(&show, &[]).unwrap().rows;
        let text = rows[0][1].to_string();
        // Each part of a table is a line, so that a change shows itself alone.
        let (head, rest) = text.split_once('\n').unwrap_or((text.as_str(), ""));
        found.push(match rest {
            "" => head.to_owned(),
            _ => format!("table {shown}"),
        });
        let columns =
            rest.lines().filter_map(|line| line.trim().strip_prefix('`')?.split('`').next());
        found.push(format!("order of {shown}: {}", columns.collect::<Vec<_>>().join(", ")));
        for line in rest.lines() {
            let line = line.trim().trim_end_matches(',');
            match line.strip_prefix(')') {
                Some(options) => {
                    found.push(format!("options of {shown}:{}", without_next_number(options)));
                }
                None => found.push(format!("in {shown}: {line}")),
            }
        }
    }
    found.extend(lines(connection, &format!("SELECT 'schema', schema_name FROM information_schema.schemata WHERE schema_name LIKE '{schemas}'")));
    found.extend(lines(
        connection,
        "SELECT routine_type, routine_name, dtd_identifier, routine_definition FROM information_schema.routines WHERE routine_schema = database()",
    ));
    found.extend(lines(
        connection,
        "SELECT 'trigger', trigger_name, action_timing, event_manipulation, event_object_table, action_statement \
         FROM information_schema.triggers WHERE trigger_schema = database()",
    ));
    let database = lines(connection, "SELECT database()").concat();
    found.iter().map(|line| words(&line.replace(&format!("`{database}`."), ""))).collect()
}

/// Leaves out the number that the next row gets.
fn without_next_number(options: &str) -> String {
    let words = options.split(' ').filter(|word| !word.starts_with("AUTO_INCREMENT="));
    words.collect::<Vec<_>>().join(" ")
}

/// Puts a text on one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
