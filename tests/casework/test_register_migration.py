"""The steps of the database, up and down, with factories in it."""

from datetime import UTC, datetime

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, select
from sqlalchemy.orm import Session

from accord.casework.journal import note
from accord.casework.register import say_same, undo
from accord.records.base import open_engine
from accord.records.cap import Recognition
from accord.records.factory import CoverageChange, Factory, Occupant, Sourcing
from accord.records.order import OrderPlace
from accord.records.register import DuplicateState, FactoryMerge, LikelyDuplicate
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


def test_factories_that_stand_for_others_go_back_to_a_version_that_knows_none_and_come_again(database, moment):
    engine = open_engine(f"sqlite:///{database}")
    with Session(engine) as session:
        session.add_all([Factory(number=9490, name="Alif"), Factory(number=9491, name="Alif", os_id="BD2019083XA3M0V")])
        session.flush()
        say_same(session, 9490, 9491, keep=9490, actor="test", moment=moment)
        session.commit()

    move_down_to(engine, "0003")

    assert "factory_merge" not in inspect(engine).get_table_names()
    assert "merged_into_id" not in {column["name"] for column in inspect(engine).get_columns("factory")}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        rows = connection.exec_driver_sql("SELECT number, coverage, os_id FROM factory ORDER BY number").all()
        assert rows == [(9490, "active", "BD2019083XA3M0V"), (9491, "archived", None)]

    migrate(engine)
    with Session(engine) as session:
        assert list(session.scalars(select(FactoryMerge))) == []
        [pair] = session.scalars(select(LikelyDuplicate))
        assert (pair.state, pair.factory.merged_into, pair.other_factory.merged_into) == (
            DuplicateState.SAME,
            None,
            None,
        )
        told = undo(session, 9490, 9491, actor="test", moment=moment).told
        assert (pair.state, told["taken_back"], told["left"]) == (DuplicateState.OPEN, [], [])
    engine.dispose()


def test_factories_on_record_stand_for_themselves_when_merges_come_and_keep_what_refers_to_them(database):
    engine = open_engine(f"sqlite:///{database}")
    move_down_to(engine, "0003")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO factory (id, number, coverage) VALUES (1, 9490, 'active'), (2, 9491, 'active')",
            "INSERT INTO building (id, name) VALUES (1, 'East')",
            "INSERT INTO occupant (building_id, factory_id) VALUES (1, 2)",
        ):
            connection.exec_driver_sql(statement)

    migrate(engine)

    with Session(engine) as session:
        assert [factory.merged_into for factory in session.scalars(select(Factory))] == [None, None]
        assert [occupant.factory.number for occupant in session.scalars(select(Occupant))] == [9491]
    engine.dispose()


def test_bangla_names_of_floors_and_zones_come_and_go_and_what_refers_to_them_stays(database):
    engine = open_engine(f"sqlite:///{database}")
    move_down_to(engine, "0004")
    with engine.begin() as connection:
        for statement in (
            "INSERT INTO building (id, name) VALUES (1, 'East')",
            "INSERT INTO floor (id, building_id, level, name) VALUES (1, 1, 3, '3rd floor')",
            "INSERT INTO zone (id, floor_id, name) VALUES (1, 1, 'Store')",
            "INSERT INTO safety_order (id, public_key, kind, building_id, because)"
            " VALUES (1, 'k', 'evacuation', 1, 'x')",
            "INSERT INTO order_place (order_id, floor_id, zone_id) VALUES (1, 1, 1)",
        ):
            connection.exec_driver_sql(statement)

    migrate(engine)
    with Session(engine) as session:
        [place] = session.scalars(select(OrderPlace))
        assert (place.floor.name_bn, place.zone.name_bn) == (None, None)
        place.floor.name_bn, place.zone.name_bn = "৩য় ফ্লোর", "গুদাম"
        session.commit()

    move_down_to(engine, "0004")
    migrate(engine)
    with Session(engine) as session:
        [place] = session.scalars(select(OrderPlace))
        assert (place.floor.name, place.floor.name_bn, place.zone.name) == ("3rd floor", None, "Store")
    engine.dispose()


def test_numbers_and_reasons_of_letters_of_recognition_are_taken_over_from_the_journal(database, moment):
    engine = open_engine(f"sqlite:///{database}")
    who = {"actor": "the CSO", "moment": moment}
    with Session(engine) as session:
        factory = Factory(number=9490)
        session.add(factory)
        session.flush()
        letters = [
            Recognition(factory_id=factory.id, recognised_on=moment.today, actor="the CSO", recorded_at=moment.now)
            for _ in range(2)
        ]
        letters[0].withdrawn_on, letters[0].withdrawal_recorded_at = moment.today, moment.now
        session.add_all(letters)
        session.flush()
        gone, stands = (letter.id for letter in letters)
        note(session, "recognised", "factory 9490", details={"recognition": gone, "letter": "BA/L 1"}, **who)
        told = {"recognition": gone, "reason": "A gate is locked."}
        note(session, "withdrew the recognition", "factory 9490", details=told, **who)
        session.commit()
    move_down_to(engine, "0023")
    assert "number" not in {column["name"] for column in inspect(engine).get_columns("recognition")}

    migrate(engine)

    with Session(engine) as session:
        letter = session.get_one(Recognition, gone)
        assert (letter.number, letter.why_withdrawn, letter.withdrawn_by) == ("BA/L 1", "A gate is locked.", "the CSO")
        assert session.get_one(Recognition, stands).number is None
    engine.dispose()
