"""A person's notifications are found by an index of the loud entries alone, however many quiet ones their streams hold."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LOUD = sa.text("loud")


def upgrade():
    op.drop_index("ix_entries_stream_fact", table_name="entries")
    op.drop_index("ix_entries_loud", table_name="entries")
    op.create_index("ix_entries_loud", "entries", ["stream", "fact_id"], sqlite_where=LOUD, postgresql_where=LOUD)


def downgrade():
    op.drop_index("ix_entries_loud", table_name="entries")
    op.create_index("ix_entries_loud", "entries", ["stream", "seq"], sqlite_where=LOUD, postgresql_where=LOUD)
    op.create_index("ix_entries_stream_fact", "entries", ["stream", "fact_id"])
