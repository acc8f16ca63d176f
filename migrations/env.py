"""Alembic's environment: the application's engine and tables."""

from alembic import context
from flask import current_app

from fadjma.extensions import db
from fadjma.models.types import UTCDateTime


def render_item(kind, item, _context):
    """A migration knows no type of the application: those may change, a migration may not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def run():
    """Run the migrations in one transaction."""
    with db.engine.connect().execution_options(writes=True) as connection:
        context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, render_item=render_item)
        with context.begin_transaction():
            context.run_migrations()
        if connection.in_transaction():
            connection.commit()


if context.is_offline_mode():
    context.configure(url=current_app.config["SQLALCHEMY_DATABASE_URI"], target_metadata=db.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    run()
