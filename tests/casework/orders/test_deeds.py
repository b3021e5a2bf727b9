"""Each step of an order is taken by whoever may, with what it needs, and tells whom it concerns."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.disclosed_orders import disclosed_orders
from accord.casework.orders import deeds
from accord.casework.orders.refused import (
    REFUSAL_OF,
    Alone,
    NoEvidence,
    NoLimit,
    NoPanel,
    NoPlace,
    NoReason,
    NotAcknowledged,
    NotNow,
    NotThatDay,
    NotThisInspection,
    NotToldOfIt,
    NotYourOrganisation,
    NotYours,
    NoVisit,
    OtherLimit,
    OwnClaim,
    StateOrderStands,
)
from accord.casework.orders.standing import standing_of, unreported_of
from accord.casework.orders.taking import NOTHING, Comes, HandedIn, by_of
from accord.records.factory import Factory, Occupant
from accord.records.notice import Notice, NoticeText
from accord.records.order_care import OrderFile, StateOrder
from accord.rules.notices import Letter, Sending
from accord.rules.orders.flaws import OrderFlaw
from accord.rules.orders.steps import By, Phase
from accord.rules.orders.words import Channel, Extent, RecipientKind
from accord.rules.vocabulary import Discipline, OrderKind, OrderStep
from tests.desk_builders import an_inspection
from tests.order_builders import (
    SEEN,
    WHY,
    a_house,
    acknowledged,
    determined,
    go_live,
    later,
    raised,
    ready,
    the_panel_agrees,
)


@pytest.fixture
def house(session, moment):
    return a_house(session, moment)


@pytest.fixture
def on_site(moment):
    return replace(SEEN, seen_on=moment.today)


def told_of(session, order, letter: Letter) -> Sequence[str]:
    query = select(Notice.organisation).join(NoticeText).where(NoticeText.letter == letter, Notice.order_id == order.id)
    return sorted(session.scalars(query))


def test_a_determined_order_reaches_every_occupant_the_landlord_all_signatories_the_unions_and_the_state(
    session, moment, house
):
    order = raised(session, house, moment)

    deeds.determine(session, order, Comes(note="For the whole building."), who=house.who["deputy"], moment=moment)

    kinds = {each.kind for each in order.recipients}
    assert kinds >= {
        RecipientKind.OCCUPANT,
        RecipientKind.LANDLORD,
        RecipientKind.SIGNATORY,
        RecipientKind.LABOUR_SIGNATORIES,
        RecipientKind.INSPECTOR_GENERAL,
    }
    assert sorted(each.name for each in order.recipients if each.kind is RecipientKind.SIGNATORY) == [
        "Baltic",
        "Nordic",
    ]
    assert told_of(session, order, Letter.DETERMINED) == sorted(each.organisation for each in order.recipients)
    bodies = session.scalars(select(NoticeText).where(NoticeText.letter == Letter.DETERMINED)).all()
    assert all("For the whole building." in each.body for each in bodies)
    assert all("not an order of the government" in each.body for each in bodies)
    assert all("সরকারের আদেশ নয়" in each.body_bn for each in bodies)


def test_an_evacuation_goes_from_being_raised_to_being_lifted_and_everybody_who_was_told_is_told_that(
    session, moment, house
):
    order = determined(session, house, moment)
    ready(session, order, house, moment)
    with pytest.raises(NoPanel):
        deeds.lift(session, order, WHY, who=house.who["chief"], moment=moment)
    the_panel_agrees(session, order, moment)

    deeds.lift(session, order, WHY, who=house.who["chief"], moment=later(moment, hours=3))

    assert (standing_of(order).phase, order.next_due_at) == (Phase.LIFTED, None)
    assert told_of(session, order, Letter.LIFTED) == sorted(each.organisation for each in order.recipients)


def test_an_acknowledgement_is_recorded_once_and_only_of_those_who_were_told(session, moment, house):
    order = determined(session, house, moment)
    bank = next(each.organisation for each in order.recipients if each.kind is RecipientKind.OCCUPANT)

    acknowledged(session, order, bank, house, moment)
    acknowledged(session, order, bank, house, later(moment, minutes=1))
    by_link = deeds.acknowledge(
        session,
        order,
        organisation="labour_signatories",
        said_by="The union",
        channel=Channel.LINK,
        who=None,
        moment=moment,
    )

    assert standing_of(order).acknowledged == {bank, "labour_signatories"}
    assert sum(each.organisation == bank for each in order.steps) == 1
    assert (by_link.actor, by_link.person_id, by_link.taken_as) == (
        "The union for labour_signatories",
        None,
        "recipient",
    )
    with pytest.raises(NotToldOfIt):
        acknowledged(session, order, "factory 999", house, moment)


def test_a_factory_user_acknowledges_for_the_own_factory_alone(session, moment, house):
    order = determined(session, house, moment)
    words = {"said_by": "The owner", "channel": Channel.DESK, "who": house.who["owner"], "moment": moment}

    with pytest.raises(NotYourOrganisation):
        deeds.acknowledge(session, order, organisation=f"factory {house.second.id}", **words)
    deeds.acknowledge(session, order, organisation=f"factory {house.first.id}", **words)

    assert standing_of(order).acknowledged == {f"factory {house.first.id}"}


def test_as_what_somebody_acts_is_by_their_role_their_discipline_and_their_factory(session, moment, house):
    order = determined(session, house, moment)
    by = {name: by_of(who, order) for name, who in house.who.items()}

    assert by == {
        "engineer": {By.ENGINEER, By.STAFF},
        "second": {By.ENGINEER, By.STAFF},
        "boilers": {By.STAFF},
        "chief": {By.DECIDER, By.STAFF},
        "deputy": {By.DECIDER, By.STAFF},
        "handler": {By.STAFF},
        "owner": {By.FACTORY, By.RECIPIENT},
        "committee": {By.RECIPIENT},
        "brand": {By.RECIPIENT},
        "stranger": set(),
    }


def test_what_a_factory_hands_in_is_kept_with_the_step(session, moment, house):
    order = determined(session, house, moment)
    photo = HandedIn("empty.jpg", "image/jpeg", "a" * 64, 1200)

    event = deeds.comply(session, order, Comes(files=(photo,)), who=house.who["owner"], moment=moment)

    kept = session.scalars(select(OrderFile)).one()
    assert (kept.order_id, kept.event_id, kept.name) == (order.id, event.id, "empty.jpg")


def refused(refusal, deed, *given, **named):
    with pytest.raises(refusal):
        deed(*given, **named)


def test_every_refusal_of_a_step_says_why_and_writes_nothing(session, moment, house, on_site):
    order, who = raised(session, house, moment), house.who
    refused(NotYours, deeds.determine, session, order, who=who["engineer"], moment=moment)
    refused(NotYours, deeds.determine, session, order, who=who["stranger"], moment=moment)
    refused(NotNow, deeds.lift, session, order, WHY, who=who["chief"], moment=moment)
    refused(Alone, deeds.annul, session, order, WHY, who=who["chief"], moment=moment)
    refused(NoReason, deeds.propose_annulment, session, order, NOTHING, who=who["chief"], moment=moment)
    refused(NoEvidence, deeds.comply, session, order, Comes(note=" "), who=who["owner"], moment=moment)
    refused(NotYours, deeds.comply, session, order, SEEN, who=who["stranger"], moment=moment)

    deeds.determine(session, order, who=who["chief"], moment=moment)
    deeds.comply(session, order, SEEN, who=who["engineer"], moment=moment)
    refused(NoVisit, deeds.verify_on_site, session, order, SEEN, who=who["second"], moment=moment)
    refused(OwnClaim, deeds.verify_on_site, session, order, on_site, who=who["engineer"], moment=moment)
    refused(NotYours, deeds.verify_on_site, session, order, on_site, who=who["boilers"], moment=moment)
    for days in (-1, 1):
        other_day = replace(SEEN, seen_on=moment.today + timedelta(days=days))
        refused(NotThatDay, deeds.verify_on_site, session, order, other_day, who=who["second"], moment=moment)
    elsewhere = an_inspection(session, house.first, discipline=Discipline.FIRE, on=moment.today)
    refused(
        NotThisInspection,
        deeds.verify_on_site,
        session,
        order,
        replace(on_site, inspection=elsewhere),
        who=who["second"],
        moment=moment,
    )
    steps = len(order.steps)

    deeds.verify_on_site(session, order, on_site, who=who["second"], moment=moment)
    the_panel_agrees(session, order, moment)
    refused(NoLimit, deeds.ease, session, order, WHY, who=who["chief"], moment=moment)
    session.add(
        StateOrder(
            order_id=order.id,
            extent=Extent.FULL,
            authority="DIFE",
            ordered_on=moment.today,
            actor="a test",
            recorded_at=moment.now,
        )
    )
    session.flush()
    eased = replace(WHY, limit_kpa=2.0)
    refused(StateOrderStands, deeds.ease, session, order, eased, who=who["chief"], moment=moment)
    assert len(order.steps) == steps + 1


def test_an_evacuation_is_eased_only_once_the_load_reduction_of_its_building_has_ended(session, moment, house, on_site):
    who = house.who
    load = determined(session, house, moment, kind=OrderKind.LOAD_REDUCTION)
    order = determined(session, house, moment)
    ready(session, order, house, moment)
    the_panel_agrees(session, order, moment)
    eased = replace(WHY, limit_kpa=2.0)
    refused(OtherLimit, deeds.ease, session, order, eased, who=who["chief"], moment=moment)

    ready(session, load, house, moment)
    deeds.lift(session, load, WHY, who=who["chief"], moment=moment)
    deeds.ease(session, order, eased, who=who["chief"], moment=moment)

    assert (order.kind, order.limit_kpa) == (OrderKind.LOAD_REDUCTION, 2.0)
    assert raised(session, house, moment, kind=OrderKind.LOAD_REDUCTION) is order


def test_each_flaw_has_a_refusal_of_its_own(session):
    assert set(REFUSAL_OF) == set(OrderFlaw)
    assert len(set(REFUSAL_OF.values())) == len(OrderFlaw)
    assert all(each.sentence for each in REFUSAL_OF.values())


def test_an_order_is_annulled_by_two_and_everybody_who_was_told_gets_a_correction(session, moment, house):
    order = determined(session, house, moment)
    deeds.propose_annulment(session, order, WHY, who=house.who["chief"], moment=moment)
    refused(Alone, deeds.annul, session, order, WHY, who=house.who["chief"], moment=moment)
    refused(Alone, deeds.annul, session, order, WHY, who=house.who["deputy"], moment=moment)

    deeds.annul(session, order, WHY, who=house.who["engineer"], moment=moment)

    assert told_of(session, order, Letter.CORRECTION) == sorted(each.organisation for each in order.recipients)
    assert len(order.steps) == 4, "what was said and done stays on record"


@pytest.mark.parametrize("is_live", [True, False])
def test_with_its_end_what_was_not_sent_of_an_order_is_overtaken_and_what_is_said_of_the_end_is_not(
    session, moment, house, is_live
):
    if is_live:
        go_live(session, moment)
    order = determined(session, house, moment)
    other = determined(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    [sent, red, *_] = session.scalars(select(Notice).where(Notice.order_id == order.id).order_by(Notice.id))
    sent.state, red.state, red.next_try_at = Sending.SENT, Sending.NOBODY, moment.now
    deeds.propose_annulment(session, order, WHY, who=house.who["engineer"], moment=moment)

    deeds.annul(session, order, WHY, who=house.who["chief"], moment=moment)

    def stand(of, *, is_end):
        query = select(Notice.state, Notice.next_try_at).join(NoticeText).where(Notice.order_id == of.id)
        letters = NoticeText.letter == Letter.CORRECTION
        return {tuple(row) for row in session.execute(query.where(letters if is_end else ~letters))}

    waits = (Sending.WAITING, moment.now) if is_live else (Sending.HELD, None)
    kept = {(Sending.SENT, None if not is_live else moment.now), (Sending.NOBODY, None)}
    assert stand(order, is_end=False) == kept | {(Sending.OVERTAKEN, None)}
    assert stand(order, is_end=True) == {waits}
    assert stand(other, is_end=False) == {waits}


def test_re_entering_begins_the_climb_anew_and_tells_everybody(session, moment, house, on_site):
    order = determined(session, house, moment)
    acknowledged(session, order, f"factory {house.first.id}", house, moment)
    deeds.verify_on_site(session, order, on_site, who=house.who["engineer"], moment=moment)
    then = later(moment, hours=30)

    deeds.re_enter(session, order, Comes(note="Light on the 3rd floor."), who=house.who["handler"], moment=then)

    stands = standing_of(order)
    assert (stands.phase, stands.climb_began_at, stands.acknowledged) == (Phase.DETERMINED, then.now, frozenset())
    assert order.next_due_at == then.now + timedelta(hours=4)
    assert told_of(session, order, Letter.RE_ENTERED) == sorted(each.organisation for each in order.recipients)


def test_an_evacuation_becomes_a_load_reduction_with_its_limit(session, moment, house, on_site):
    order = determined(session, house, moment)
    deeds.verify_on_site(session, order, on_site, who=house.who["engineer"], moment=moment)
    the_panel_agrees(session, order, moment)

    deeds.ease(session, order, replace(WHY, limit_kpa=1.0), who=house.who["chief"], moment=moment)

    assert (order.kind, order.raised_as, order.limit_kpa) == (OrderKind.LOAD_REDUCTION, OrderKind.EVACUATION, 1.0)
    text = session.scalars(select(NoticeText).where(NoticeText.letter == Letter.EASED)).first()
    assert "no more than 1 kPa" in text.body
    assert "১ kPa" in text.body_bn


def test_the_week_is_answered_by_whoever_was_told_and_a_place_vacated_for_good_ends_it(session, moment, house, on_site):
    order = determined(session, house, moment)
    refused(
        NotNow,
        deeds.answer_week,
        session,
        order,
        Comes(note="Still empty.", organisation=f"factory {house.first.id}"),
        who=house.who["owner"],
        moment=moment,
    )
    deeds.verify_on_site(session, order, on_site, who=house.who["engineer"], moment=moment)
    answer = Comes(note="Still empty, wages paid.", organisation=f"factory {house.first.id}")
    deeds.answer_week(session, order, answer, who=house.who["owner"], moment=moment)
    other = replace(answer, organisation=f"factory {house.second.id}")
    refused(NotYourOrganisation, deeds.answer_week, session, order, other, who=house.who["owner"], moment=moment)

    deeds.vacate(session, order, on_site, who=house.who["chief"], moment=moment)

    assert standing_of(order).phase is Phase.VACATED
    assert told_of(session, order, Letter.VACATED) == sorted(each.organisation for each in order.recipients)


def test_a_factory_reports_of_its_own_place_and_the_public_reads_of_it_once_all_have(session, house, moment):
    order = determined(session, house, moment)
    bank = next(each.organisation for each in order.recipients if each.kind is RecipientKind.OCCUPANT)
    later_on = later(moment, minutes=1)

    def public():
        session.flush()
        [shown] = disclosed_orders(session, as_of=moment.today)
        return [each.step for each in shown.steps]

    deeds.comply(session, order, SEEN, who=house.who["owner"], moment=later_on)
    other = replace(SEEN, organisation=f"factory {house.second.id}")
    with pytest.raises(NotYourOrganisation):
        deeds.comply(session, order, other, who=house.who["owner"], moment=later_on)
    with pytest.raises(NoPlace):
        deeds.comply(
            session, order, replace(SEEN, organisation="landlord 1"), who=house.who["handler"], moment=later_on
        )
    assert order.steps[-1].organisation == f"factory {house.first.id}"
    assert standing_of(order).phase is Phase.DETERMINED
    assert public() == [OrderStep.DETERMINED]
    for each in (f"factory {house.second.id}", bank):
        assert standing_of(order).phase is Phase.DETERMINED
        of_it = replace(SEEN, organisation=each)
        deeds.comply(session, order, of_it, who=house.who["handler"], moment=later_on)

    assert standing_of(order).phase is Phase.COMPLIED
    assert public() == [OrderStep.DETERMINED, OrderStep.COMPLIED]


def test_one_report_of_everybody_is_enough_and_so_is_one_that_a_boiler_is_off(session, house, moment):
    order = determined(session, house, moment)
    boiler = determined(session, house, moment, kind=OrderKind.BOILER_SHUTDOWN)
    deeds.comply(session, order, SEEN, who=house.who["handler"], moment=moment)
    deeds.comply(session, boiler, SEEN, who=house.who["owner"], moment=moment)

    assert standing_of(order).phase is standing_of(boiler).phase is Phase.COMPLIED


def test_a_report_of_everybody_does_not_speak_for_whoever_moves_in_after_it(session, house, moment):
    order = determined(session, house, moment)
    deeds.comply(session, order, SEEN, who=house.who["handler"], moment=moment)
    assert unreported_of(order, standing_of(order)) == []

    newcomer = Factory(number=9003, name="Third Ltd.")
    house.building.occupants.append(Occupant(factory=newcomer, from_on=moment.today))
    session.flush()
    deeds.welcome(session, order, moment=later(moment, hours=1))

    session.expire(order, ["recipients"])
    [missing] = unreported_of(order, standing_of(order))
    assert missing.organisation == f"factory {newcomer.id}"
    again = later(moment, hours=2)
    of_it = replace(SEEN, organisation=missing.organisation)
    deeds.comply(session, order, of_it, who=house.who["handler"], moment=again)
    assert unreported_of(order, standing_of(order)) == []


def test_the_engineer_who_reported_of_one_place_does_not_verify_the_building(session, house, moment):
    order = determined(session, house, moment)
    of_second = replace(SEEN, organisation=f"factory {house.second.id}")
    deeds.comply(session, order, of_second, who=house.who["engineer"], moment=moment)
    deeds.comply(session, order, SEEN, who=house.who["owner"], moment=moment)

    seen = replace(SEEN, seen_on=moment.today)
    with pytest.raises(OwnClaim):
        deeds.verify_on_site(session, order, seen, who=house.who["engineer"], moment=moment)
    deeds.verify_on_site(session, order, seen, who=house.who["second"], moment=moment)


def test_an_acknowledgement_that_was_taken_back_is_asked_for_again(session, house, moment):
    order = determined(session, house, moment)
    own = f"factory {house.first.id}"
    acknowledged(session, order, own, house, moment)
    other = Comes(note="A slip.", organisation=f"factory {house.second.id}")
    with pytest.raises(NotAcknowledged):
        deeds.take_acknowledgement_back(session, order, other, who=house.who["handler"], moment=moment)
    slip = Comes(note="A slip.", organisation=own)
    deeds.take_acknowledgement_back(session, order, slip, who=house.who["handler"], moment=moment)

    assert own not in standing_of(order).acknowledged
    acknowledged(session, order, own, house, moment)
    assert own in standing_of(order).acknowledged
