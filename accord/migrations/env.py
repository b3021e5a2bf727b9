"""Runs migrations on the connection that `accord.schema` hands over."""

from alembic import context

from accord.records import Base
from accord.records.full_text import is_described

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, include_name=is_described
)
with context.begin_transaction():
    context.run_migrations()
