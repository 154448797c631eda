//! The queries of PostgreSQL's catalog: one for each kind of object, whatever the number of objects.
//!
//! `$1` is the array of the schemas looked at. A schema's name is NULL where it is the default one. Columns that not every version has
//! are read by way of JSON, which gives NULL where there is none.
//!
//! Source: <https://www.postgresql.org/docs/current/catalogs.html>.

/// The session: its default schema, the schemas in which it looks for names, and the database's tablespace.
pub(super) const SESSION: &str = "SELECT current_schema()::text, to_json(current_schemas(false))::text, \
    (SELECT t.spcname::text FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace \
     WHERE d.datname = current_database())";

/// Schemas of users' own, but for the default one.
pub(super) const SCHEMAS: &str = "SELECT n.nspname::text FROM pg_namespace n \
    WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
    AND n.nspname IS DISTINCT FROM current_schema() \
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_namespace'::regclass \
        AND d.objid = n.oid AND d.deptype = 'e') \
    ORDER BY n.nspname COLLATE \"C\"";

/// Those of the schemas that there are, but for the default one.
pub(super) const SCHEMAS_THERE: &str = "SELECT n.nspname::text FROM pg_namespace n \
    WHERE n.nspname = ANY ($1::text[]) AND n.nspname IS DISTINCT FROM current_schema()";

/// Extensions: schema, name. The language that every database has is the server's own.
pub(super) const EXTENSIONS: &str = "SELECT nullif(n.nspname::text, current_schema()::text), e.extname::text \
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'";

/// Enums and domains: id, kind, schema, name, whether it is to be listed, the enum's values; the domain's type (as of a column), its
/// base type, whether it refuses NULL, its default, its checks with their names, and its collation. Types of other schemas are there for the columns that have them.
pub(super) const TYPES: &str = "SELECT t.oid, t.typtype::text, nullif(n.nspname::text, current_schema()::text), t.typname::text, \
    n.nspname = ANY ($1::text[]) AND NOT EXISTS (SELECT FROM pg_depend d \
        WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'), \
    CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) \
        FROM pg_enum e WHERE e.enumtypid = t.oid)::text END, \
    format_type(t.typbasetype, t.typtypmod), b.oid, b.typtype::text, \
    CASE WHEN bn.nspname <> 'pg_catalog' THEN nullif(bn.nspname::text, current_schema()::text) END, \
    CASE WHEN bn.nspname <> 'pg_catalog' THEN b.typname::text END, \
    t.typnotnull, pg_get_expr(t.typdefaultbin, 0), \
    CASE WHEN t.typtype = 'd' THEN (SELECT json_agg(json_build_array(c.conname, pg_get_expr(c.conbin, 0)) ORDER BY c.conname COLLATE \"C\") \
        FROM pg_constraint c WHERE c.contypid = t.oid AND c.contype = 'c')::text END, co.collname::text \
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace \
    LEFT JOIN pg_type o ON o.oid = t.typbasetype \
    LEFT JOIN pg_type b ON b.oid = CASE WHEN o.typcategory = 'A' AND o.typtype = 'b' AND o.typelem <> 0 THEN o.typelem ELSE o.oid END \
    LEFT JOIN pg_namespace bn ON bn.oid = b.typnamespace \
    LEFT JOIN pg_collation co ON co.oid = t.typcollation AND t.typcollation <> o.typcollation \
    WHERE t.typtype IN ('e', 'd') AND n.nspname NOT IN ('pg_catalog', 'information_schema')";

/// Sequences: schema, name, whether it is to be listed, type, start, increment, least, largest, cache, cycle; how it belongs to a column
/// (`a` when it is dropped with it, `i` when it is that of an identity), that column's table (id, schema, name), number and name.
pub(super) const SEQUENCES: &str = "SELECT nullif(n.nspname::text, current_schema()::text), c.relname::text, \
    NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'), \
    format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, \
    d.deptype::text, t.oid, nullif(tn.nspname::text, current_schema()::text), t.relname::text, d.refobjsubid, a.attname::text, c.oid \
    FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 \
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i') \
    LEFT JOIN pg_class t ON t.oid = d.refobjid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace \
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid \
    WHERE n.nspname = ANY ($1::text[])";

/// Tables and views: id, schema, name, kind, whether it is unlogged, the key and the bounds of partitions, the tables that it inherits
/// from, storage parameters, tablespace, remark, row security and whether it is forced, a view's query.
pub(super) const RELATIONS: &str = "SELECT c.oid, nullif(n.nspname::text, current_schema()::text), c.relname::text, c.relkind::text, \
    c.relpersistence = 'u', pg_get_partkeydef(c.oid), pg_get_expr(c.relpartbound, c.oid), \
    p.parents, to_json(c.reloptions)::text, ts.spcname::text, o.description, \
    c.relrowsecurity, c.relforcerowsecurity, \
    CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace \
    LEFT JOIN pg_description o ON o.classoid = 'pg_class'::regclass AND o.objoid = c.oid AND o.objsubid = 0 \
    LEFT JOIN (SELECT i.inhrelid, json_agg(json_build_array(nullif(pn.nspname::text, current_schema()::text), pc.relname) \
            ORDER BY i.inhseqno)::text AS parents \
        FROM pg_inherits i JOIN pg_class pc ON pc.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace \
        WHERE pc.relkind IN ('r', 'p') GROUP BY i.inhrelid) p ON p.inhrelid = c.oid \
    WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relpersistence <> 't' \
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') \
    ORDER BY n.nspname COLLATE \"C\", c.relname COLLATE \"C\"";

/// Columns of tables and materialised views: the table's id, number, name, whether it is the table's own, type; of the type (of an
/// array: of its elements) the id, kind and, when it is not the server's own, schema and name; whether it refuses NULL, its default or
/// expression, identity, generated, collation, remark.
pub(super) const COLUMNS: &str = "SELECT a.attrelid, a.attnum, a.attname::text, a.attislocal, format_type(a.atttypid, a.atttypmod), \
    b.oid, b.typtype::text, \
    CASE WHEN bn.nspname <> 'pg_catalog' THEN nullif(bn.nspname::text, current_schema()::text) END, \
    CASE WHEN bn.nspname <> 'pg_catalog' THEN b.typname::text END, \
    a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text, \
    co.collname::text, o.description \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    JOIN pg_type t ON t.oid = a.atttypid \
    JOIN pg_type b ON b.oid = CASE WHEN t.typcategory = 'A' AND t.typtype = 'b' AND t.typelem <> 0 THEN t.typelem ELSE t.oid END \
    JOIN pg_namespace bn ON bn.oid = b.typnamespace \
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
    LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation \
    LEFT JOIN pg_description o ON o.classoid = 'pg_class'::regclass AND o.objoid = a.attrelid AND o.objsubid = a.attnum \
    WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'm') \
    ORDER BY a.attrelid, a.attnum";

/// Constraints that a table does not have from the one that it is a part of: the table's id, name, kind, columns; deferrable, deferred,
/// valid; the schema, name and columns of the table referred to, actions on delete and update, match; a check's condition, an exclusion's
/// definition; columns of its index, how many of them are keys, whether NULLs are the same; whether it is not inherited, the columns that
/// a deletion sets.
pub(super) const CONSTRAINTS: &str = "SELECT con.conrelid, con.conname::text, con.contype::text, con.conkey::text, \
    con.condeferrable, con.condeferred, con.convalidated, \
    CASE WHEN con.contype = 'f' THEN nullif(rn.nspname::text, current_schema()::text) END, r.relname::text, \
    CASE WHEN con.contype = 'f' THEN (SELECT json_agg(a.attname ORDER BY k.place) \
        FROM unnest(con.confkey) WITH ORDINALITY k (number, place) \
        JOIN pg_attribute a ON a.attrelid = con.confrelid AND a.attnum = k.number)::text END, \
    con.confdeltype::text, con.confupdtype::text, con.confmatchtype::text, \
    CASE con.contype WHEN 'c' THEN pg_get_expr(con.conbin, con.conrelid) WHEN 'x' THEN pg_get_constraintdef(con.oid) END, \
    i.indkey::text, i.indnkeyatts, to_jsonb(i) ->> 'indnullsnotdistinct' = 'true', con.connoinherit, \
    CASE WHEN con.contype = 'f' THEN translate(to_jsonb(con) ->> 'confdelsetcols', '[]', '') END \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_constraint con ON con.conrelid = c.oid \
    LEFT JOIN pg_class r ON r.oid = con.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace \
    LEFT JOIN pg_index i ON i.indexrelid = con.conindid AND con.contype IN ('p', 'u', 'x') \
    WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p') AND con.contype IN ('p', 'u', 'c', 'f', 'x') \
    AND con.conparentid = 0 AND (con.conislocal OR con.coninhcount = 0) \
    ORDER BY con.conrelid, strpos('pucfx', con.contype::text), con.conname COLLATE \"C\"";

/// Indexes that serve no constraint and are no part of a partitioned one: the table's id, name, unique, whether it is valid, method,
/// columns, how many of them are keys, orders, expressions, predicate, collations and operator classes where they are not the usual ones,
/// storage parameters, tablespace, whether NULLs are the same, remark.
pub(super) const INDEXES: &str = "SELECT i.indrelid, ic.relname::text, i.indisunique, i.indisvalid OR ic.relkind = 'I', am.amname::text, \
    i.indkey::text, i.indnkeyatts, i.indoption::text, \
    CASE WHEN i.indexprs IS NOT NULL THEN (SELECT json_agg(pg_get_indexdef(i.indexrelid, k, false) ORDER BY k) \
        FROM generate_series(1, i.indnkeyatts) k)::text END, \
    pg_get_expr(i.indpred, i.indrelid), k.collations, k.classes, \
    to_json(ic.reloptions)::text, ts.spcname::text, to_jsonb(i) ->> 'indnullsnotdistinct' = 'true', o.description \
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
    JOIN pg_index i ON i.indrelid = c.oid JOIN pg_class ic ON ic.oid = i.indexrelid JOIN pg_am am ON am.oid = ic.relam \
    LEFT JOIN pg_tablespace ts ON ts.oid = ic.reltablespace \
    LEFT JOIN pg_description o ON o.classoid = 'pg_class'::regclass AND o.objoid = ic.oid AND o.objsubid = 0 \
    LEFT JOIN LATERAL (SELECT json_agg(CASE WHEN k.ordered_by <> 0 AND k.ordered_by <> coalesce(a.attcollation, 100) \
                THEN co.collname END ORDER BY k.place)::text AS collations, \
            json_agg(CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL THEN \
                CASE WHEN pg_opclass_is_visible(oc.oid) THEN '' ELSE quote_ident(ocn.nspname) || '.' END || quote_ident(oc.opcname) \
                || coalesce(' (' || array_to_string(ia.attoptions, ', ') || ')', '') END ORDER BY k.place)::text AS classes \
        FROM unnest(i.indcollation::oid[], i.indclass::oid[]) WITH ORDINALITY k (ordered_by, class, place) \
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place::int - 1] AND a.attnum > 0 \
        LEFT JOIN pg_attribute ia ON ia.attrelid = i.indexrelid AND ia.attnum = k.place \
        LEFT JOIN pg_collation co ON co.oid = k.ordered_by \
        LEFT JOIN pg_opclass oc ON oc.oid = k.class LEFT JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace) k ON true \
    WHERE n.nspname = ANY ($1::text[]) AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't' \
    AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')) \
    AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = i.indexrelid) \
    ORDER BY i.indrelid, ic.relname COLLATE \"C\"";

/// Functions and procedures: kind, schema, name, the types of its arguments, its statement, and how that names it.
pub(super) const ROUTINES: &str = "SELECT p.prokind::text, nullif(n.nspname::text, current_schema()::text), p.proname::text, \
    array_to_string(ARRAY(SELECT format_type(a.id, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY a (id, place) ORDER BY a.place), ', '), \
    pg_get_functiondef(p.oid), quote_ident(n.nspname) || '.', quote_ident(p.proname) \
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
    WHERE n.nspname = ANY ($1::text[]) AND p.prokind IN ('f', 'p') \
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')";

/// Triggers, but for those that a partition has from its table: schema and name of the table, name, statement.
pub(super) const TRIGGERS: &str = "SELECT nullif(n.nspname::text, current_schema()::text), c.relname::text, t.tgname::text, \
    pg_get_triggerdef(t.oid, true) \
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = ANY ($1::text[]) AND NOT t.tgisinternal AND coalesce(to_jsonb(t) ->> 'tgparentid', '0') = '0' \
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.deptype = 'e')";

/// Policies: schema and name of the table, name, whether it allows more, command, roles, expressions.
pub(super) const POLICIES: &str = "SELECT nullif(n.nspname::text, current_schema()::text), c.relname::text, p.polname::text, \
    p.polpermissive, p.polcmd::text, \
    (SELECT json_agg(r.rolname ORDER BY r.rolname COLLATE \"C\") FROM pg_roles r WHERE r.oid = ANY (p.polroles))::text, \
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid) \
    FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
    WHERE n.nspname = ANY ($1::text[])";
