"""A delegate follows a child's or an elder's file, and what they decide says that it was they."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CHECKS = {
    "not_oneself": "delegate_id <> patient_id",
    "granted_by": "(ground = 'person') = (granted_by_id = patient_id)",
    "not_by_the_delegate": "granted_by_id <> delegate_id",
    "admin_says_why": "(ground = 'admin') = (reason <> '')",
    "ended_by": "ended_by_id IS NULL OR ended_at IS NOT NULL",
    "ground": "ground IN ('person', 'admin')",
}
PEOPLE = ("patient_id", "delegate_id", "granted_by_id", "ended_by_id")
DECIDED = ("access_requests", "patient_requests")  # what somebody may have done in the patient's place


def upgrade():
    _create_delegations()
    only = sa.text("name = 'DelegateSought'")
    op.create_index("ix_facts_sought", "facts", ["actor_id", "at"], sqlite_where=only, postgresql_where=only)
    for name in DECIDED:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("delegate_id", sa.Uuid(), nullable=True))
            table.create_foreign_key(op.f(f"fk_{name}_delegate_id"), "users", ["delegate_id"], ["id"])


def downgrade():
    for name in DECIDED:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_delegate_id"), type_="foreignkey")
            table.drop_column("delegate_id")
    op.drop_index("ix_facts_sought", "facts")
    op.drop_table("delegations")


def _create_delegations():
    op.create_table(
        "delegations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("delegate_id", sa.Uuid(), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("bond", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_delegations_{name}")) for name, rule in CHECKS.items()),
        *(sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_delegations_{name}")) for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_patient_id", "delegations", ["patient_id"])
    op.create_index("ix_delegations_delegate_id", "delegations", ["delegate_id"])
    where = {"sqlite_where": sa.text("ended_at IS NULL"), "postgresql_where": sa.text("ended_at IS NULL")}
    op.create_index("uq_delegations_open", "delegations", ["patient_id", "delegate_id"], unique=True, **where)
    op.create_index("ix_delegations_ends", "delegations", ["ends_at"], **where)
