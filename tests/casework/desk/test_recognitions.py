"""Letters of recognition, and meetings: what the chief safety officer and the office write of a whole factory."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk.meetings import Notes, NotHeldYet, keep_notes, meetings_of
from accord.casework.desk.recognitions import (
    DayIsWrong,
    NoLetter,
    NotComplete,
    complete_factories,
    prospect,
    recognise,
    withdraw_recognition,
)
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.records.cap import Recognition
from accord.records.hazard import HazardEvent
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.desk.recognition import Lacking
from accord.rules.vocabulary import CapState, Coverage, Discipline, FactoryStatus, Source, Status
from tests.desk_builders import a_cap_version, a_factory_with_hazard, a_person, a_visitor, an_engineer

REQUIRED = (Discipline.STRUCTURAL, Discipline.FIRE, Discipline.ELECTRICAL)


@pytest.fixture
def chief(session, moment):
    return a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment)


def corrected(session, hazard, moment):
    engineer = an_engineer(session, hazard.discipline)
    session.add(
        HazardEvent(
            hazard_id=hazard.id,
            status=Status.CORRECTED,
            effective_on=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            actor="an engineer",
            person_id=engineer.id,
        )
    )
    hazard.status = Status.CORRECTED
    session.flush()


@pytest.fixture
def hazards(session, moment):
    """One initial hazard of each discipline, in progress, each with an approved plan."""
    found = [a_factory_with_hazard(session, moment, discipline=discipline) for discipline in REQUIRED]
    factory = found[0].links[0].factory
    factory.coverage = Coverage.ACTIVE
    for discipline in REQUIRED:
        steps = [(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
        a_cap_version(session, factory, discipline, steps=steps)
    return found


@pytest.fixture
def factory(hazards):
    return hazards[0].links[0].factory


def test_a_factory_is_recognised_once_every_initial_hazard_is_corrected(session, hazards, factory, chief, moment):
    for hazard in hazards[1:]:
        corrected(session, hazard, moment)
    assert complete_factories(session) == []
    with pytest.raises(NotComplete) as refused:
        recognise(session, factory, letter_number="L 1", on=moment.today, who=chief, moment=moment)
    assert refused.value.why is Lacking.OPEN_INITIAL_HAZARDS

    corrected(session, hazards[0], moment)
    assert complete_factories(session) == [factory]
    recognise(session, factory, letter_number="L 1", on=moment.today, who=chief, moment=moment)

    assert progress(session, Scope(factory=9001), moment=moment).status is FactoryStatus.INITIAL_CAP_COMPLETED
    assert complete_factories(session) == []
    assert "L 1" in session.scalars(select(JournalEntry.details).where(JournalEntry.deed == "recognised")).one()
    with pytest.raises(NotComplete) as again:
        recognise(session, factory, letter_number="L 2", on=moment.today, who=chief, moment=moment)
    assert again.value.why is Lacking.RECOGNISED


def test_a_discipline_without_an_approved_plan_stands_against_the_letter(session, chief, moment):
    hazard = a_factory_with_hazard(session, moment)
    corrected(session, hazard, moment)
    factory = hazard.links[0].factory

    assert complete_factories(session) == []
    assert prospect(session, factory, moment=moment).why_not is Lacking.INSPECTION_OR_PLAN


def test_a_letter_of_tomorrow_is_refused(session, factory, chief, moment):
    with pytest.raises(DayIsWrong):
        recognise(session, factory, letter_number="1", on=moment.today + timedelta(days=1), who=chief, moment=moment)


def test_a_withdrawn_recognition_ends_the_green_word_and_stays_in_the_history(session, hazards, factory, chief, moment):
    for hazard in hazards:
        corrected(session, hazard, moment)
    letter = recognise(session, factory, letter_number="L 1", on=moment.today, who=chief, moment=moment)

    withdraw_recognition(session, factory, reason="A gate is locked again.", who=chief, moment=moment)

    (shown,) = prospect(session, factory, moment=moment).letters
    assert (shown.recognition, letter.number) == (letter, "L 1")
    assert (letter.why_withdrawn, letter.withdrawn_by) == ("A gate is locked again.", chief.actor)
    assert (letter.withdrawn_on, letter.withdrawal_recorded_at) == (moment.today, moment.now)
    assert progress(session, Scope(factory=9001), moment=moment).status is FactoryStatus.ON_TRACK
    assert prospect(session, factory, moment=moment).standing_letter is None
    with pytest.raises(NoLetter):
        withdraw_recognition(session, factory, reason="Again.", who=chief, moment=moment)


def test_a_second_letter_keeps_its_own_number_beside_the_first(session, hazards, factory, chief, moment):
    for hazard in hazards:
        corrected(session, hazard, moment)
    recognise(session, factory, letter_number="L 1", on=moment.today, who=chief, moment=moment)
    withdraw_recognition(session, factory, reason="A gate is locked again.", who=chief, moment=moment)
    recognise(session, factory, letter_number="L 2", on=moment.today, who=chief, moment=moment)
    session.add(Recognition(factory_id=factory.id, recognised_on=moment.today, actor="x", recorded_at=moment.now))
    session.flush()

    letters = prospect(session, factory, moment=moment).letters

    assert [(each.recognition.number, each.recognition.why_withdrawn) for each in letters] == [
        (None, None),
        ("L 2", None),
        ("L 1", "A gate is locked again."),
    ]


def test_notes_are_kept_of_meetings_that_were_held(session, factory, chief, moment):
    with pytest.raises(NotHeldYet):
        keep_notes(session, factory, Notes(moment.today + timedelta(days=1), "all", "…"), who=chief, moment=moment)

    kept = keep_notes(session, factory, Notes(moment.today, "N. Akter", "Two gates by May."), who=chief, moment=moment)

    assert list(meetings_of(session, factory)) == [kept]
