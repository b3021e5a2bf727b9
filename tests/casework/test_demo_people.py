"""The people of the demonstration: one at least in every role, everybody of the stories, and who said what."""

import pytest
from casework.demonstration import every_hazard, place_of
from sqlalchemy import select
from sqlalchemy.orm import Session

from accord.casework.demo.reading import factories_told, people_told, programme_told
from accord.records.hazard import HazardEvent, LogEntry, Sight, Withdrawal
from accord.records.inspection import Inspection
from accord.records.person import Person, RoleHeld
from accord.records.photo import Photo
from accord.rules.desk.people import Role
from accord.rules.desk.rounds import Seen
from accord.rules.vocabulary import Discipline, InspectionKind, Status
from accord.rules.words.bangla import is_bangla


def holds(person: Person, role: Role, **of: object) -> bool:
    return any(held.role is role and all(getattr(held, name) == it for name, it in of.items()) for held in person.roles)


@pytest.mark.parametrize("role", Role)
def test_somebody_signs_in_for_every_role(demo: Session, role: Role) -> None:
    assert list(demo.scalars(select(RoleHeld).where(RoleHeld.role == role)))


@pytest.mark.parametrize("discipline", Discipline)
def test_there_is_an_engineer_of_every_discipline(demo: Session, discipline: Discipline) -> None:
    assert list(demo.scalars(select(RoleHeld).where(RoleHeld.discipline == discipline)))


def test_one_person_speaks_for_two_factories_and_one_brand_has_a_team_for_a_district(demo: Session) -> None:
    people = list(demo.scalars(select(Person)))

    assert max(sum(held.role is Role.FACTORY_USER for held in person.roles) for person in people) == 2
    assert any(held.district for person in people for held in person.roles)


def test_everybody_has_a_name_in_both_scripts_an_invented_address_and_no_password(demo: Session) -> None:
    for person in demo.scalars(select(Person)):
        assert person.name_bn
        assert is_bangla(person.name_bn)
        assert person.email.endswith("@demo.example")
        assert person.password_hash is None


def test_everybody_whom_the_stories_name_is_a_person() -> None:
    programme = programme_told()
    named = {programme.chief_safety_officer, *(name for names in programme.engineers.values() for name in names)}
    named |= {story.claimant for story in factories_told()}

    assert named <= {story.signs for story in people_told()}
    assert all(story.signs.startswith(story.name) for story in people_told())


def test_every_status_is_said_by_the_person_who_signed_it_in_a_role_held_on_that_day(demo: Session) -> None:
    for hazard in every_hazard(demo):
        factories = {link.factory_id for link in hazard.links}
        for event in hazard.events:
            assert event.person_id, place_of(hazard)
            person = demo.get_one(Person, event.person_id)
            assert event.actor.startswith(person.name), place_of(hazard)
            assert all(held.from_on < event.effective_on for held in person.roles)
            if event.status is Status.PENDING_VERIFICATION:
                assert any(holds(person, Role.FACTORY_USER, factory_id=factory) for factory in factories)
            else:
                assert holds(person, Role.ENGINEER, discipline=hazard.discipline)


def test_every_inspection_was_made_by_who_judged_on_it(demo: Session) -> None:
    engineers = {
        visit.id: {engineer.person_id for engineer in visit.engineers} for visit in demo.scalars(select(Inspection))
    }

    assert all(len(people) == 1 for people in engineers.values())
    for event in demo.scalars(select(HazardEvent).where(HazardEvent.inspection_id.is_not(None))):
        assert engineers[event.inspection_id] == {event.person_id}
    for photo in demo.scalars(select(Photo)):
        assert engineers[photo.inspection_id] == {photo.person_id}


def test_every_comment_and_photo_names_the_inspection_it_was_made_on(demo: Session) -> None:
    for comment in demo.scalars(select(LogEntry)):
        assert demo.get_one(Inspection, comment.inspection_id).inspected_on == comment.dated_on
    for photo in demo.scalars(select(Photo)):
        assert demo.get_one(Inspection, photo.inspection_id).inspected_on == photo.taken_on


def test_a_photo_of_a_correction_is_evidence_of_the_verdict_of_its_visit(demo: Session) -> None:
    verdicts = 0
    for photo in demo.scalars(select(Photo).where(Photo.event_id.is_not(None))):
        event = demo.get_one(HazardEvent, photo.event_id)
        assert (event.hazard_id, event.inspection_id) == (photo.hazard_id, photo.inspection_id)
        verdicts += event.status is Status.CORRECTED

    assert verdicts > 10


def test_what_was_seen_on_a_round_agrees_with_the_verdict_given_on_it(demo: Session) -> None:
    by_event = {sight.event_id: sight for sight in demo.scalars(select(Sight)) if sight.event_id}
    for hazard in every_hazard(demo):
        for event in hazard.events[1:]:
            on_round = event.inspection_id and event.status in (Status.CORRECTED, Status.IN_PROGRESS)
            visit = demo.get_one(Inspection, event.inspection_id) if event.inspection_id else None
            if on_round and visit and visit.kind is not InspectionKind.INITIAL:
                seen = Seen.CORRECTED if event.status is Status.CORRECTED else Seen.NOT_CORRECTED
                assert by_event[event.id].seen is seen, place_of(hazard)
            else:
                assert event.id not in by_event, place_of(hazard)


def test_every_round_looked_for_all_that_was_open_then(demo: Session) -> None:
    seen = {(sight.inspection_id, sight.hazard_id) for sight in demo.scalars(select(Sight))}
    visits = list(demo.scalars(select(Inspection).where(Inspection.kind == InspectionKind.FOLLOW_UP)))
    asked = 0
    for hazard in every_hazard(demo):
        found_by = demo.get_one(Inspection, hazard.inspection_id).factory_id
        for visit in visits:
            before = [event.status for event in hazard.events if event.effective_on < visit.inspected_on]
            is_of_plan = (visit.factory_id, visit.discipline) == (found_by, hazard.discipline)
            withdrawn = any(
                event.inspection_id == visit.id and event.status is Status.WITHDRAWN for event in hazard.events
            )
            if is_of_plan and before and before[-1] in (Status.IN_PROGRESS, Status.PENDING_VERIFICATION):
                asked += 1
                assert ((visit.id, hazard.id) in seen) != withdrawn, place_of(hazard)

    assert asked > 500


def test_every_withdrawal_was_proposed_by_an_engineer_and_decided_by_the_chief_safety_officer(demo: Session) -> None:
    withdrawals = list(demo.scalars(select(Withdrawal)))
    events = set(demo.scalars(select(HazardEvent.id).where(HazardEvent.status == Status.WITHDRAWN)))

    assert {withdrawal.event_id for withdrawal in withdrawals} == events
    for withdrawal in withdrawals:
        assert holds(withdrawal.proposed_by, Role.ENGINEER, discipline=withdrawal.hazard.discipline)
        assert holds(demo.get_one(Person, withdrawal.decided_by_id), Role.CHIEF_SAFETY_OFFICER)
