"""Tells what Alembic finds between databases: a question in each line, an answer in each line."""

import json
import sys
import warnings

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

warnings.simplefilter("ignore")


def metadata_of(bind):
    metadata = sa.MetaData()
    metadata.reflect(bind)
    if bind.dialect.name == "postgresql":
        for schema in sa.inspect(bind).get_schema_names():
            if schema not in ("information_schema", bind.dialect.default_schema_name):
                metadata.reflect(bind, schema=schema)
    return metadata


def table_of(thing):
    return thing if isinstance(thing, sa.Table) else thing.table


def told(difference):
    """Returns the kind, the schema, the table, and the name of what differs."""
    if isinstance(difference, list):
        return [told(one) for one in difference]
    kind = difference[0]
    if kind.startswith("modify_") or kind.endswith("_column"):
        schema, table, what = difference[1:4]
        return [kind, schema, table, getattr(what, "name", what)]
    table = table_of(difference[1])
    name = None if kind.endswith(("_table", "_table_comment")) else difference[1].name
    return [kind, table.schema, table.name, name]


def flat(differences):
    for difference in map(told, differences):
        yield from difference if isinstance(difference[0], list) else [difference]


def differences(actual, wanted, with_defaults):
    options = {
        "compare_type": True,
        "compare_server_default": with_defaults,
        "include_schemas": actual.dialect.name == "postgresql",
    }
    context = MigrationContext.configure(actual, opts=options)
    return list(flat(compare_metadata(context, metadata_of(wanted))))


def compared(actual, wanted, with_defaults):
    return {
        "between": differences(actual, wanted, with_defaults),
        "within": differences(actual, actual, with_defaults) + differences(wanted, wanted, with_defaults),
        "with_defaults": with_defaults,
    }


def answer(urls):
    engines = [sa.create_engine(url, poolclass=sa.NullPool) for url in urls]
    with engines[0].connect() as actual, engines[1].connect() as wanted:
        try:
            return compared(actual, wanted, True)
        except sa.exc.StatementError:
            # To compare defaults, Alembic asks the database for `one = other`, which not all types have.
            actual.rollback()
            wanted.rollback()
            return compared(actual, wanted, False)


for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result), flush=True)
