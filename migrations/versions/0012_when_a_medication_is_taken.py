"""A line says in numbers when it is taken: in the morning, at noon, in the evening, at bedtime."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("prescription_lines", sa.Column("posology", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    op.drop_column("prescription_lines", "posology")
