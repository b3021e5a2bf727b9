"""The steps of the database, up and down, with factories in it."""

from datetime import UTC, datetime

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from accord.records.base import open_engine
from accord.records.factory import CoverageChange, Factory, Sourcing
from accord.records.register import DuplicateState, LikelyDuplicate
from accord.rules.vocabulary import Coverage
from accord.schema import MIGRATIONS, migrate


def move_down_to(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def test_the_table_of_likely_duplicates_goes_and_comes_and_the_factories_stay(database, moment):
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        session.add_all([Factory(number=9490, name="Alif"), Factory(number=9491, name="Alif")])
        session.flush()
        one, other = session.scalars(select(Factory.id).order_by(Factory.number))
        pair = LikelyDuplicate(factory_id=one, other_factory_id=other, score=100, because="a\nb", found_at=moment.now)
        session.add(pair)
        session.commit()
        assert (pair.state, pair.reasons, pair.factory.number) == (DuplicateState.OPEN, ["a", "b"], 9490)

    move_down_to(engine, "0001")
    assert "likely_duplicate" not in inspect(engine).get_table_names()

    migrate(engine)
    with Session(engine) as session:
        assert list(session.scalars(select(LikelyDuplicate))) == []
        assert list(session.scalars(select(Factory.number).order_by(Factory.number))) == [9490, 9491]
    engine.dispose()


def test_what_counted_before_is_known_since_the_first_line_of_the_journal(database, moment):
    engine = open_engine(f"sqlite:///{database}")
    move_down_to(engine, "0002")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO journal VALUES (1, '2024-05-01 00:00:00.000000', 'x', 'x', 'x', '{}', 'x', 'x')",
            "INSERT INTO factory (id, number, coverage) VALUES (1, 9490, 'closed')",
            "INSERT INTO signatory (id, name, agreed_to_be_named) VALUES (1, 'Nordic Basics', 0)",
            "INSERT INTO sourcing (signatory_id, factory_id, from_on, to_on, is_lead) "
            "VALUES (1, 1, '2017-01-01', '2018-01-01', 0)",
        ):
            connection.exec_driver_sql(statement)

    migrate(engine)

    with Session(engine) as session:
        [sourcing] = session.scalars(select(Sourcing))
        [change] = session.scalars(select(CoverageChange))
        first_line = datetime(2024, 5, 1, tzinfo=UTC)
        assert (sourcing.recorded_at, sourcing.end_recorded_at) == (first_line, first_line)
        assert (change.factory.number, change.coverage, change.from_on) == (9490, Coverage.CLOSED, None)
        assert change.recorded_at == first_line
    engine.dispose()
