"""The journal is archived: how far that went, and up to which number each stream is no longer whole.

A fact that is deleted is looked for in the two tables that point at it, each by an index of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("streams", sa.Column("archived", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "archive_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_head")),
    )
    op.create_index("ix_entries_fact", "entries", ["fact_id"], unique=False)
    op.create_index("ix_read_marks_fact_id", "read_marks", ["fact_id"], unique=False)


def downgrade():
    op.drop_index("ix_read_marks_fact_id", table_name="read_marks")
    op.drop_index("ix_entries_fact", table_name="entries")
    op.drop_table("archive_head")
    op.drop_column("streams", "archived")
