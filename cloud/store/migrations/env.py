"""Run by Alembic: the steps on the connection that `run` hands over."""

from alembic import context

from cloud.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
