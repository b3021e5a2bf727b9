"""Which of two factories may give way to the other: none that holds anything, and one step only."""

from datetime import date

import pytest
from casework.cap_sheets import a_row
from casework.duplicates.merging import (
    WHO,
    a_cap,
    standing_merges,
    three,
)
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accord.casework.factories import MergedAway, UnknownFactory, factory_on_record
from accord.casework.register import say_different, say_same, undo
from accord.casework.register.decisions import NoPair, NothingDecided
from accord.casework.register.giving_way import AlreadyDecided, MayNotGiveWay
from accord.records.cap import CapMeeting, CapVersion, Recognition, SheetImport
from accord.records.danger import DangerToConfirm
from accord.records.edition import PublishedEdition
from accord.records.escalation import StageChange, StageDraft, StageProposal
from accord.records.factory import Building, Factory, Occupant, Signatory
from accord.records.hearing import FactoryRequest, Obstruction, StageMeeting
from accord.records.incident import Incident
from accord.records.ineligibility import Termination
from accord.records.inspection import Inspection, Visit
from accord.records.order import OrderFactory, OrderRecipient, SafetyOrder
from accord.records.order_care import Closure, ProductionStop
from accord.records.paperwork import RequiredDocument, StoredFile
from accord.records.register import DuplicateState, FactoryMerge
from accord.rules.desk.incidents import IncidentKind
from accord.rules.desk.paperwork import DocumentKind
from accord.rules.desk.people import Role
from accord.rules.escalation.words import DraftState, MeetingState, ProposalState, RequestKind, Trigger, Way
from accord.rules.orders.words import Channel, Extent, RecipientKind
from accord.rules.vocabulary import CapState, Discipline, InspectionKind, OrderKind, OrderStep, Source
from tests.desk_builders import a_person, an_engineer


def an_edition(session, factory, moment):
    frozen = {"content": "{}", "substance_sha256": "x", "published_at": moment.now, "redaction": 1}
    return PublishedEdition(number=1, as_of=moment.today, **frozen)


def an_inspection(session, factory, moment):
    kind = {"discipline": Discipline.FIRE, "kind": InspectionKind.INITIAL, "source": Source.DESK}
    return Inspection(**kind, inspected_on=moment.today, recorded_at=moment.now)


def a_cap_version(session, factory, moment):
    state = {"discipline": Discipline.FIRE, "number": 1, "state": CapState.DRAFT, "source": Source.DESK}
    return CapVersion(**state, actor=WHO, recorded_at=moment.now)


def a_letter(session, factory, moment):
    return Recognition(recognised_on=moment.today, actor=WHO, recorded_at=moment.now)


def a_sheet_read(session, factory, moment):
    file = {"file_name": "x", "file_sha256": "x", "sheet": "x"}
    return SheetImport(discipline=Discipline.FIRE, **file, recorded_at=moment.now)


def a_danger(session, factory, moment):
    return DangerToConfirm(discipline=Discipline.FIRE, because="rating red", recorded_at=moment.now)


def a_stage(session, factory, moment):
    day = {"decided_on": moment.today, "effective_on": moment.today}
    return StageChange(stage=1, **day, reason="x", actor=WHO, recorded_at=moment.now)


def a_place(session, factory, moment):
    session.add(building := Building(name="East"))
    session.flush()
    return Occupant(building_id=building.id)


def an_order(session, factory, moment):
    session.add(order := SafetyOrder(kind=OrderKind.EVACUATION, building=Building(name="East"), because="x"))
    session.flush()
    return OrderFactory(order_id=order.id)


def a_role(session, factory, moment):
    return an_owner(session, factory).roles[0]


def an_owner(session, factory, until=None):
    return a_person(session, Role.FACTORY_USER, factory=factory, until=until)


def a_planned_visit(session, factory, moment):
    visit = {"discipline": Discipline.FIRE, "kind": InspectionKind.FOLLOW_UP, "engineer_id": an_engineer(session).id}
    return Visit(**visit, planned_on=moment.today, actor=WHO, recorded_at=moment.now)


def a_meeting(session, factory, moment):
    said = {"held_on": moment.today, "attended": "x", "notes": "x", "person_id": an_engineer(session).id}
    return CapMeeting(**said, actor=WHO, recorded_at=moment.now)


def an_owed_document(session, factory, moment):
    return RequiredDocument(kind=DocumentKind.DEA, actor=WHO, recorded_at=moment.now)


def an_accident(session, factory, moment):
    said = {"kind": IncidentKind.FIRE, "happened_on": moment.today, "account": "x"}
    return Incident(**said, actor=WHO, recorded_at=moment.now)


def a_kept_file(session, factory, moment):
    file = {"name": "x.pdf", "sha256": "x", "size_bytes": 1, "person_id": an_engineer(session).id}
    return StoredFile(**file, actor=WHO, recorded_at=moment.now)


def told_of_an_order(session, factory, moment):
    link = an_order(session, factory, moment)
    told = {"kind": RecipientKind.FACTORY, "organisation": f"factory {factory.id}", "name": "x"}
    return OrderRecipient(order_id=link.order_id, **told, from_step=OrderStep.RAISED, recorded_at=moment.now)


def a_closure(session, factory, moment):
    return Closure(extent=Extent.FULL, from_on=moment.today, actor=WHO, recorded_at=moment.now)


def a_stop(session, factory, moment):
    link = an_order(session, factory, moment)
    said = {"is_stopped": True, "since_on": moment.today, "said_by": "x", "channel": Channel.DESK}
    return ProductionStop(
        order_id=link.order_id, signatory=Signatory(name="Nordic"), **said, actor=WHO, recorded_at=moment.now
    )


def a_proposal(session, factory, moment):
    told = {"way": Way.UP, "from_stage": 0, "to_stage": 1, "grounds": "", "state": ProposalState.OPEN}
    return StageProposal(**told, made_on=moment.today, actor=WHO, recorded_at=moment.now)


def a_draft(session, factory, moment):
    day = {"effective_on": moment.today, "answer_until_on": moment.today}
    said = {"reason": "x", "conditions": "x", "state": DraftState.OPEN, "person_id": an_engineer(session).id}
    return StageDraft(**day, **said, actor=WHO, recorded_at=moment.now)


def a_mandatory_meeting(session, factory, moment):
    told = {"invited_on": moment.today, "meets_on": moment.today, "place": "x", "state": MeetingState.INVITED}
    return StageMeeting(**told, actor=WHO, recorded_at=moment.now)


def a_request(session, factory, moment):
    days = {"asked_on": moment.today, "answer_due_on": moment.today, "stops_until_on": moment.today}
    return FactoryRequest(kind=RequestKind.REVIEW, words="x", **days, actor=WHO, recorded_at=moment.now)


def a_refusal(session, factory, moment):
    told = {"trigger": Trigger.NO_COOPERATION, "happened_on": moment.today, "words": "x"}
    return Obstruction(**told, actor=WHO, recorded_at=moment.now)


def a_duty_to_end_business(session, factory, moment):
    change = a_stage(session, factory, moment)
    change.factory_id = an_other(session).id
    session.add(change)
    session.flush()
    duty = {"stage_change_id": change.id, "signatory": Signatory(name="Nordic"), "due_on": moment.today}
    return Termination(**duty, actor=WHO, recorded_at=moment.now)


def an_other(session):
    other = Factory(number=9999, name="x")
    session.add(other)
    session.flush()
    return other


HELD = [
    (a_proposal, "1 proposal on its stage"),
    (a_draft, "1 draft of its ineligibility"),
    (a_mandatory_meeting, "1 mandatory meeting"),
    (a_request, "1 request"),
    (a_refusal, "1 refusal on record"),
    (a_duty_to_end_business, "1 duty of a signatory to end business there"),
    (an_edition, "1 published edition"),
    (an_inspection, "1 inspection"),
    (a_cap_version, "1 version of a corrective action plan"),
    (a_letter, "1 letter of recognition"),
    (a_sheet_read, "1 imported CAP sheet"),
    (a_danger, "1 danger to confirm"),
    (a_stage, "1 decision on its stage"),
    (a_place, "1 place in a building"),
    (an_order, "1 order"),
    (a_role, "1 role that somebody has there"),
    (a_planned_visit, "1 planned visit"),
    (a_meeting, "1 meeting about its plan"),
    (an_owed_document, "1 document that it owes"),
    (an_accident, "1 accident"),
    (a_kept_file, "1 file"),
    (told_of_an_order, "1 order that it was told of"),
    (a_closure, "1 closure"),
    (a_stop, "1 word of a signatory on its production there"),
]


def hold(session, number, thing, moment):
    factory = factory_on_record(session, number)
    held = thing(session, factory, moment)
    held.factory_id = factory.id
    session.add(held)
    session.flush()


@pytest.mark.parametrize(("thing", "words"), HELD)
def test_a_factory_that_holds_something_of_its_own_does_not_give_way_and_is_proposed_to_be_kept(
    alike, same, moment, thing, words
):
    hold(alike, 9491, thing, moment)

    with pytest.raises(MayNotGiveWay, match=f"9491 cannot give way, since it holds {words}; keep 9491 instead"):
        same(keep=9490)
    alike.rollback()


def test_a_role_that_has_ended_does_not_keep_a_factory_from_giving_way(alike, same, moment):
    an_owner(alike, factory_on_record(alike, 9491), until=date(2020, 1, 1))

    assert same(keep=9490).state is DuplicateState.SAME


def test_hazards_are_named_among_what_is_held_and_the_proposal_is_one_that_is_accepted(alike, same, then):
    a_cap(alike, 9491, a_row(1), a_row(2), at=then)

    with pytest.raises(MayNotGiveWay, match=r"it holds 2 hazards, 1 inspection, .*; keep 9491 instead"):
        same(keep=9490)

    assert same(keep=9491).state is DuplicateState.SAME


def test_where_both_hold_something_a_person_must_sort_it_out(alike, same, moment):
    hold(alike, 9490, an_inspection, moment)
    hold(alike, 9491, a_stage, moment)

    with pytest.raises(MayNotGiveWay, match=r"\(9490: 1 inspection; 9491: 1 decision on its stage\)"):
        same()


def test_every_kind_of_record_that_names_a_factory_is_a_holding_or_reckoned_with():
    reckoned_with = {"factory", "factory_merge", "likely_duplicate", "coverage_change", "sourcing"}
    naming = {
        table.name
        for table in Factory.metadata.tables.values()
        if any(key.column is Factory.__table__.c.id for column in table.columns for key in column.foreign_keys)
    }
    tried = {"hazard_factory"} | {
        "edition", "inspection", "cap_version", "recognition", "sheet_import", "danger_to_confirm", "stage_change",
        "occupant", "order_factory", "role_held", "visit", "cap_meeting", "required_document", "incident",
        "stored_file", "order_recipient", "closure", "production_stop",
        "stage_proposal", "stage_draft", "stage_meeting", "factory_request", "obstruction", "termination",
        "ending_item", "notice",
    }  # fmt: skip

    assert naming == reckoned_with | tried


def test_who_stands_for_another_gives_way_to_none_and_who_gave_way_stands_for_none(session, moment):
    merge = three(session, moment)
    merge(1001, 1002)

    with pytest.raises(MayNotGiveWay, match="factory 1002 stands for 1001, merged into it; undo that first"):
        merge(1002, 1003)
    with pytest.raises(MergedAway, match="factory 1001 was merged into 1002; use the number 1002"):
        merge(1003, 1001)
    with pytest.raises(MergedAway, match="use the number 1002"):
        merge(1001, 1003)
    merge(1003, 1002)
    assert standing_merges(session) == {(1001, 1002), (1003, 1002)}


def test_merging_twice_or_the_other_way_round_is_refused_and_changes_nothing(session, moment):
    merge = three(session, moment)
    merge(1001, 1002)

    for pair in ((1001, 1002), (1002, 1001)):
        with pytest.raises(
            AlreadyDecided, match=f"1001 and 1002 were said to be the same by {WHO} on 2024-07-01; undo that first"
        ):
            merge(*pair)
    assert standing_merges(session) == {(1001, 1002)}


def test_the_database_itself_refuses_a_factory_that_stands_for_itself_and_two_that_stand_for_one(session, moment):
    three(session, moment)
    [one, *_] = session.scalars(select(Factory).order_by(Factory.number)).all()
    told = {"taken_over": "{}", "coverage_before": "{}", "actor": WHO, "recorded_at": moment.now}
    one.merged_into_id = one.id
    with pytest.raises(IntegrityError, match="not_into_itself"):
        session.flush()
    session.rollback()
    three(session, moment)
    one, other, third = session.scalars(select(Factory).order_by(Factory.number)).all()
    session.add_all(FactoryMerge(merged_id=one.id, kept_id=each.id, **told) for each in (other, third))
    with pytest.raises(IntegrityError, match=r"factory_merge\.merged_id"):
        session.flush()


def test_numbers_that_make_no_pair_are_refused(session, moment):
    three(session, moment)

    with pytest.raises(NoPair, match="1001 is one factory; name two"):
        say_different(session, 1001, 1001, actor=WHO, moment=moment)
    with pytest.raises(NoPair, match="the factory to keep is one of the two, 1001 or 1002; 1003 is neither"):
        say_same(session, 1001, 1002, keep=1003, actor=WHO, moment=moment)
    with pytest.raises(UnknownFactory, match="there is no factory 9999"):
        say_same(session, 1001, 9999, keep=1001, actor=WHO, moment=moment)
    with pytest.raises(NothingDecided, match="nothing was decided about factories 1001 and 1002"):
        undo(session, 1002, 1001, actor=WHO, moment=moment)
