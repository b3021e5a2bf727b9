"""What follows ineligibility is recorded, and counted in public."""

from datetime import date, timedelta

import pytest

from accord.casework.escalation.consequences import (
    Confirmed,
    Counters,
    confirm_termination,
    counters,
    record_declarations,
)
from accord.casework.escalation.refused import NotAhead, NotIneligible, NotNow, NotStaff, NotYourSignatory
from accord.casework.escalation.refused_at_stage_three import NobodySaid
from accord.records.factory import Signatory
from accord.records.ineligibility import Termination
from accord.rules.desk.people import Role
from accord.rules.escalation.words import Declarations
from accord.rules.moments import Moment
from accord.rules.orders.words import Channel
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory, at_stage


class Ineligible:
    """A factory at stage 3 since ten days, with two brands that bought there."""

    def __init__(self, session, moment: Moment) -> None:
        self.factory = a_covered_factory(session)
        (self.change,) = at_stage(session, self.factory, (3, moment.today - timedelta(days=10)), moment=moment)
        self.brands = [Signatory(name="Nordic"), Signatory(name="Baltic")]
        session.add_all(self.brands)
        session.flush()
        self.duties = [
            Termination(
                stage_change_id=self.change.id,
                factory_id=self.factory.id,
                signatory_id=brand.id,
                due_on=self.change.effective_on,
                actor="a test",
                recorded_at=moment.now,
            )
            for brand in self.brands
        ]
        session.add_all(self.duties)
        people = {
            "handler": a_person(session, Role.CASE_HANDLER),
            "nordic": a_person(session, Role.SIGNATORY_USER, signatory=self.brands[0]),
            "owner": a_person(session, Role.FACTORY_USER, factory=self.factory),
        }
        session.flush()
        self.who = {name: a_visitor(session, person, moment=moment) for name, person in people.items()}


SAID = Confirmed(date(2024, 6, 30), "Head of sourcing", Channel.DESK)


def test_a_signatory_confirms_for_itself_and_is_counted_no_longer(session, moment):
    case = Ineligible(session, moment)
    assert counters(session, case.change, today=moment.today) == Counters(10, 2, 2)

    confirm_termination(session, case.duties[0], SAID, who=case.who["nordic"], moment=moment)

    assert counters(session, case.change, today=moment.today) == Counters(10, 1, 2)
    with pytest.raises(NotNow):
        confirm_termination(session, case.duties[0], SAID, who=case.who["nordic"], moment=moment)


def test_nobody_confirms_for_another_signatory_but_people_of_the_programme(session, moment):
    case = Ineligible(session, moment)

    for name in ("nordic", "owner"):
        with pytest.raises(NotYourSignatory):
            confirm_termination(session, case.duties[1], SAID, who=case.who[name], moment=moment)
    nameless = Confirmed(moment.today, " ", Channel.TELEPHONE)
    with pytest.raises(NobodySaid):
        confirm_termination(session, case.duties[1], nameless, who=case.who["handler"], moment=moment)
    confirm_termination(session, case.duties[1], SAID, who=case.who["handler"], moment=moment)

    assert case.duties[1].said_by == "Head of sourcing"


def papers(session, case: Ineligible, step: Declarations, moment: Moment, **more: object):
    told = {"happened_on": moment.today, "who": case.who["handler"], "moment": moment}
    return record_declarations(session, case.change, step, **told | more)


def test_days_count_until_the_export_papers_are_withheld(session, moment):
    case = Ineligible(session, moment)
    papers(session, case, Declarations.ASKED, moment)
    assert counters(session, case.change, today=moment.today).days_without_withdrawal == 10

    papers(session, case, Declarations.WITHHELD, moment)
    assert counters(session, case.change, today=moment.today).days_without_withdrawal is None

    papers(session, case, Declarations.RESTORED, moment)
    assert counters(session, case.change, today=moment.today).days_without_withdrawal == 10


def test_steps_with_the_papers_follow_each_other_and_lie_between_the_decision_and_today(session, moment):
    case = Ineligible(session, moment)
    with pytest.raises(NotNow):
        papers(session, case, Declarations.RESTORED, moment)
    with pytest.raises(NotAhead):
        papers(session, case, Declarations.ASKED, moment, happened_on=moment.today + timedelta(days=1))
    with pytest.raises(NotAhead):
        papers(session, case, Declarations.ASKED, moment, happened_on=case.change.decided_on - timedelta(days=1))
    with pytest.raises(NotStaff):
        papers(session, case, Declarations.ASKED, moment, who=case.who["owner"])


def test_papers_of_a_factory_that_is_not_ineligible_are_not_withheld(session, moment):
    case = Ineligible(session, moment)
    (case.change,) = at_stage(session, case.factory, (2, moment.today), moment=moment)

    with pytest.raises(NotIneligible):
        papers(session, case, Declarations.ASKED, moment)
