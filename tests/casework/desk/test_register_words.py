"""The index of words finds what reading every text would find, and follows every change of the texts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from accord.casework.desk.register.listing import Cut, found_hazards
from accord.casework.desk.register.selection import Selection
from accord.records.base import open_engine
from accord.records.copying import copy_sqlite, damage_of_sqlite
from accord.records.full_text import LONGEST_WORD, MOST_PIECES, index_of_words, no_index_of_words, says_words
from accord.records.hazard import Hazard, HazardFactory
from accord.rules.desk.hazard_search import search_text, words_asked
from tests.casework.desk.register_world import ALL, the_day
from tests.casework.desk.words_said import TEXTS, TYPED, by_index, by_text, write_hazards

LETTERS = "aAbe9৯4.,-_'\"*()^:+&|!\\%/ \n\u200dকাি্ষয়়ংঁéİßⅧ﷼ﷺ中"
texts = st.text(alphabet=st.one_of(st.sampled_from(LETTERS), st.characters(exclude_categories=["Cs"])), max_size=30)


@pytest.fixture
def world(session):
    write_hazards(session, *TEXTS)
    session.commit()
    return session


def is_whole(session) -> bool:
    """Whether the index holds exactly what the hazards say; SQLite raises where it does not."""
    session.execute(text("INSERT INTO hazard_words (hazard_words, rank) VALUES ('integrity-check', 1)"))
    return True


def test_what_people_type_finds_what_reading_every_text_finds(world):
    for typed in TYPED:
        assert by_index(world, typed) == by_text(world, typed), typed


def test_most_of_what_people_type_finds_some_hazards_and_not_all(world):
    some = [typed for typed in TYPED if 0 < len(by_index(world, typed)) < len(TEXTS)]

    assert len(some) > len(TYPED) / 2


@given(said=st.lists(texts, min_size=1, max_size=6), typed=texts, first=st.integers(0, 5))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_found_by_the_same_words_as_by_reading_it(session, said, typed, first):
    hazards = write_hazards(session, *said)
    whole = said[first % len(said)]

    for question in (typed, whole, whole[:3], f"{whole} {typed}", *whole.split()):
        assert by_index(session, question) == by_text(session, question)
    assert hazards[first % len(said)].id in by_index(session, whole)

    session.rollback()


def test_a_word_longer_than_those_kept_is_found_by_its_text(session):
    write_hazards(session, "ক" * (LONGEST_WORD + 1), "ক" * LONGEST_WORD)

    assert [len(by_index(session, "ক" * (LONGEST_WORD + more))) for more in (0, 1, 2)] == [2, 1, 0]


def test_the_index_follows_a_hazard_written_changed_and_taken_out(world):
    (hazard,) = write_hazards(world, "turnstile")
    assert by_index(world, "turnstile") == {hazard.id}

    hazard.search_text = search_text("ঘূর্ণায়মান দরজা")
    world.flush()
    assert (by_index(world, "turnstile"), by_index(world, "ঘূর্ণায়")) == (set(), {hazard.id})

    hazard.item = 99
    world.flush()
    assert by_index(world, "ঘূর্ণায়") == {hazard.id}

    world.execute(delete(HazardFactory).where(HazardFactory.hazard_id == hazard.id))
    world.execute(delete(Hazard).where(Hazard.id == hazard.id))
    assert by_index(world, "ঘূর্ণায়") == set()
    assert is_whole(world)


def test_many_rows_written_or_changed_by_one_statement_are_followed(world):
    rows = [
        {
            column.name: getattr(hazard, column.key)
            for column in Hazard.__table__.columns
            if column.name not in ("id", "public_key")
        }
        for hazard in world.scalars(select(Hazard))
    ]
    world.execute(insert(Hazard), [row | {"search_text": " turnstile "} for row in rows])
    assert len(by_index(world, "turnstile")) == len(TEXTS)

    world.execute(update(Hazard).where(Hazard.search_text == " turnstile ").values(search_text=""))
    assert by_index(world, "turnstile") == set()
    assert is_whole(world)


def test_what_is_rolled_back_is_found_no_more(world):
    before = by_index(world, "gate")
    with world.begin_nested() as part:
        write_hazards(world, "gate")
        assert len(by_index(world, "gate")) == len(before) + 1
        part.rollback()
    assert by_index(world, "gate") == before

    write_hazards(world, "gate")
    world.rollback()

    assert by_index(world, "gate") == before
    assert is_whole(world)


def test_hazards_on_record_before_the_index_was_made_are_found_by_it(world):
    for statement in (*no_index_of_words("sqlite"), *index_of_words("sqlite")):
        world.execute(text(statement))

    assert by_index(world, "তালা") == by_text(world, "তালা") != set()
    assert is_whole(world)


def test_a_copy_is_whole_and_searched_alike(world, database, tmp_path):
    copy_sqlite(database, tmp_path / "copy.sqlite")

    assert damage_of_sqlite(tmp_path / "copy.sqlite") is None
    engine = open_engine(f"sqlite:///{tmp_path / 'copy.sqlite'}")
    with Session(engine) as session:
        assert by_index(session, "তালা") == by_text(world, "তালা") != set()
        assert is_whole(session)
    engine.dispose()


def test_no_text_is_read_where_the_index_knows(world):
    query = select(Hazard.id).where(says_words(("gate", "locked")))
    statement = query.compile(world.get_bind(), compile_kwargs={"literal_binds": True})

    plan = [row.detail for row in world.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]

    assert plan[0] == "SEARCH hazard USING INTEGER PRIMARY KEY (rowid=?)"
    assert any("hazard_words VIRTUAL TABLE" in line for line in plan)


def test_the_words_of_one_factory_are_found_by_their_texts_as_those_of_all_by_the_index(world, moment):
    factory = world.scalars(select(HazardFactory)).first().factory

    def found(typed, **asked):
        selection = Selection(words=words_asked(typed), **asked)
        return found_hazards(world, selection, ALL, day=the_day(moment), cut=Cut())

    for typed in TYPED:
        ours, those_of_all = found(typed, factory=factory.number), found(typed)
        assert set(ours.stands) == set(those_of_all.stands) == by_text(world, typed), typed
        assert ours.count == those_of_all.count == len(ours.stands)


def test_nobody_who_saves_waits_for_the_whole_index_to_be_put_together(session: Session):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the index of PostgreSQL is put together by its own cleaners")

    told = dict(session.execute(text("SELECT k, v FROM hazard_words_config")).all())

    assert told["crisismerge"] == MOST_PIECES
