"""Check lists that block until met: what is worked out, what is put on file, and what closing or handing over needs."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.coverage import set_coverage
from accord.casework.desk.coverage import CoverageWanted, NeedsBangla, change_coverage
from accord.casework.desk.ending_facts import facts_of
from accord.casework.desk.endings import (
    EndingOpen,
    NeedsPaper,
    NotABuyer,
    NotAPdf,
    NotYet,
    OnFile,
    Paper,
    Said,
    TakenBack,
    WorkedOut,
    checks_of,
    put_on_file,
    take_back,
)
from accord.gateways.files import FileStore
from accord.records.escalation import StageProposal
from accord.records.factory import Factory, Signatory, Sourcing
from accord.records.inspection import Inspection
from accord.records.journal import JournalEntry
from accord.rules.desk.people import Role
from accord.rules.escalation.words import ProposalState, Way
from accord.rules.factories.endings import Condition, Ending, still_missing
from accord.rules.vocabulary import Coverage, Discipline, InspectionKind, Source, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor
from tests.order_builders import a_house, raised
from tests.picture_builders import a_pdf, a_photo

PDF = Paper("letter.pdf", a_pdf())


@pytest.fixture
def handler(session, moment):
    return a_visitor(session, a_person(session, Role.CASE_HANDLER), moment=moment)


@pytest.fixture
def documents(tmp_path):
    return FileStore(tmp_path / "documents", is_private=True)


@pytest.fixture
def factory(session, moment):
    """A covered factory from which Nordic buys."""
    found = Factory(number=9490, name="Savar Knit Ltd.", coverage=Coverage.ACTIVE)
    set_coverage(found, Coverage.ACTIVE, from_on=date(2014, 1, 1), actor="the CSO", moment=moment)
    nordic = Signatory(name="Nordic")
    session.add_all([found, nordic])
    session.flush()
    buys = {"from_on": date(2015, 1, 1), "recorded_at": moment.now}
    session.add(Sourcing(factory_id=found.id, signatory_id=nordic.id, **buys))
    session.flush()
    return found


@pytest.fixture
def put(session, factory, documents, handler, moment):
    def of(condition, *, paper=None, **changes):
        said = {"happened_on": moment.today, "words": "As an example.", "reference": "L 7", **changes}
        return put_on_file(
            session,
            factory,
            Said(condition, **said),
            paper=paper,
            documents=documents,
            who=handler,
            moment=moment,
        )

    return of


def visited(session, factory, kind, moment, *, days=1, discipline=Discipline.STRUCTURAL, source=Source.IMPORTED):
    visit = Inspection(
        factory_id=factory.id,
        discipline=discipline,
        kind=kind,
        inspected_on=moment.today - timedelta(days=days),
        source=source,
        recorded_at=moment.now,
    )
    session.add(visit)
    session.flush()
    return visit


def wanted(coverage, moment, **changes):
    said = {"reason": "Production ended.", "reason_bn": "উৎপাদন শেষ।", **changes}
    return CoverageWanted(coverage, moment.today, **said)


def change(session, factory, what, moment):
    opened_at = len(factory.coverage_changes)
    change_coverage(session, factory, what, opened_at=opened_at, actor="the administrator", moment=moment)


def nordic_of(session):
    return session.scalars(select(Signatory.id)).one()


def close_in_full(session, factory, put, moment):
    put(Condition.MANAGEMENT_CONFIRMED, paper=PDF)
    put(Condition.BRANDS_CONFIRMED, signatory_id=nordic_of(session))
    put(Condition.SEVERANCE_KNOWN)
    visited(session, factory, InspectionKind.CLOSURE_VERIFICATION, moment)


def test_a_factory_is_closed_only_once_nothing_is_open_and_the_refusal_names_what_is(session, factory, put, moment):
    with pytest.raises(EndingOpen) as refused:
        change(session, factory, wanted(Coverage.CLOSED, moment), moment)
    assert len(refused.value.conditions) == 4
    assert "The management has confirmed the closure in writing." in str(refused.value)
    assert factory.coverage is Coverage.ACTIVE

    close_in_full(session, factory, put, moment)
    change(session, factory, wanted(Coverage.CLOSED, moment), moment)

    assert factory.coverage is Coverage.CLOSED


def test_those_who_work_there_can_read_why(session, factory, put, moment):
    close_in_full(session, factory, put, moment)

    with pytest.raises(NeedsBangla):
        change(session, factory, wanted(Coverage.CLOSED, moment, reason_bn=" "), moment)


def test_another_coverage_needs_no_list(session, factory, moment):
    change(session, factory, wanted(Coverage.INACTIVE, moment, reason_bn=None), moment)

    assert factory.coverage is Coverage.INACTIVE


def test_a_brand_that_begins_to_buy_has_to_confirm_too(session, factory, put, moment):
    close_in_full(session, factory, put, moment)
    baltic = Signatory(name="Baltic")
    session.add(baltic)
    session.flush()
    session.add(Sourcing(factory_id=factory.id, signatory_id=baltic.id, from_on=moment.today, recorded_at=moment.now))
    session.flush()

    open_now = still_missing(checks_of(session, factory, Ending.CLOSING, moment=moment))

    assert open_now == (Condition.BRANDS_CONFIRMED,)


def test_what_is_taken_back_counts_no_longer_and_stays_on_record(session, factory, put, handler, moment):
    close_in_full(session, factory, put, moment)
    item = put(Condition.REGULATOR_ACCEPTED)
    severance = session.scalars(select(type(item)).where(type(item).condition == Condition.SEVERANCE_KNOWN)).one()

    take_back(session, severance, reason="The list was of another factory.", who=handler, moment=moment)

    open_now = still_missing(checks_of(session, factory, Ending.CLOSING, moment=moment))
    assert open_now == (Condition.SEVERANCE_KNOWN,)
    assert (severance.why_taken_back, severance.taken_back_by) == ("The list was of another factory.", handler.actor)
    with pytest.raises(TakenBack):
        take_back(session, severance, reason="Again.", who=handler, moment=moment)
    deeds = session.scalars(select(JournalEntry.deed).where(JournalEntry.subject == "factory 9490")).all()
    assert deeds.count("put on a check list") == 4
    assert deeds.count("took back from a check list") == 1
    put(Condition.SEVERANCE_KNOWN)


@pytest.mark.parametrize(
    ("condition", "changes", "refusal"),
    [
        (Condition.CLOSURE_VERIFIED, {}, WorkedOut),
        (Condition.ORDERS_ENDED, {}, WorkedOut),
        (Condition.MANAGEMENT_CONFIRMED, {"happened_on": date(2100, 1, 1)}, NotYet),
        (Condition.MANAGEMENT_CONFIRMED, {"reference": " "}, NeedsPaper),
        (Condition.BRANDS_CONFIRMED, {}, NotABuyer),
        (Condition.BRANDS_CONFIRMED, {"signatory_id": 99}, NotABuyer),
        (Condition.MANAGEMENT_CONFIRMED, {"paper": Paper("photo.jpg", a_photo())}, NotAPdf),
    ],
)
def test_what_makes_no_sense_is_refused(put, condition, changes, refusal):
    with pytest.raises(refusal):
        put(condition, **changes)


def test_the_same_thing_is_put_on_file_once(put):
    put(Condition.MANAGEMENT_CONFIRMED)

    with pytest.raises(OnFile):
        put(Condition.MANAGEMENT_CONFIRMED)


def test_the_paper_is_kept_apart_from_what_the_factory_reads(session, put, documents):
    item = put(Condition.SEVERANCE_KNOWN, paper=PDF)

    assert documents.path_of(item.sha256).read_bytes() == PDF.raw
    assert (item.file_name, item.size_bytes) == ("letter.pdf", len(PDF.raw))


def test_what_was_confirmed_for_an_earlier_closure_does_not_count_for_a_later_one(session, factory, put, moment):
    put(Condition.MANAGEMENT_CONFIRMED, happened_on=date(2020, 1, 1))
    visited(session, factory, InspectionKind.CLOSURE_VERIFICATION, moment, days=900)
    said = {"actor": "the CSO", "moment": moment}
    set_coverage(factory, Coverage.CLOSED, from_on=date(2022, 2, 1), **said)
    assert Condition.MANAGEMENT_CONFIRMED in facts_of(session, factory, moment=moment).on_file
    set_coverage(factory, Coverage.ACTIVE, from_on=date(2024, 1, 1), **said)
    session.flush()

    facts = facts_of(session, factory, moment=moment)

    assert (facts.on_file, facts.closure_visit_on) == (frozenset(), None)


def test_a_handing_over_names_what_is_unsettled(session, factory, moment):
    proposal = StageProposal(
        factory_id=factory.id,
        way=Way.UP,
        from_stage=0,
        to_stage=1,
        grounds="",
        made_on=moment.today,
        state=ProposalState.OPEN,
        actor="the clockwork",
        recorded_at=moment.now,
    )
    session.add(proposal)
    visited(session, factory, InspectionKind.INITIAL, moment, discipline=Discipline.FIRE)
    unread = visited(session, factory, InspectionKind.FOLLOW_UP, moment, source=Source.DESK)
    session.flush()

    checks = {
        check.condition: check.missing for check in checks_of(session, factory, Ending.HANDING_OVER, moment=moment)
    }

    assert checks[Condition.STAGE_SETTLED] == (f"proposal {proposal.id}",)
    assert checks[Condition.REPORTS_APPROVED] == ("structural", "electrical", f"inspection {unread.id}")
    assert checks[Condition.PLANS_APPROVED] == ("structural", "fire", "electrical")
    assert checks[Condition.ORDERS_ENDED] == checks[Condition.CLAIMS_ANSWERED] == ()


def test_claims_that_wait_and_hazards_without_a_day_block_a_handing_over(session, moment):
    hazard = a_factory_with_hazard(session, moment)
    factory = hazard.links[0].factory

    def unsettled(condition):
        return facts_of(session, factory, moment=moment).unsettled[condition]

    undated = hazard.due_on is None
    assert unsettled(Condition.HAZARDS_DATED) == ([f"hazard {hazard.id}"] if undated else [])
    hazard.status = Status.PENDING_VERIFICATION
    session.flush()

    assert unsettled(Condition.CLAIMS_ANSWERED) == [f"hazard {hazard.id}"]
    assert unsettled(Condition.HAZARDS_DATED) == []


def test_an_order_in_force_blocks_a_handing_over(session, moment):
    house = a_house(session, moment)
    order = raised(session, house, moment)

    facts = facts_of(session, house.first, moment=moment)

    assert facts.unsettled[Condition.ORDERS_ENDED] == [f"order {order.id}"]
