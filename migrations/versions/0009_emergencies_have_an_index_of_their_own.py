"""Emergencies are found among the accesses by an index of them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ONLY = sa.text("reason_code IS NOT NULL")


def upgrade():
    op.create_index("ix_access_requests_emergency", "access_requests", ["id"], sqlite_where=ONLY, postgresql_where=ONLY)


def downgrade():
    op.drop_index("ix_access_requests_emergency", table_name="access_requests")
