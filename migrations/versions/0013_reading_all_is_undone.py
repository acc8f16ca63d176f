"""Reading all notifications may be undone; a person turns the keys of their pages off."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("read_marks", sa.Column("together", sa.Uuid(), nullable=True))
    op.add_column("users", sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade():
    op.drop_column("users", "shortcuts")
    op.drop_column("read_marks", "together")
