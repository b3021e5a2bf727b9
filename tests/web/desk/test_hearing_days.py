"""Days of a hearing in one's own calendar: whom they concern, and what of them no calendar tells."""

from datetime import date, timedelta

import pytest

from accord.casework.desk.own_days import own_days
from accord.casework.escalation.hearings import Minutes, Promised, call_off, hold, invite
from accord.gateways.language import Language
from accord.rules.desk.people import Role
from accord.rules.moments import Moment
from accord.rules.vocabulary import Status
from tests.desk_builders import a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, goes_through


@pytest.fixture
def factory(session):
    return a_covered_factory(session)


@pytest.fixture
def people(session, factory):
    return {
        "chief": a_person(session, Role.CHIEF_SAFETY_OFFICER),
        "handler": a_person(session, Role.CASE_HANDLER),
        "engineer": an_engineer(session),
        "owner": a_person(session, Role.FACTORY_USER, factory=factory),
        "rival": a_person(session, Role.FACTORY_USER, factory=a_covered_factory(session, 9002)),
        "committee": a_person(session, Role.SAFETY_COMMITTEE, factory=factory),
        "union": a_person(session, Role.LABOUR_SIGNATORY),
    }


def a_meeting(session, factory, people, moment, *, days: int):
    who, then = a_visitor(session, people["handler"], moment), Moment(moment.now - timedelta(days=40), moment.zone)
    return invite(session, factory, meets_on=moment.today + timedelta(days=days), place="Gulshan", who=who, moment=then)


def titles(session, people, moment, language=Language.EN):
    return {
        name: [
            (day.title, day.begins)
            for day in own_days(session, a_visitor(session, person, moment), language, moment=moment)
            if day.kind in ("meeting", "promise")
        ]
        for name, person in people.items()
    }


def test_a_meeting_stands_with_the_factory_with_whoever_called_it_and_with_whoever_decides(
    session, factory, people, moment
):
    a_meeting(session, factory, people, moment, days=7)
    called_off = a_meeting(session, factory, people, moment, days=8)
    who = a_visitor(session, people["chief"], moment)
    call_off(session, called_off, reason="A flood.", who=who, moment=moment)
    expected = [("Meeting at the programme: Factory 9001 (9001)", date(2024, 7, 8))]

    found = titles(session, people, moment)

    assert {name for name, days in found.items() if days == expected} == {"chief", "handler", "owner"}
    assert all(found[name] == [] for name in ("engineer", "rival", "committee", "union"))


def test_no_calendar_says_that_a_meeting_is_mandatory_or_of_which_stage(session, factory, people, moment):
    a_meeting(session, factory, people, moment, days=7)

    said = {language: str(titles(session, people, moment, language)) for language in Language}

    assert "কর্মসূচির সঙ্গে সভা" in said[Language.BN]
    for word in ("tage", "andatory", "ধাপ", "বাধ্যতামূলক"):
        assert word not in said[Language.EN] + said[Language.BN]


def test_a_promise_stands_with_the_factory_until_it_is_done(session, factory, people, moment):
    hazard = an_overdue_hazard(session, factory, late_days=3, moment=moment)
    meeting = a_meeting(session, factory, people, moment, days=0)
    promised = [Promised("Doors", date(2024, 7, 20), hazard), Promised("A pump", date(2024, 8, 1))]
    who = a_visitor(session, people["chief"], moment)
    hold(session, meeting, Minutes("Owner", "Said.", None, promised), who=who, moment=moment)
    day = "Promised day: Factory 9001 (9001)"
    assert titles(session, people, moment)["owner"] == [(day, date(2024, 7, 20)), (day, date(2024, 8, 1))]

    goes_through(session, hazard, (moment.today, Status.CORRECTED), moment=moment)

    found = titles(session, people, moment)
    assert found["owner"] == [(day, date(2024, 8, 1))]
    assert all(found[name] == [] for name in ("chief", "handler", "rival", "committee"))
