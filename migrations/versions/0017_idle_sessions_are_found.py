"""Sessions that nobody touches are found without reading all that ever were: each look is as quick after years."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL AND locked_at IS NULL")


def upgrade():
    op.create_index("ix_sessions_idle", "sessions", ["active_at"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade():
    op.drop_index("ix_sessions_idle", table_name="sessions")
