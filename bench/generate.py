"""Writes the same revisions for each tool: every revision creates one table."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

RUNNER = '''\
//! create table {table}
//!
//! Revision ID: {id}
//! Revises: {revises}
//! Create Date: 2026-01-01 00:00:00.000000

use migration_api::prelude::*;

pub const REVISION: &str = "{id}";
pub const DOWN_REVISION: &[&str] = &[{down}];
pub const BRANCH_LABELS: &[&str] = &[];
pub const DEPENDS_ON: &[&str] = &[];

pub fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {{
    ctx.create_table(
        "{table}",
        &[
            Column::new("id", Integer).primary_key(),
            Column::new("name", Varchar(50)).not_null(),
            Column::new("note", Varchar(200)),
            Column::new("created", Timestamp),
        ],
        &[],
    )
}}

pub fn downgrade(ctx: &mut MigrationContext) -> MigrationResult {{
    ctx.drop_table("{table}")
}}
'''

ALEMBIC = '''\
"""create table {table}

Revision ID: {id}
Revises: {revises}
Create Date: 2026-01-01 00:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = "{id}"
down_revision: Union[str, Sequence[str], None] = {down}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "{table}",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("note", sa.String(200)),
        sa.Column("created", sa.DateTime()),
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table("{table}")
'''

RUNNER_ROWS = '''\
    let names: Vec<String> = (1..=100_000).map(|number| format!("name {number}")).collect();
    let date = DateValue { year: 2026, month: 1, day: 31 };
    let time = TimeValue { hour: 12, minute: 30, second: 0, microsecond: 250_000 };
    let rows: Vec<[Value<'_>; 4]> = (1..)
        .zip(&names)
        .map(|(id, name)| {
            let created = TimestampValue { date, time };
            [Value::Int(id), name.into(), "it's a note of some length".into(), created.into()]
        })
        .collect();
    let rows: Vec<&[Value<'_>]> = rows.iter().map(|row| row.as_slice()).collect();
    ctx.bulk_insert("TABLE", &["id", "name", "note", "created"], &rows)
'''

ALEMBIC_ROWS = '''\
    import datetime

    created = datetime.datetime(2026, 1, 31, 12, 30, 0, 250_000)
    table = sa.table(
        "TABLE",
        sa.column("id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("note", sa.String),
        sa.column("created", sa.DateTime),
    )
    op.bulk_insert(
        table,
        [
            {
                "id": number,
                "name": f"name {number}",
                "note": "it's a note of some length",
                "created": created,
            }
            for number in range(1, 100_001)
        ],
    )
'''

SQLX = """\
CREATE TABLE {table} (
    id {key} NOT NULL,
    name VARCHAR(50) NOT NULL,
    note VARCHAR(200),
    created TIMESTAMP,
    PRIMARY KEY (id)
);
"""

# The type of a primary key whose values the database gives out.
KEY_TYPES = {"sqlite": "INTEGER", "postgres": "SERIAL"}


@dataclass(frozen=True)
class Revision:
    """The revision with this number, from 1; on the one before it unless parents are given."""

    number: int
    parent_numbers: tuple[int, ...] | None = None

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits, the same in every run."""
        return identifier(self.number)

    @property
    def parents(self) -> list[str]:
        """The ids of the revisions that it comes after."""
        numbers = self.parent_numbers
        if numbers is None:
            numbers = (self.number - 1,) if self.number > 1 else ()
        return [identifier(number) for number in numbers]

    @property
    def table(self) -> str:
        """The table that it creates."""
        return f"t_{self.number:04}"


def identifier(number: int) -> str:
    """Returns the id of the revision with this number."""
    return hashlib.sha256(f"revision {number}".encode()).hexdigest()[:12]


def write_runner(versions: Path, revision: Revision) -> Path:
    """Writes a revision of the runner."""
    return write(versions, revision, "rs", fill(RUNNER, revision, quoted(revision.parents)))


def write_alembic(versions: Path, revision: Revision) -> Path:
    """Writes a revision of Alembic."""
    down = quoted(revision.parents) or "None"
    if len(revision.parents) > 1:
        down = f"({down})"
    return write(versions, revision, "py", fill(ALEMBIC, revision, down))


def write_sqlx(folder: Path, revision: Revision, database: str) -> Path:
    """Writes a migration of sqlx for this kind of database."""
    path = folder / f"{revision.number:04}_create_{revision.table}.sql"
    path.write_text(SQLX.format(table=revision.table, key=KEY_TYPES[database]))
    return path


def replace_upgrade(file: Path, body: str) -> None:
    """Gives the `upgrade` of a revision file another body."""
    text = file.read_text()
    begin = text.index("\n", text.index("upgrade(")) + 1
    end = text.index("\n}\n" if file.suffix == ".rs" else "\n\n\n", begin) + 1
    file.write_text(text[:begin] + body + text[end:])


def fill(template: str, revision: Revision, down: str) -> str:
    """Fills a template in."""
    revises = ", ".join(revision.parents)
    return template.format(id=revision.id, revises=revises, table=revision.table, down=down)


def quoted(ids: list[str]) -> str:
    """Returns ids as both languages write them in a list."""
    return ", ".join(f'"{id}"' for id in ids)


def write(versions: Path, revision: Revision, suffix: str, text: str) -> Path:
    """Writes a revision under the name that the tool itself would give it."""
    path = versions / f"{revision.id}_create_table_{revision.table}.{suffix}"
    path.write_text(text)
    return path
