"""The database is exactly what the records describe, by way of the migrations."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from accord.casework import journal
from accord.records import Base
from accord.records.base import open_engine
from accord.records.full_text import is_described
from accord.rules.moments import Moment
from accord.schema import is_up_to_date, migrate


def test_the_migrations_build_exactly_what_the_records_describe(database):
    engine = open_engine(f"sqlite:///{database}")

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_described})
        differences = compare_metadata(context, Base.metadata)

    assert differences == []
    engine.dispose()


def test_a_database_with_lines_in_it_goes_down_to_nothing_and_up_again(database, moment: Moment):
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        journal.note(session, "wrote a line", "test", actor="test", moment=moment, details={})
        session.commit()

    migrate(engine, to="base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}

    migrate(engine)
    migrate(engine)
    assert is_up_to_date(engine)
    engine.dispose()


@pytest.mark.parametrize("statement", ["UPDATE journal SET actor = 'somebody else'", "DELETE FROM journal"])
def test_the_database_itself_refuses_to_change_the_journal(session, moment: Moment, statement: str):
    journal.note(session, "wrote a line", "test", actor="test", moment=moment, details={})

    with pytest.raises(IntegrityError, match="journal is append-only"):
        session.execute(text(statement))
