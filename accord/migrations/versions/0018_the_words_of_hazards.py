"""An index of the words that hazards say, kept by the database."""

from alembic import op

from accord.records.full_text import index_of_words, no_index_of_words

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Go to this step."""
    for statement in index_of_words(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    """Go back from it."""
    for statement in no_index_of_words(op.get_bind().dialect.name):
        op.execute(statement)
