"""A file is opened in an emergency, an access is said to end soon, and a patient sees who is reading."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("pending", "approved", "rejected", "cancelled", "lapsed", "revoked", "expired")
EMERGENCY = ("emergency", "closed", "justified", "contested")
REASON_CODES = ("life_threatening", "cannot_consent", "minor_alone", "handover", "other")
CHECKS = {
    "emergency_states": f"(status IN {EMERGENCY}) = emergency",
    "emergency_reads": "emergency <= (level = 'read' AND expires_at IS NOT NULL)",
    "emergency_reason_code": "emergency = (reason_code IS NOT NULL)",
    "reason_code": f"reason_code IN {REASON_CODES}",
}
OPEN = sa.text("ended_at IS NULL")


def upgrade():
    columns = [
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_code", sa.String(32), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
    ]
    with op.batch_alter_table("access_requests") as table:
        for column in columns:
            table.add_column(column)
        table.create_foreign_key(op.f("fk_access_requests_reviewer_id"), "users", ["reviewer_id"], ["id"])
        _restate(table, BEFORE + EMERGENCY)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_access_requests_{name}"), rule)
    only = sa.text("status = 'emergency'")
    pair = ["patient_id", "doctor_id"]
    op.create_index(
        "uq_access_requests_emergency", "access_requests", pair, unique=True, sqlite_where=only, postgresql_where=only
    )
    _create_readings()


def downgrade():
    op.drop_table("readings")
    op.drop_index("uq_access_requests_emergency", "access_requests")
    op.execute("DELETE FROM access_requests WHERE emergency")
    with op.batch_alter_table("access_requests") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_access_requests_{name}"), type_="check")
        _restate(table, BEFORE)
        table.drop_constraint(op.f("fk_access_requests_reviewer_id"), type_="foreignkey")
        for name in ("warned_at", "reason_code", "contested_at", "reviewed_at", "reviewer_id"):
            table.drop_column(name)


def _restate(table, statuses):
    """Change which states there are."""
    table.drop_constraint(op.f("ck_access_requests_status"), type_="check")
    table.create_check_constraint(op.f("ck_access_requests_status"), f"status IN {statuses}")


def _create_readings():
    op.create_table(
        "readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["patient_id"], ["users.id"], name=op.f("fk_readings_patient_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["users.id"], name=op.f("fk_readings_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    op.create_index("ix_readings_patient_id", "readings", ["patient_id"])
    op.create_index("ix_readings_reader_id", "readings", ["reader_id"])
    where = {"sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("uq_readings_open", "readings", ["patient_id", "reader_id"], unique=True, **where)
    op.create_index("ix_readings_renewed", "readings", ["renewed_at"], **where)
