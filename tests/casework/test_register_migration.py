"""The second step of the database, up and down, with factories in it."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from accord.records.base import open_engine
from accord.records.factory import Factory
from accord.records.register import DuplicateState, LikelyDuplicate
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
