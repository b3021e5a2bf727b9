"""Documents that a factory owes: who may say what, and what waits on them."""

from datetime import timedelta

import pytest

from accord.casework.desk.papers import (
    DoesNotFollow,
    NothingToWaitFor,
    NotYoursToSay,
    OwedAlready,
    WaitsAlready,
    WhatIsMissing,
    documents_of,
    end_wait,
    let_wait,
    move_document,
    own_days,
    require_document,
    state_of,
)
from accord.rules.desk.paperwork import DocumentKind, DocumentState
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Discipline
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment, discipline=Discipline.STRUCTURAL)


@pytest.fixture
def factory(hazard):
    return hazard.links[0].factory


@pytest.fixture
def cast(session, moment, factory):
    people = {
        "engineer": an_engineer(session, Discipline.STRUCTURAL),
        "fire": an_engineer(session, Discipline.FIRE),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
    }
    return {name: a_visitor(session, person, moment) for name, person in people.items()}


def required(session, factory, who, moment):
    return require_document(
        session, factory, kind=DocumentKind.DEA, building=None, due_on=None, note=None, who=who, moment=moment
    )


def test_the_factory_hands_in_and_only_the_programme_judges(session, moment, factory, cast):
    document = required(session, factory, cast["engineer"], moment)
    with pytest.raises(OwedAlready):
        required(session, factory, cast["chief"], moment)

    def say(state, name, remark=None):
        move_document(session, document, state, remark=remark, who=cast[name], moment=moment)

    with pytest.raises(DoesNotFollow):
        say(DocumentState.ACCEPTED, "chief")
    with pytest.raises(NotYoursToSay):
        say(DocumentState.SUBMITTED, "engineer")
    say(DocumentState.SUBMITTED, "owner")
    for name in ("owner", "fire"):
        with pytest.raises(NotYoursToSay):
            say(DocumentState.ACCEPTED, name)
    with pytest.raises(WhatIsMissing):
        say(DocumentState.COMMENTS, "engineer")
    say(DocumentState.COMMENTS, "engineer", "Which soil report?")
    say(DocumentState.RESUBMITTED, "owner")
    say(DocumentState.ACCEPTED, "chief")

    assert state_of(documents_of(session, factory)[0]) is DocumentState.ACCEPTED


def test_a_wait_ends_by_itself_with_its_document_and_its_review_is_the_programmes_own_time(
    session, moment, factory, hazard, cast
):
    document = required(session, factory, cast["engineer"], moment)
    wait = let_wait(session, hazard, document, who=cast["engineer"], moment=moment)
    with pytest.raises(WaitsAlready):
        let_wait(session, hazard, document, who=cast["engineer"], moment=moment)
    days = {
        DocumentState.SUBMITTED: (10, "owner"),
        DocumentState.ACCEPTED: (17, "engineer"),
        DocumentState.WORKS: (20, "owner"),
        DocumentState.AS_BUILT_VERIFIED: (30, "engineer"),
    }
    for state, (after, name) in days.items():
        then = Moment(moment.now + timedelta(days=after), moment.zone)
        move_document(session, document, state, remark=None, who=cast[name], moment=then)

    assert wait.to_on == moment.today + timedelta(days=30)
    later = moment.today + timedelta(days=60)
    assert own_days(session, [hazard.id], today=later) == {hazard.id: 7}
    with pytest.raises(NothingToWaitFor):
        let_wait(session, hazard, document, who=cast["engineer"], moment=moment)


def test_a_hazard_of_another_factory_waits_on_nothing_here_and_a_wait_is_ended_once(
    session, moment, factory, hazard, cast
):
    document = required(session, factory, cast["engineer"], moment)
    other = a_factory_with_hazard(session, moment, number=9002, discipline=Discipline.STRUCTURAL)
    with pytest.raises(NothingToWaitFor):
        let_wait(session, other, document, who=cast["engineer"], moment=moment)
    wait = let_wait(session, hazard, document, who=cast["engineer"], moment=moment)

    with pytest.raises(NotYoursToSay):
        end_wait(session, wait, who=cast["fire"], moment=moment)
    end_wait(session, wait, who=cast["engineer"], moment=moment)
    end_wait(session, wait, who=cast["engineer"], moment=Moment(moment.now + timedelta(days=9), moment.zone))

    assert wait.to_on == moment.today
