"""Claims and verdicts on a real database, whose trigger is the second guard."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accord.casework.desk.statuses import CannotBeSaid, NotOnThatVisit, claim_correction, give_verdict, take_back
from accord.records.hazard import HazardEvent, LogEntry
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.desk.verification import Verdict, Wrong
from accord.rules.vocabulary import Discipline, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer, an_inspection


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def owner(session, moment, hazard):
    return a_visitor(session, a_person(session, Role.FACTORY_USER, factory=hazard.links[0].factory), moment)


@pytest.fixture
def engineer(session, moment):
    return a_visitor(session, an_engineer(session), moment)


@pytest.fixture
def visit(session, hazard):
    return an_inspection(session, hazard.links[0].factory)


def test_a_claim_is_verified_by_an_engineer_on_a_visit_and_each_step_is_on_record(
    session, moment, hazard, owner, engineer, visit
):
    claim_correction(session, hazard, done="The gate was removed.", on=date(2024, 6, 1), who=owner, moment=moment)
    assert hazard.status is Status.PENDING_VERIFICATION

    give_verdict(session, hazard, Verdict.VERIFIED, inspection=visit, comment="Gate gone.", who=engineer, moment=moment)

    assert hazard.status is Status.CORRECTED
    assert session.scalars(select(LogEntry.text)).all() == ["Gate gone."]
    assert session.scalars(select(JournalEntry.deed)).all() == ["reported a correction", "verified"]


def test_a_verdict_needs_a_visit_of_that_factory_and_discipline(session, moment, hazard, engineer):
    elsewhere = an_inspection(session, hazard.links[0].factory, discipline=Discipline.BOILER)

    with pytest.raises(NotOnThatVisit):
        give_verdict(session, hazard, Verdict.VERIFIED, inspection=elsewhere, comment=None, who=engineer, moment=moment)


def test_an_engineer_of_another_discipline_is_refused_in_words(session, moment, hazard, visit):
    boiler = a_visitor(session, an_engineer(session, Discipline.BOILER), moment)

    with pytest.raises(CannotBeSaid) as refused:
        give_verdict(session, hazard, Verdict.VERIFIED, inspection=visit, comment=None, who=boiler, moment=moment)

    assert refused.value.wrong is Wrong.OTHER_DISCIPLINE
    assert str(refused.value) == "Only an engineer of the hazard's discipline may say this."


@pytest.mark.parametrize("who", ["owner", "boiler engineer", "nobody"])
def test_the_database_itself_lets_nobody_else_say_corrected(session, moment, hazard, owner, who):
    person_id = {
        "owner": owner.id,
        "boiler engineer": an_engineer(session, Discipline.BOILER).id,
        "nobody": None,
    }[who]
    session.add(
        HazardEvent(
            hazard_id=hazard.id,
            status=Status.CORRECTED,
            effective_on=moment.today,
            recorded_at=moment.now,
            source=Source.DESK,
            actor="somebody",
            person_id=person_id,
        )
    )

    with pytest.raises(IntegrityError, match="only an engineer of the discipline"):
        session.flush()


def test_the_database_itself_lets_no_engineer_verify_an_own_claim(session, moment, hazard, engineer):
    common = {"hazard_id": hazard.id, "recorded_at": moment.now, "source": Source.DESK, "actor": "somebody"}
    session.add(
        HazardEvent(status=Status.PENDING_VERIFICATION, effective_on=date(2024, 6, 1), person_id=engineer.id, **common)
    )
    session.flush()
    session.add(HazardEvent(status=Status.CORRECTED, effective_on=date(2024, 6, 20), person_id=engineer.id, **common))

    with pytest.raises(IntegrityError, match="who claimed the correction may not verify it"):
        session.flush()


def test_a_slip_is_taken_back_by_a_further_event_and_what_was_so_before_is_so_again(
    session, moment, hazard, owner, engineer, visit
):
    claim_correction(session, hazard, done="Done.", on=date(2024, 6, 1), who=owner, moment=moment)
    slip = give_verdict(session, hazard, Verdict.VERIFIED, inspection=visit, comment=None, who=engineer, moment=moment)

    mended = take_back(session, slip, reason="Wrong row.", who=engineer, moment=moment)

    assert hazard.status is Status.PENDING_VERIFICATION
    assert (mended.compensates_id, mended.effective_on) == (slip.id, date(2024, 6, 1))
    again = give_verdict(session, hazard, Verdict.VERIFIED, inspection=visit, comment=None, who=engineer, moment=moment)
    assert again.status is Status.CORRECTED
