"""Who sources from which factory: periods that do not overlap, one lead brand at a time."""

from datetime import date

import pytest
from sqlalchemy import select

from accord.casework.coverage import coverage_on, set_coverage
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.journal import JournalEntry
from accord.rules.vocabulary import Coverage
from tests.casework.factory_lists import refused_with, take_in_sourcing, written

HEADS = ("signatory", "factory", "from", "to", "lead")


@pytest.fixture
def register(session):
    """Two factories, one of them without a brand."""
    session.add_all([Factory(number=9490, coverage=Coverage.INACTIVE), Factory(number=9491, coverage=Coverage.CLOSED)])
    session.flush()
    return session


def relations(session) -> list[tuple[object, ...]]:
    return [
        (sourcing.signatory.name, sourcing.factory.number, sourcing.from_on, sourcing.to_on, sourcing.is_lead)
        for sourcing in session.scalars(select(Sourcing).order_by(Sourcing.from_on))
    ]


def test_relations_and_signatories_are_created_once_whatever_the_spelling(register, moment, tmp_path):
    file = written(
        tmp_path,
        HEADS,
        ("Nordic Wear", "9490", "2018-01-01", "2019-01-01", "yes"),
        ("NORDIC WEAR", "9490", "1/1/2019", "", "no"),
        ("Alpine", "9490", "2019-06-01", "", "x"),
    )

    report = take_in_sourcing(register, moment, file)

    assert (report.created, report.signatories_created) == (3, ["Nordic Wear", "Alpine"])
    assert relations(register) == [
        ("Nordic Wear", 9490, date(2018, 1, 1), date(2019, 1, 1), True),
        ("Nordic Wear", 9490, date(2019, 1, 1), None, False),
        ("Alpine", 9490, date(2019, 6, 1), None, True),
    ]
    assert not register.scalars(select(Signatory.agreed_to_be_named)).first()


def test_the_same_file_twice_changes_nothing(register, moment, tmp_path):
    file = written(tmp_path, HEADS, ("Nordic Wear", "9490", "2018-01-01", "", "yes"))
    take_in_sourcing(register, moment, file)

    again = take_in_sourcing(register, moment, file)

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert len(list(register.scalars(select(JournalEntry)))) == 1


def test_a_newer_file_may_set_an_end_and_a_lead_but_takes_nothing_back(register, moment, tmp_path):
    take_in_sourcing(register, moment, written(tmp_path, HEADS, ("Nordic Wear", "9490", "2018-01-01", "", "")))

    newer = take_in_sourcing(
        register, moment, written(tmp_path, HEADS, ("Nordic Wear", "9490", "2018-01-01", "2020-01-01", "yes"))
    )
    older = take_in_sourcing(
        register, moment, written(tmp_path, HEADS, ("Nordic Wear", "9490", "2018-01-01", "2021-01-01", "no"))
    )

    assert (newer.updated, older.updated, older.unchanged) == (1, 0, 1)
    assert relations(register) == [("Nordic Wear", 9490, date(2018, 1, 1), date(2020, 1, 1), True)]
    assert [(note.row, note.column) for note in older.warnings] == [(2, "to"), (2, "lead")]


def test_a_factory_without_a_brand_that_has_one_today_becomes_active_and_a_closed_one_does_not(
    register, moment, tmp_path
):
    file = written(tmp_path, HEADS, ("Nordic", "9490", "2018-01-01", "", ""), ("Nordic", "9491", "2018-01-01", "", ""))

    report = take_in_sourcing(register, moment, file)

    assert report.activated == [9490]
    assert set(register.scalars(select(Factory.coverage))) == {Coverage.ACTIVE, Coverage.CLOSED}


def test_a_relation_that_has_ended_makes_no_factory_active(register, moment, tmp_path):
    file = written(tmp_path, HEADS, ("Nordic", "9490", "2018-01-01", "2024-07-01", ""))

    assert take_in_sourcing(register, moment, file).activated == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("A", "9999", "2018-01-01")], "row 2, column 'factory': there is no factory 9999"),
        ([("A", "94", "2018-01-01")], "row 2, column 'factory': “94” is no factory number"),
        ([("", "9490", "2018-01-01")], "row 2, column 'signatory': the cell is empty; expected the signatory's name"),
        ([("A", "9490", "")], "row 2, column 'from': the cell is empty; expected the first day"),
        ([("A", "9490", "31/02/2018")], "row 2, column 'from': “31/02/2018” is a day that no calendar holds"),
        ([("A", "9490", "2018-02-30")], "row 2, column 'from': “2018-02-30” is"),
        ([("A", "9490", "soon")], "row 2, column 'from': “soon” is no date"),
        ([("A", "9490", "2018-05-01", "2018-04-01")], "row 2, column 'to': the relation ends on 2018-04-01"),
        ([("A", "9490", "2018-05-01", "", "maybe")], "row 2, column 'lead': “maybe” is neither yes nor no"),
        ([("A", "9490", "2018-05-01"), ("a", "9490", "2019-05-01")],
         "row 3, column 'from': A already sources from factory 9490 from 2018-05-01 (row 2)"),
        ([("A", "9490", "2018-05-01"), ("A", "9490", "2018-05-01")], "row 3, column 'from': row 2 tells of the same"),
        ([("A", "9490", "2018-05-01", "", "yes"), ("B", "9490", "2018-06-01", "", "yes")],
         "row 3, column 'lead': factory 9490 would have two lead brands at once: A is lead from 2018-05-01 (row 2)"),
    ],
)  # fmt: skip
def test_a_contradiction_is_refused_in_a_sentence_with_row_and_column(register, moment, tmp_path, rows, words):
    sentences = refused_with(take_in_sourcing, register, moment, written(tmp_path, HEADS, *rows))

    assert any(sentence.startswith(f"list.csv, {words}") for sentence in sentences), sentences
    register.rollback()
    assert relations(register) == []


def test_a_lead_brand_on_record_stands_against_a_second_one_in_a_list(register, moment, tmp_path):
    take_in_sourcing(register, moment, written(tmp_path, HEADS, ("Alpine", "9490", "2018-01-01", "2020-01-01", "yes")))

    [sentence] = refused_with(
        take_in_sourcing, register, moment, written(tmp_path, HEADS, ("Nordic", "9490", "2019-12-31", "", "yes"))
    )

    assert "Alpine is lead from 2018-01-01 to 2020-01-01 (on record)" in sentence


def test_a_list_without_a_needed_column_is_refused(register, moment, tmp_path):
    sentences = refused_with(
        take_in_sourcing, register, moment, written(tmp_path, ("signatory", "to"), ("A", "2018-01-01"))
    )

    assert [sentence.split(":")[0] for sentence in sentences] == [
        "list.csv, row 1, column 'factory'",
        "list.csv, row 1, column 'from'",
    ]


def test_a_factory_that_was_called_inactive_after_its_brand_began_is_active_from_that_day_and_once(
    session, moment, tmp_path
):
    factory = Factory(number=9490)
    set_coverage(factory, Coverage.INACTIVE, from_on=date(2020, 1, 1), actor="the CSO", moment=moment)
    session.add(factory)
    session.flush()
    file = written(tmp_path, HEADS, ("Nordic Wear", "9490", "2018-01-01", "", "yes"))

    first, again = take_in_sourcing(session, moment, file), take_in_sourcing(session, moment, file)

    assert (first.activated, again.activated) == ([9490], [])
    assert coverage_on(factory, moment.today) is Coverage.ACTIVE
    assert len(factory.coverage_changes) == 2
