"""Files belong to the entries of a patient's file; their bytes are in a table of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TYPES = ("application/pdf", "image/jpeg", "image/png", "image/webp")
MOST_BYTES = 10 * 1024 * 1024


def upgrade():
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("medical_record_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("type", sa.String(32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"type IN {TYPES}", name=op.f("ck_attachments_type")),
        sa.CheckConstraint(f"size BETWEEN 1 AND {MOST_BYTES}", name=op.f("ck_attachments_size")),
        sa.ForeignKeyConstraint(
            ["medical_record_id"], ["medical_records.id"], name=op.f("fk_attachments_medical_record_id_medical_records")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_attachments_author_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    for column in ("medical_record_id", "author_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column])
    op.create_table(
        "attachment_contents",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_attachment_contents_attachment_id_attachments")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_contents")),
    )


def downgrade():
    op.drop_table("attachment_contents")
    op.drop_table("attachments")
