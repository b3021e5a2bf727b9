"""Stage 3 and the way back: whom it meets, who has a duty and until when, what keeps it from being signed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.escalation.blocks import blocks_of
from accord.casework.escalation.consequences import Confirmed, confirm_termination, record_declarations
from accord.casework.escalation.deciding import Why, follow, retract
from accord.casework.escalation.duties import count_new_duties, sweep_duties
from accord.casework.escalation.ineligible import Answer, draft, record_answer, sign
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.refused import (
    BeforeTheAnswer,
    Changed,
    DraftSettled,
    NotAhead,
    NotIneligible,
    OwnDraft,
    Settled,
)
from accord.casework.escalation.refused_at_stage_three import (
    AnswerIsEmpty,
    Ineligible,
    NobodySaid,
    NoLongerOwed,
    SayConditions,
)
from accord.casework.escalation.terminations import (
    Duty,
    Wanted,
    count_owed,
    find,
    papers_to_ask,
    papers_to_restore,
)
from accord.casework.register.holdings import holdings
from accord.records.escalation import StageChange
from accord.records.factory import CompanyGroup, Factory, Signatory, Sourcing
from accord.records.ineligibility import Termination
from accord.records.protocol import ProtocolVersion
from accord.rules.desk.people import Role
from accord.rules.escalation.profile_file import delivered_text
from accord.rules.escalation.words import Declarations
from accord.rules.moments import Moment
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import Coverage
from tests.casework.escalation.test_deciding import (
    WHY,
    Cast,
    a_statement,
    answered,
    before_stage_three,
    drafted,
    later,
    stage_on,
)
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage

SINCE = date(2020, 1, 1)


def a_buyer(session, factory: Factory, name: str, moment: Moment, *, since: date = SINCE) -> Signatory:
    brand = Signatory(name=name)
    session.add(Sourcing(signatory=brand, factory=factory, from_on=since, recorded_at=moment.now))
    session.flush()
    return brand


def signed(session, cast: Cast, moment: Moment) -> StageChange:
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    return sign(session, written, who=cast.who["deputy"], moment=moment)


def meets_the_group(session, moment: Moment) -> None:
    session.add(
        ProtocolVersion(
            name="until May 2019",
            holds_from=date(2020, 1, 1),
            text=delivered_text().replace("meets_group = false", "meets_group = true"),
            sha256="-",
            reason="as an example",
            actor="a test",
            recorded_at=moment.now,
        )
    )


def a_group(session, cast: Cast, *others: Factory) -> CompanyGroup:
    group = CompanyGroup(name="Demo Group")
    for each in (cast.factory, *others):
        each.company_group = group
    session.flush()
    return group


def proposed(session, cast: Cast):
    return open_proposals(session)[cast.factory.id]


def test_the_page_and_the_deed_name_the_same_things_that_keep_it_from_being_signed(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment, days_ahead=40)

    def blocks(name: str, at: Moment) -> list[type]:
        return [type(each) for each in blocks_of(session, written, who=cast.who[name], moment=at)]

    assert blocks("chief", moment) == [OwnDraft, BeforeTheAnswer]
    assert blocks("deputy", moment) == [BeforeTheAnswer]
    answered(session, cast, written, moment)
    assert blocks("deputy", moment) == []

    cast.correct_all(session, moment)
    assert blocks("deputy", moment) == [Changed]
    sweep_proposals(session, moment=moment)
    assert blocks("deputy", moment) == [Settled]
    with pytest.raises(Settled):
        sign(session, written, who=cast.who["deputy"], moment=moment)


def test_of_two_who_sign_the_second_is_told_and_nothing_is_decided_twice(session, moment):
    cast = before_stage_three(session, moment)
    third = a_person(session, Role.DEPUTY)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    sign(session, written, who=cast.who["deputy"], moment=moment)

    with pytest.raises(DraftSettled):
        sign(session, written, who=a_visitor(session, third, moment=moment), moment=moment)

    assert len(session.scalars(select(StageChange).where(StageChange.draft_id == written.id)).all()) == 1


def test_a_factory_that_left_the_programme_is_not_made_ineligible(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    cast.factory.coverage = Coverage.CLOSED
    session.flush()

    with pytest.raises(Changed):
        sign(session, written, who=cast.who["deputy"], moment=moment)


def test_a_draft_keeps_its_factory_from_giving_way_in_a_merge_and_follows_its_number(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    assert holdings(session, [cast.factory.id])[cast.factory.id]["stage_draft"] == 1

    cast.factory.number = 9099
    session.flush()

    assert sign(session, written, who=cast.who["deputy"], moment=moment).factory_id == cast.factory.id


def test_what_was_bought_under_a_merged_number_counts_for_the_duty(session, moment):
    cast = before_stage_three(session, moment)
    old = a_covered_factory(session, 9005)
    brand = a_buyer(session, old, "Nordic", moment)
    old.merged_into_id, old.coverage = cast.factory.id, Coverage.ARCHIVED
    session.flush()

    signed(session, cast, moment)

    assert session.scalars(select(Termination.signatory_id)).all() == [brand.id]


def test_an_answer_has_words_and_a_name_and_lies_after_the_draft(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)

    def says(words: str | None, by: str, on: date) -> None:
        said = Answer(words, by, Channel.TELEPHONE, on)
        record_answer(session, written, said, who=cast.who["engineer"], moment=moment)

    with pytest.raises(AnswerIsEmpty):
        says("  ", "The owner", moment.today)
    with pytest.raises(NobodySaid):
        says("We will.", " ", moment.today)
    with pytest.raises(NotAhead):
        says("We will.", "The owner", moment.today - timedelta(days=1))
    with pytest.raises(NotAhead):
        says("We will.", "The owner", moment.today + timedelta(days=1))


def test_the_group_is_asked_on_the_day_of_the_signature(session, moment):
    meets_the_group(session, moment)
    cast = before_stage_three(session, moment)
    sister, gone, new = (a_covered_factory(session, number) for number in (9002, 9003, 9004))
    a_group(session, cast, sister, gone)
    brand = a_buyer(session, new, "Nordic", moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)

    gone.company_group, new.company_group = None, cast.factory.company_group
    session.flush()
    sign(session, written, who=cast.who["deputy"], moment=moment)

    changed = session.scalars(select(StageChange.factory_id).where(StageChange.draft_id == written.id)).all()
    assert set(changed) == {cast.factory.id, sister.id, new.id}
    (duty,) = session.scalars(select(Termination))
    assert (duty.factory_id, duty.signatory_id) == (new.id, brand.id)


def test_who_left_the_programme_or_is_ineligible_already_is_not_met_with_the_group(session, moment):
    meets_the_group(session, moment)
    cast = before_stage_three(session, moment)
    closed, already = a_covered_factory(session, 9002), a_covered_factory(session, 9003)
    closed.coverage = Coverage.CLOSED
    at_stage(session, already, (3, date(2024, 1, 1)), moment=moment)
    a_group(session, cast, closed, already)

    change = signed(session, cast, moment)

    met = session.scalars(select(StageChange.factory_id).where(StageChange.draft_id == change.draft_id)).all()
    assert met == [cast.factory.id]


def test_every_factory_of_the_group_may_answer(session, moment):
    meets_the_group(session, moment)
    cast = before_stage_three(session, moment)
    sister = a_covered_factory(session, 9002)
    a_group(session, cast, sister)
    written = drafted(session, cast, moment)
    person = a_person(session, Role.FACTORY_USER, factory=sister)

    said = Answer("It is not ours.", "The manager", Channel.DESK, moment.today)
    answer = record_answer(session, written, said, who=a_visitor(session, person, moment=moment), moment=moment)

    assert answer.draft_id == written.id


def test_a_factory_met_for_another_one_stays_as_long_as_that_one_and_is_then_let_back_by_a_decision(session, moment):
    meets_the_group(session, moment)
    cast = before_stage_three(session, moment)
    sister = a_covered_factory(session, 9002)
    a_group(session, cast, sister)
    signed(session, cast, moment)
    after = later(moment, 30)
    sweep_proposals(session, moment=after)
    assert open_proposals(session) == {}

    cast.correct_all(session, moment)
    sweep_proposals(session, moment=after)
    assert set(open_proposals(session)) == {cast.factory.id}
    back = Why("All is verified.", are_conditions_met=True)
    follow(session, proposed(session, cast), back, who=cast.who["chief"], moment=after)

    sweep_proposals(session, moment=later(moment, 31))
    assert set(open_proposals(session)) == {sister.id}


def test_a_retraction_takes_back_what_met_the_group(session, moment):
    meets_the_group(session, moment)
    cast = before_stage_three(session, moment)
    sister = a_covered_factory(session, 9002)
    a_group(session, cast, sister)
    change = signed(session, cast, moment)

    retract(session, change, Why("The wrong factory."), who=cast.who["chief"], moment=moment)

    backs = session.scalars(select(StageChange).where(StageChange.retracts_id.is_not(None))).all()
    assert {(each.factory_id, each.stage) for each in backs} == {(cast.factory.id, 2), (sister.id, 0)}


def test_a_factory_met_with_its_group_is_not_decided_on_a_second_time(session, moment):
    meets_the_group(session, moment)
    cast = before_stage_three(session, moment)
    sister = a_covered_factory(session, 9002)
    for _ in range(18):
        an_overdue_hazard(session, sister, late_days=400, moment=moment)
    at_stage(session, sister, (1, date(2023, 1, 1)), (2, date(2023, 8, 1)), moment=moment)
    a_group(session, cast, sister)
    sweep_proposals(session, moment=moment)
    own = open_proposals(session)[sister.id]
    signed(session, cast, moment)

    with pytest.raises(Ineligible):
        draft(session, own, a_statement(moment), who=cast.who["chief"], moment=moment)


def test_who_begins_to_buy_after_the_signature_gets_the_duty_and_who_stops_keeps_it(session, moment):
    cast = before_stage_three(session, moment)
    stays = a_buyer(session, cast.factory, "Nordic", moment)
    change = signed(session, cast, moment)
    stopped = session.scalars(select(Sourcing).where(Sourcing.signatory_id == stays.id)).one()
    stopped.to_on, stopped.end_recorded_at = moment.today + timedelta(days=2), moment.now
    new = a_buyer(session, cast.factory, "Baltic", moment, since=moment.today + timedelta(days=3))
    late = a_buyer(session, cast.factory, "Adriatic", moment, since=moment.today + timedelta(days=40))
    assert sweep_duties(session, moment=moment) == 0

    assert count_new_duties(session, moment=later(moment, 4)) == 1
    assert sweep_duties(session, moment=later(moment, 4)) == 1
    assert sweep_duties(session, moment=later(moment, 50)) == 1
    assert sweep_duties(session, moment=later(moment, 50)) == 0

    due = {each.signatory_id: each.due_on for each in session.scalars(select(Termination))}
    assert due == {
        stays.id: change.effective_on,
        new.id: change.effective_on,
        late.id: moment.today + timedelta(days=50),
    }


def test_a_decision_made_elsewhere_gives_nobody_a_duty_unasked(session, moment):
    factory = a_covered_factory(session)
    a_buyer(session, factory, "Nordic", moment)
    at_stage(session, factory, (3, date(2020, 1, 1)), moment=moment)

    assert sweep_duties(session, moment=moment) == 0
    assert papers_to_ask(session, moment=moment) == 0


def states(session, cast: Cast, moment: Moment, **wanted: object) -> list[Duty]:
    found = find(session, cast.who["engineer"], Wanted(**wanted), moment=moment)
    assert found.count == len(found.lines)
    return [line.duty for line in found.lines]


def test_a_duty_is_open_then_late_then_confirmed(session, moment):
    cast = before_stage_three(session, moment)
    brand = a_buyer(session, cast.factory, "Nordic", moment)
    signed(session, cast, moment)
    (duty,) = session.scalars(select(Termination))
    assert states(session, cast, moment) == [Duty.OPEN]
    assert states(session, cast, later(moment, 20), duty=Duty.LATE) == []
    assert states(session, cast, later(moment, 21), duty=Duty.LATE) == [Duty.LATE]
    assert count_owed(session, cast.who["engineer"], moment=later(moment, 21)) == (1, 1)

    said = Confirmed(moment.today, "Head of sourcing", Channel.TELEPHONE)
    confirm_termination(session, duty, said, who=cast.who["engineer"], moment=moment)

    assert states(session, cast, later(moment, 21), number=9001, signatory_id=brand.id) == [Duty.CONFIRMED]
    assert states(session, cast, later(moment, 21), duty=Duty.OPEN) == []
    assert count_owed(session, cast.who["engineer"], moment=later(moment, 21)) == (0, 0)


def test_business_cannot_have_ended_on_a_day_to_come_once_it_was_to_end(session, moment):
    cast = before_stage_three(session, moment)
    a_buyer(session, cast.factory, "Nordic", moment)
    change = signed(session, cast, moment)
    (duty,) = session.scalars(select(Termination))
    after = change.effective_on + timedelta(days=1)

    too_late = Confirmed(after, "Head of sourcing", Channel.TELEPHONE)
    with pytest.raises(NotAhead):
        confirm_termination(session, duty, too_late, who=cast.who["engineer"], moment=moment)
    said = Confirmed(change.effective_on, "Head of sourcing", Channel.TELEPHONE)
    confirm_termination(session, duty, said, who=cast.who["engineer"], moment=moment)

    assert duty.ended_on == change.effective_on


def test_a_brand_sees_its_own_duties_also_when_it_buys_there_no_longer(session, moment):
    cast = before_stage_three(session, moment)
    brands = [a_buyer(session, cast.factory, name, moment) for name in ("Nordic", "Baltic")]
    nordic = a_person(session, Role.SIGNATORY_USER, signatory=brands[0])
    signed(session, cast, moment)
    for relation in session.scalars(select(Sourcing)):
        relation.to_on, relation.end_recorded_at = moment.today, moment.now
    session.flush()

    found = find(session, a_visitor(session, nordic, moment=moment), Wanted(), moment=moment)

    assert [line.termination.signatory.name for line in found.lines] == ["Nordic"]
    assert [line.still_buys for line in found.lines] == [False]


def test_back_from_stage_three_it_is_said_whether_the_conditions_are_met_and_everybody_reads_it(session, moment):
    cast = before_stage_three(session, moment)
    a_buyer(session, cast.factory, "Nordic", moment)
    change = signed(session, cast, moment)
    (duty,) = session.scalars(select(Termination))
    cast.correct_all(session, moment)
    after = later(moment, 30)
    sweep_proposals(session, moment=after)

    with pytest.raises(SayConditions):
        follow(session, proposed(session, cast), WHY, who=cast.who["chief"], moment=after)
    why = Why("Engineers saw it.", "প্রকৌশলীরা দেখেছেন।", are_conditions_met=True)
    back = follow(session, proposed(session, cast), why, who=cast.who["chief"], moment=after)

    assert back.reason == "The conditions for requalification are met. Engineers saw it."
    assert back.reason_bn.endswith("প্রকৌশলীরা দেখেছেন।")
    assert back.reason_bn != why.reason_bn
    assert stage_on(session, cast, after) == 0
    assert states(session, cast, after) == [Duty.OVER]
    assert count_owed(session, cast.who["engineer"], moment=after) == (0, 0)
    said = Confirmed(moment.today, "Head of sourcing", Channel.TELEPHONE)
    with pytest.raises(NoLongerOwed):
        confirm_termination(session, duty, said, who=cast.who["engineer"], moment=after)

    retract(session, back, Why("A mistake."), who=cast.who["chief"], moment=after)
    assert states(session, cast, after) == [Duty.LATE]
    assert change.id == duty.stage_change_id


def test_with_a_retraction_duties_end_at_once_and_withheld_papers_are_to_be_restored(session, moment):
    cast = before_stage_three(session, moment)
    a_buyer(session, cast.factory, "Nordic", moment)
    change = signed(session, cast, moment)
    assert papers_to_ask(session, moment=moment) == 1

    def papers(step: Declarations) -> None:
        record_declarations(session, change, step, happened_on=moment.today, who=cast.who["engineer"], moment=moment)

    papers(Declarations.ASKED)
    papers(Declarations.WITHHELD)
    assert (papers_to_ask(session, moment=moment), papers_to_restore(session, moment=moment)) == (0, 0)

    retract(session, change, Why("The wrong factory."), who=cast.who["chief"], moment=moment)

    assert states(session, cast, moment) == [Duty.OVER]
    assert papers_to_restore(session, moment=moment) == 1
    with pytest.raises(NotIneligible):
        papers(Declarations.ASKED)
    papers(Declarations.RESTORED)
    assert papers_to_restore(session, moment=moment) == 0
