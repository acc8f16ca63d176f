"""A shared phone locks: people may have a PIN, their sessions say when somebody was there and whether they are locked."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = [
    ("users", sa.Column("pin_hash", sa.String(200), nullable=True)),
    ("users", sa.Column("lock_minutes", sa.Integer(), nullable=False, server_default="5")),
    ("sessions", sa.Column("active_at", sa.DateTime(timezone=True), nullable=True)),
    ("sessions", sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True)),
    ("sessions", sa.Column("pin_tries", sa.Integer(), nullable=False, server_default="0")),
]


def upgrade():
    for table, column in COLUMNS:
        op.add_column(table, column)


def downgrade():
    for table, column in COLUMNS:
        op.drop_column(table, column.name)
