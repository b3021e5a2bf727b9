"""Runs migrations on the connection that `accord.schema` hands over."""

from alembic import context

from accord.records import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
