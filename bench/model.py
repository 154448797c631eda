"""A schema of many tables, as each side has it: SQL for the database, values for the runner, SQLAlchemy's for Alembic.

Each table has ten columns, a key, a unique constraint, a foreign key to the table before it, two indexes and comments.
"""

KEYS = {"sqlite": "INTEGER", "postgres": "SERIAL"}

TABLE = """\
CREATE TABLE {name} (
    id {key} NOT NULL,
    code VARCHAR(20) NOT NULL,
    name VARCHAR(100) NOT NULL,
    note TEXT,
    amount NUMERIC(10, 2) DEFAULT 0 NOT NULL,
    quantity INTEGER DEFAULT 1 NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    created TIMESTAMP NOT NULL,
    updated TIMESTAMP,
    parent_id INTEGER,
    {primary_key}
    CONSTRAINT uq_{name}_code UNIQUE (code),
    CONSTRAINT fk_{name}_parent FOREIGN KEY (parent_id) REFERENCES {parent} (id) ON DELETE CASCADE
);
CREATE INDEX ix_{name}_name ON {name} (name);
CREATE INDEX ix_{name}_created ON {name} (created, active);
"""

PRIMARY_KEYS = {
    "sqlite": "PRIMARY KEY (id),",
    "postgres": "CONSTRAINT {name}_pkey PRIMARY KEY (id),",
}

# SQLite keeps no comments.
COMMENTS = {
    "sqlite": "",
    "postgres": """\
COMMENT ON TABLE {name} IS 'the table {name}';
COMMENT ON COLUMN {name}.name IS 'what people call it';
COMMENT ON COLUMN {name}.amount IS 'in the currency of the account';
""",
}

RUST = """\

/// Adds the table.
fn {name}(metadata: Metadata) -> Metadata {
    metadata.table(
        Table::new(
            "{name}",
            &[
                Column::new("id", Integer).primary_key(),
                Column::new("code", Varchar(20)).not_null(),
                Column::new("name", Varchar(100)).not_null().comment("what people call it"),
                Column::new("note", Text),
                Column::new("amount", Numeric(10, 2))
                    .not_null()
                    .default(0.into())
                    .comment("in the currency of the account"),
                Column::new("quantity", Integer).not_null().default(1.into()),
                Column::new("active", Boolean).not_null().default(true.into()),
                Column::new("created", Timestamp).not_null(),
                Column::new("updated", Timestamp),
                Column::new("parent_id", Integer),
            ],
            &[
                Constraint::unique("uq_{name}_code", &["code"]),
                Constraint::foreign_key("fk_{name}_parent", &["parent_id"], "{parent}", &["id"])
                    .on_delete(ReferentialAction::Cascade),
            ],
        )
        .indexes(&[
            Index::new("ix_{name}_created", "{name}", &["created", "active"]),
            Index::new("ix_{name}_name", "{name}", &["name"]),
        ])
        .comment("the table {name}"),
    )
}
"""

RUST_CALL = "    let metadata = {name}(metadata);\n"

PYTHON_HEAD = "import sqlalchemy as sa\n\nmetadata = sa.MetaData()\n"

PYTHON = """\

sa.Table(
    "{name}",
    metadata,
    sa.Column("id", sa.Integer(), primary_key=True),
    sa.Column("code", sa.String(20), nullable=False),
    sa.Column("name", sa.String(100), nullable=False, comment="what people call it"),
    sa.Column("note", sa.Text()),
    sa.Column(
        "amount",
        sa.Numeric(10, 2),
        nullable=False,
        server_default=sa.text("0"),
        comment="in the currency of the account",
    ),
    sa.Column("quantity", sa.Integer(), nullable=False, server_default=sa.text("1")),
    sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("created", sa.TIMESTAMP(), nullable=False),
    sa.Column("updated", sa.TIMESTAMP()),
    sa.Column("parent_id", sa.Integer()),
    sa.UniqueConstraint("code", name="uq_{name}_code"),
    sa.ForeignKeyConstraint(
        ["parent_id"], ["{parent}.id"], name="fk_{name}_parent", ondelete="CASCADE"
    ),
    sa.Index("ix_{name}_name", "name"),
    sa.Index("ix_{name}_created", "created", "active"),
    comment="the table {name}",
)
"""


def sql(size: int, kind: str) -> str:
    """Returns the statements that create so many tables."""
    primary_key = PRIMARY_KEYS[kind]
    template = TABLE.replace("{primary_key}", primary_key).replace("{key}", KEYS[kind])
    return filled(template + COMMENTS[kind], size)


def rust(size: int) -> tuple[str, str]:
    """Returns the body of `target_metadata`, and the functions that it calls: one a table, as a struct would have it."""
    calls = filled(RUST_CALL, size)
    return f"    let metadata = Metadata::new();\n{calls}    metadata\n", filled(RUST, size)


def python(size: int) -> str:
    """Returns the module with the metadata."""
    return PYTHON_HEAD + filled(PYTHON, size)


def filled(template: str, size: int) -> str:
    """Returns a template for each table."""
    parts = []
    for number in range(1, size + 1):
        parent = f"t_{max(1, number - 1):04}"
        text = template.replace("{name}", f"t_{number:04}")
        parts.append(text.replace("{parent}", parent))
    return "".join(parts)
