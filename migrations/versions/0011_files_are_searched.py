"""A file is searched by the words of its entries, kept beside them without case or accents."""

import json
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("medical_records", sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    bind = op.get_bind()
    said = sa.text(
        "SELECT r.id, v.title, v.content, v.data FROM medical_records r"
        " JOIN medical_record_versions v ON v.medical_record_id = r.id AND v.number = r.version"
    )
    words = sa.text("UPDATE medical_records SET search_text = :words WHERE id = :id")
    for id, title, content, data in bind.execute(said).all():
        values = json.loads(data) if isinstance(data, str) else data
        bind.execute(words, {"id": id, "words": _folded(" ".join([title, content, *map(str, values.values())]))})


def downgrade():
    op.drop_column("medical_records", "search_text")


def _folded(text):
    letters = unicodedata.normalize("NFKD", text.casefold().replace("\u0153", "oe").replace("\u00e6", "ae"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
