"""The balance of an ordonnance: lines not dispensed, substitutes, corrections, repeats; and the roster of duties."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORDONNANCE = ("status_since", "expiry_told", "repeat_of_id")
LINE = ("why_not", "answered_at", "replaced_by_id")
DISPENSE = ("substitute", "reason", "reverses_id")
CHECKS = {
    "prescription_lines": {
        "why_not": "(status = 'not_dispensed') = (why_not IS NOT NULL)",
        "why_not_value": "why_not IN ('out_of_stock', 'refused', 'unsuitable')",
    },
    "dispenses": {"reverses": "(quantity < 0) = (reverses_id IS NOT NULL)"},
}


def upgrade():
    _defer_foreign_keys()
    _ordonnances()
    _lines()
    _dispenses()
    _duties()
    with op.batch_alter_table("pharmacies") as table:
        table.drop_column("on_duty")


def _defer_foreign_keys():
    """Let SQLite build a table anew while others point to it: they are right again when all of it is committed."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA defer_foreign_keys = ON")


def _ordonnances():
    with op.batch_alter_table("prescriptions") as table:
        table.add_column(sa.Column("status_since", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("expiry_told", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("repeat_of_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_prescriptions_repeat_of_id"), "prescriptions", ["repeat_of_id"], ["id"])
    op.execute("UPDATE prescriptions SET status_since = updated_at")
    with op.batch_alter_table("prescriptions") as table:
        table.alter_column("status_since", nullable=False)
        table.alter_column("expiry_told", server_default=None)
    op.create_index("ix_prescriptions_status_since", "prescriptions", ["status", "status_since"])
    op.create_index("uq_prescriptions_repeat_of", "prescriptions", ["repeat_of_id"], unique=True)


def _lines():
    with op.batch_alter_table("prescription_lines") as table:
        table.add_column(sa.Column("why_not", sa.String(32), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_prescription_lines_replaced_by_id"), "prescription_lines", ["replaced_by_id"], ["id"]
        )
    op.execute("UPDATE prescription_lines SET why_not = 'out_of_stock' WHERE status = 'not_dispensed'")
    _check("prescription_lines")


def _dispenses():
    with op.batch_alter_table("dispenses") as table:
        table.add_column(sa.Column("substitute", sa.String(120), nullable=False, server_default=""))
        table.add_column(sa.Column("reason", sa.String(500), nullable=False, server_default=""))
        table.add_column(sa.Column("reverses_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_dispenses_reverses_id"), "dispenses", ["reverses_id"], ["id"])
    with op.batch_alter_table("dispenses") as table:
        table.alter_column("substitute", server_default=None)
        table.alter_column("reason", server_default=None)
    _check("dispenses")
    op.create_index("uq_dispenses_reverses", "dispenses", ["reverses_id"], unique=True)


def _check(name):
    with op.batch_alter_table(name) as table:
        for rule, words in CHECKS[name].items():
            table.create_check_constraint(op.f(f"ck_{name}_{rule}"), words)


def _duties():
    op.create_table(
        "duties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pharmacy_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_duties_ends_after_it_starts")),
        sa.ForeignKeyConstraint(["pharmacy_id"], ["pharmacies.id"], name=op.f("fk_duties_pharmacy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    op.create_index("ix_duties_ends_at", "duties", ["ends_at"])


def downgrade():
    _defer_foreign_keys()
    op.drop_table("duties")
    with op.batch_alter_table("pharmacies") as table:
        table.add_column(sa.Column("on_duty", sa.Boolean(), nullable=False, server_default=sa.false()))
    for index in ("ix_prescriptions_status_since", "uq_prescriptions_repeat_of"):
        op.drop_index(index, "prescriptions")
    op.drop_index("uq_dispenses_reverses", "dispenses")
    for name, rules in CHECKS.items():
        with op.batch_alter_table(name) as table:
            for rule in rules:
                table.drop_constraint(op.f(f"ck_{name}_{rule}"), type_="check")
    for name, link, columns in (
        ("prescriptions", "repeat_of_id", ORDONNANCE),
        ("prescription_lines", "replaced_by_id", LINE),
        ("dispenses", "reverses_id", DISPENSE),
    ):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_{link}"), type_="foreignkey")
            for column in columns:
                table.drop_column(column)
