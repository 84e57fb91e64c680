"""Run by Alembic: bring the open connection of the store up to date, inside its transaction."""

from alembic import context

from app.models.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
