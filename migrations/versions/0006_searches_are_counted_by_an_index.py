"""A doctor's searches of the last hour are counted by an index, as the papers a pharmacy has read are."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    only = sa.text("name = 'PatientsSearched'")
    op.create_index("ix_facts_searched", "facts", ["actor_id", "at"], sqlite_where=only, postgresql_where=only)


def downgrade():
    op.drop_index("ix_facts_searched", table_name="facts")
