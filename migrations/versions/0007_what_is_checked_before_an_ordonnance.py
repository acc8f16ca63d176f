"""What is checked before an ordonnance is signed: medications and interactions, read in from fadjma/formulary; what the checks
found is kept with it. And who asks too often whether one is genuine."""

import csv
import re
import unicodedata
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

FORMULARY = Path(__file__).parents[2] / "fadjma" / "formulary"
SEVERITIES = ("contraindicated", "discouraged", "precaution")


def upgrade():
    op.add_column("prescriptions", sa.Column("alerts", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("prescriptions", sa.Column("repeat_withheld_at", sa.DateTime(timezone=True), nullable=True))
    _fill(*_medications(), _aliases(), _interactions())
    op.create_table(
        "verifications",
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_verifications")),
    )
    op.create_index("ix_verifications_since", "verifications", ["since"])


def _medications():
    keyed = [
        sa.Column(f"{name}{key}", sa.String(length), nullable=False)
        for name, length in (("name", 120), ("form", 60), ("strength", 120))
        for key in ("", "_key")
    ]
    table = op.create_table(
        "medications",
        sa.Column("id", sa.Uuid(), nullable=False),
        *keyed,
        sa.Column("atc", sa.String(7), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medications")),
        sa.UniqueConstraint("name_key", "form_key", "strength_key", name="uq_medications_presentation"),
    )
    return (table,)


def _aliases():
    table = op.create_table(
        "medication_aliases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alias", sa.String(120), nullable=False),
        sa.Column("alias_key", sa.String(120), nullable=False),
        sa.Column("name_key", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medication_aliases")),
        sa.UniqueConstraint("alias_key", "name_key", name="uq_medication_aliases_pair"),
    )
    op.create_index("ix_medication_aliases_name_key", "medication_aliases", ["name_key"])
    return table


def _interactions():
    return op.create_table(
        "interactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.String(120), nullable=False),
        sa.Column("second", sa.String(120), nullable=False),
        sa.Column("severity", sa.String(32), nullable=False),
        sa.Column("effect", sa.String(300), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.CheckConstraint(f"severity IN {SEVERITIES}", name=op.f("ck_interactions_severity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interactions")),
        sa.UniqueConstraint("first", "second", name="uq_interactions_pair"),
    )


def _fill(medications, aliases, interactions):
    """Read in what the release ships. Its own small reader: what a later release's reader takes is no matter here."""
    rows, source = _read("medications.csv")
    also = {
        (_key(alias), _key(row["name"])): alias
        for row in rows
        for alias in filter(None, map(str.strip, row["aliases"].split(";")))
    }
    kept = [
        {"id": uuid7(), "atc": row["atc"], **source}
        | {name: row[name] for name in ("name", "form", "strength")}
        | {f"{name}_key": _key(row[name]) for name in ("name", "form", "strength")}
        for row in rows
    ]
    op.bulk_insert(medications, kept)
    pairs = [{"id": uuid7(), "alias": said, "alias_key": alias, "name_key": name} for (alias, name), said in also.items()]
    op.bulk_insert(aliases, pairs)
    rows, source = _read("interactions.csv")
    sides = (dict(zip(("first", "second"), sorted((row.pop("first"), row.pop("second"))), strict=True)) for row in rows)
    op.bulk_insert(interactions, [{"id": uuid7(), **both, **row, **source} for both, row in zip(sides, rows, strict=True)])


def _read(name):
    lines = (FORMULARY / name).read_text(encoding="utf-8").splitlines()
    said = dict(line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("#"))
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return rows, {"source": said["source"], "dated": date.fromisoformat(said["date"])}


def _key(text):
    letters = unicodedata.normalize("NFKD", text.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    return " ".join(word[:-1] if len(word) > 4 and word.endswith("s") else word for word in words)


def downgrade():
    if op.get_bind().dialect.name == "sqlite":  # the table is built anew while others point to it
        op.execute("PRAGMA defer_foreign_keys = ON")
    for table in ("verifications", "interactions", "medication_aliases", "medications"):
        op.drop_table(table)
    with op.batch_alter_table("prescriptions") as table:
        for name in ("alerts", "repeat_withheld_at"):
            table.drop_column(name)
