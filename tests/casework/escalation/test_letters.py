"""Every step of the protocol tells whom it concerns, once, in the transaction of its cause, and no more than it may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.escalation.deciding import Why, follow, retract
from accord.casework.escalation.hearings import call_off, invite
from accord.casework.escalation.ineligible import Statement, draft, sign, withdraw_draft
from accord.casework.escalation.letters.decided import tell_of_decision
from accord.casework.escalation.letters.samples import sample_letters
from accord.casework.escalation.obstructions import record_obstruction
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.casework.escalation.requests import Asked, answer, ask
from accord.casework.notices.released import held, release
from accord.casework.notices.sending import count_to_send
from accord.casework.notices.wording import Site, letter, words_of
from accord.casework.simulation import simulate
from accord.gateways.language import Language
from accord.records.clockwork import GoLive
from accord.records.factory import Signatory, Sourcing
from accord.records.notice import Notice
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.escalation.words import RequestKind, Trigger
from accord.rules.moments import Moment
from accord.rules.notices import OF_PROTOCOL, Letter, Sending
from accord.rules.words.bangla import is_bangla
from tests.casework.escalation.test_deciding import Cast, answered, before_stage_three, drafted, later
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory, at_stage

WHY = Why("Six hazards are half a year late.", "ছয়টি ত্রুটি ঠিক করা হয়নি।")


@pytest.fixture
def _live(session, moment):
    session.add(GoLive(live_from=moment.now - timedelta(days=30), reason="-", actor="-", recorded_at=moment.now))
    session.flush()


def a_buyer(session, factory, moment: Moment, name: str = "Nordic Brand", *, to_on: date | None = None) -> Signatory:
    signatory = Signatory(name=name)
    session.add(signatory)
    session.flush()
    session.add(
        Sourcing(
            factory_id=factory.id,
            signatory_id=signatory.id,
            from_on=date(2022, 1, 1),
            to_on=to_on,
            end_recorded_at=moment.now if to_on else None,
            recorded_at=moment.now,
        )
    )
    session.flush()
    return signatory


def letters(session, *, cause: str | None = None) -> list[Notice]:
    query = select(Notice).order_by(Notice.id)
    return list(session.scalars(query if cause is None else query.where(Notice.cause == cause)))


def told(session, cause: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in letters(session, cause=cause):
        found.setdefault(each.step, []).append(each.organisation)
    return found


@pytest.mark.usefixtures("_live")
def test_a_warning_lists_what_is_owed_with_its_days_and_what_may_be_asked(session, moment):
    cast = Cast(session, moment)
    buyer = a_buyer(session, cast.factory, moment)
    a_buyer(session, cast.factory, moment, "Gone Brand", to_on=moment.today)

    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)

    first, second = letters(session, cause=f"stage {change.id}")
    assert [first.organisation, second.organisation] == [f"factory {cast.factory.id}", f"signatory {buyer.id}"]
    assert first.text.letter is Letter.STAGE_WARNED
    assert (first.state, first.needs_answer, first.factory_id) == (Sending.WAITING, True, cast.factory.id)
    body = first.text.body
    assert body.count("\n| Fire") == len(cast.hazards)
    assert "| Fire 1: The exit is locked. | " in body
    assert "within 21 days" in body
    assert WHY.reason in body
    assert WHY.reason_bn in first.text.body_bn
    assert "More time" not in second.text.body
    assert "use your weight" in second.text.body


@pytest.mark.usefixtures("_live")
def test_the_letters_of_a_decision_are_numbered_one_after_the_other_and_written_once(session, moment):
    cast = Cast(session, moment)
    a_buyer(session, cast.factory, moment)
    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)

    assert [each.reference for each in letters(session)] == ["L-2024-00001", "L-2024-00002"]
    assert tell_of_decision(session, change, moment=moment) == 0
    assert len(letters(session)) == 2


def test_before_the_programme_is_live_a_decision_sends_nothing_and_is_held(session, moment):
    cast = Cast(session, moment)
    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)

    [waits] = letters(session, cause=f"stage {change.id}")
    assert (waits.state, waits.next_try_at) == (Sending.HELD, None)
    assert held(session).notices == [waits]
    assert release(session, [waits.id], who=cast.who["chief"], moment=moment).sent == 1
    assert waits.state is Sending.WAITING


@pytest.mark.usefixtures("_live")
def test_who_is_called_to_a_meeting_is_told_and_labour_with_it(session, moment):
    cast = Cast(session, moment, (1, date(2023, 1, 1)))
    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)

    assert told(session, f"stage {change.id}") == {
        "stage_hearing": [f"factory {cast.factory.id}", "labour_signatories"],
    }


@pytest.mark.usefixtures("_live")
def test_an_invitation_names_day_and_place_and_a_meeting_that_is_called_off_is_told_to_whom_it_reached(session, moment):
    cast = Cast(session, moment)
    who = cast.who["engineer"]
    meeting = invite(session, cast.factory, meets_on=date(2024, 7, 20), place="Room 4", who=who, moment=moment)
    [invitation] = letters(session, cause=f"meeting {meeting.id}")
    assert "Day: 20 July 2024" in invitation.text.body
    assert "জায়গা: Room 4" in invitation.text.body_bn
    invitation.state = Sending.SENT
    session.flush()

    call_off(session, meeting, reason="The hall is flooded.", who=who, moment=moment)

    assert told(session, f"meeting {meeting.id}") == {
        "meeting_invited": [f"factory {cast.factory.id}"],
        "meeting_called_off": [f"factory {cast.factory.id}"],
    }
    assert "The hall is flooded." in letters(session)[-1].text.body


@pytest.mark.usefixtures("_live")
def test_an_invitation_that_never_left_is_overtaken_and_nobody_is_told_of_its_end(session, moment):
    cast = Cast(session, moment)
    who = cast.who["engineer"]
    meeting = invite(session, cast.factory, meets_on=date(2024, 7, 20), place="Room 4", who=who, moment=moment)

    call_off(session, meeting, reason="The hall is flooded.", who=who, moment=moment)

    assert [each.state for each in letters(session)] == [Sending.OVERTAKEN]


@pytest.mark.usefixtures("_live")
def test_the_owner_is_asked_before_the_signature_and_all_who_have_to_act_are_told_at_it(session, moment):
    cast = before_stage_three(session, moment)
    buyer = a_buyer(session, cast.factory, moment)
    written = drafted(session, cast, moment)
    [asked] = letters(session, cause=f"draft {written.id}")
    assert asked.organisation == f"factory {cast.factory.id}"
    assert "15 July 2024" in asked.text.subject
    answered(session, cast, written, moment)

    change = sign(session, written, who=cast.who["deputy"], moment=moment)

    assert told(session, f"stage {change.id}") == {
        "ineligible": [
            f"factory {cast.factory.id}",
            f"signatory {buyer.id}",
            "labour_signatories",
            "steering_committee",
        ],
        "to_workers": [f"factory {cast.factory.id}", f"committee {cast.factory.id}"],
    }
    by_letter = {(each.step, each.organisation.split()[0]): each for each in letters(session)}
    assert "End business with" in by_letter["ineligible", "signatory"].text.body
    workers = by_letter["to_workers", "committee"]
    assert "You are not to blame" in workers.text.body
    assert not workers.needs_answer
    assert cast.factory.name in workers.text.subject_bn
    for private in ("The factory has not taken part", "The exit", "Decided by"):
        assert private not in workers.text.body
    assert asked.state is Sending.OVERTAKEN
    site = Site("https://accord.example", "a secret", "09612-345678")
    mail = letter(words_of(by_letter["ineligible", "signatory"]), "b@brand.example", Language.EN, site=site)
    assert "https://accord.example/desk/factories/9001/stage\n" in mail.body
    sheet = letter(words_of(workers), "c@mill.example", Language.BN, site=site)
    assert "অ্যাকর্ডের হটলাইন\n09612-345678" in sheet.body
    assert "/acknowledge/" in mail.body
    assert "/acknowledge/" not in sheet.body


@pytest.mark.usefixtures("_live")
def test_a_letter_names_whoever_decided_with_what_they_are(session, moment):
    cast = Cast(session, moment)
    deputy = session.get(Person, cast.who["deputy"].id)
    deputy.name, deputy.name_bn = "S. Karim", "এস. করিম"

    change = follow(session, cast.proposal, WHY, who=cast.who["deputy"], moment=moment)

    text = letters(session, cause=f"stage {change.id}")[0].text
    assert text.body.rstrip().endswith("Decided by: S. Karim, deputy of the chief safety officer")
    assert text.body_bn.rstrip().endswith("সিদ্ধান্ত নিয়েছেন: এস. করিম, প্রধান নিরাপত্তা কর্মকর্তার স্থলাভিষিক্ত")


@pytest.mark.usefixtures("_live")
def test_of_two_who_signed_each_is_named_with_the_own_role(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)

    change = sign(session, written, who=cast.who["deputy"], moment=moment)

    body = letters(session, cause=f"stage {change.id}")[0].text.body
    names = [session.get(Person, cast.who[each].id).name for each in ("chief", "deputy")]
    assert body.rstrip().endswith(
        f"Decided by: {names[0]}, chief safety officer\nDecided by: {names[1]}, deputy of the chief safety officer"
    )


@pytest.mark.usefixtures("_live")
def test_a_draft_that_is_withdrawn_is_told_to_the_owner_who_had_it(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    letters(session)[0].state = Sending.SENT
    session.flush()

    withdraw_draft(session, written, reason="They began.", who=cast.who["chief"], moment=moment)

    assert list(told(session, f"draft {written.id}")) == ["stage_drafted", "draft_withdrawn"]


@pytest.mark.usefixtures("_live")
def test_who_was_told_of_a_decision_is_told_that_it_was_taken_back(session, moment):
    cast = Cast(session, moment)
    buyer = a_buyer(session, cast.factory, moment)
    change = follow(session, cast.proposal, WHY, who=cast.who["chief"], moment=moment)
    warned, informed = letters(session)
    warned.state = Sending.SENT
    session.flush()

    back = retract(session, change, Why("The wrong factory."), who=cast.who["chief"], moment=moment)

    # The signatory's letter had not left: it never does, and needs no correction.
    assert informed.organisation == f"signatory {buyer.id}"
    assert informed.state is Sending.OVERTAKEN
    assert told(session, f"stage {back.id}") == {"stage_retracted": [f"factory {cast.factory.id}"]}
    assert "The wrong factory." in letters(session)[-1].text.body


@pytest.mark.usefixtures("_live")
def test_on_the_way_down_everybody_is_told_who_was_told_of_the_stage(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    change = sign(session, written, who=cast.who["deputy"], moment=moment)
    for each in letters(session, cause=f"stage {change.id}"):
        each.state = Sending.SENT
    newcomer = a_buyer(session, cast.factory, moment, "New Brand")
    cast.correct_all(session, moment)
    then = later(moment, 60)
    sweep_proposals(session, moment=then)
    proposal = open_proposals(session)[cast.factory.id]

    down = follow(session, proposal, Why("All is done.", are_conditions_met=True), who=cast.who["chief"], moment=then)

    organisations = told(session, f"stage {down.id}")["requalified"]
    assert set(organisations) == {
        f"factory {cast.factory.id}",
        f"signatory {newcomer.id}",
        "labour_signatories",
        "steering_committee",
    }
    sheets = [each for each in letters(session, cause=f"stage {down.id}") if each.step == "to_workers"]
    at_the_gate = [f"factory {cast.factory.id}", f"committee {cast.factory.id}"]
    assert [each.organisation for each in sheets] == at_the_gate
    assert "may buy from this factory again" in sheets[0].text.body
    assert "no longer buy" not in sheets[0].text.body
    assert "আবার এই কারখানা থেকে পোশাক কিনতে পারবে" in sheets[0].text.body_bn

    for each in letters(session, cause=f"stage {down.id}"):
        each.state = Sending.SENT
    session.flush()
    back = retract(session, down, Why("A crack was missed."), who=cast.who["chief"], moment=then)

    assert told(session, f"stage {back.id}")["to_workers"] == at_the_gate
    assert "no longer buy from this factory" in letters(session)[-1].text.body


@pytest.mark.usefixtures("_live")
def test_workers_who_were_told_of_stage_three_are_told_that_it_was_taken_back(session, moment):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    change = sign(session, written, who=cast.who["deputy"], moment=moment)
    for each in letters(session, cause=f"stage {change.id}"):
        each.state = Sending.SENT
    session.flush()

    back = retract(session, change, Why("The wrong factory."), who=cast.who["chief"], moment=moment)

    found = told(session, f"stage {back.id}")
    assert f"committee {cast.factory.id}" not in found["stage_retracted"]
    assert found["to_workers"] == [f"factory {cast.factory.id}", f"committee {cast.factory.id}"]
    sheet = letters(session)[-1].text
    assert "That decision was taken back" in sheet.body
    assert "সেই সিদ্ধান্ত ফিরিয়ে নেওয়া হয়েছে" in sheet.body_bn


@pytest.mark.parametrize("base_url", ["https://accord.example", "http://127.0.0.1:8000", None])
def test_without_a_hotline_the_letter_to_workers_says_where_to_ask_and_nothing_of_calling(session, moment, base_url):
    cast = before_stage_three(session, moment)
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    sign(session, written, who=cast.who["deputy"], moment=moment)
    sheet = words_of(letters(session)[-1])

    body = letter(sheet, "c@mill.example", Language.BN, site=Site(base_url, "a secret")).body

    for said in ("Call us", "call us", "ফোন", "otline", "127.0.0.1"):
        assert said not in body
    assert "কেস হ্যান্ডলার" in body
    assert ("Our pages\nhttps://accord.example" in body) == (base_url == "https://accord.example")


@pytest.mark.usefixtures("_live")
def test_a_request_is_answered_by_letter(session, moment):
    cast = Cast(session, moment)
    asked = Asked(RequestKind.EXTENSION, "The doors are on the ship.", wants_until_on=date(2024, 9, 1))
    request = ask(session, cast.factory, asked, who=cast.who["owner"], moment=moment)

    answer(session, request, is_granted=True, words="Until then.", who=cast.who["chief"], moment=moment)

    [letter] = letters(session, cause=f"request {request.id}")
    assert letter.text.subject.startswith("Your request is granted")
    assert "The doors are on the ship." in letter.text.body
    assert "1 September 2024" in letter.text.body


@pytest.mark.usefixtures("_live")
def test_of_a_refused_remedy_no_more_is_said_than_that(session, moment):
    factory = a_covered_factory(session)
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment=moment)
    for day in (2, 3):
        record_obstruction(
            session,
            factory,
            trigger=Trigger.REMEDY_REFUSED,
            happened_on=date(2024, 6, day),
            words="Rahima was dismissed after she had complained.",
            who=chief,
            moment=moment,
        )
    sweep_proposals(session, moment=moment)
    proposal = open_proposals(session)[factory.id]
    why = Why("A worker complained and Rahima was dismissed.")

    follow(session, proposal, why, who=chief, moment=moment)

    body = letters(session)[0].text.body + letters(session)[0].text.body_bn
    assert body.count("A remedy was refused.") == 1
    for hint in ("Rahima", "complain", "3 June", "জুন", "|", "obstruction"):
        assert hint not in body


@pytest.mark.usefixtures("_live")
def test_what_people_wrote_makes_no_row_of_a_table_and_shows_no_telephone_number(session, moment):
    cast = Cast(session, moment)
    why = Why("| a | b |\nCall 01712345678")

    follow(session, cast.proposal, why, who=cast.who["chief"], moment=moment)

    body = letters(session)[0].text.body
    assert "01712345678" not in body
    assert "\n| a" not in body


def test_the_letters_of_a_programme_that_was_loaded_whole_are_none(session, moment):
    factory = a_covered_factory(session)
    at_stage(session, factory, (1, date(2023, 1, 1)), (2, date(2023, 9, 1)), moment=moment)

    sweep_proposals(session, moment=moment)

    assert letters(session) == []


@pytest.mark.parametrize("letter", sorted(OF_PROTOCOL))
def test_every_letter_of_the_protocol_is_whole_in_both_languages(letter, moment):
    for _audience, written in sample_letters(letter, moment=moment):
        for text in (written.subject, written.subject_bn, written.body, written.body_bn):
            assert "{" not in text
            assert "None" not in text
            assert "\n\n\n" not in text
        assert is_bangla(written.subject_bn)
        assert "কাল্পনিক গার্মেন্টস লিমিটেড (99999)" in written.subject_bn or "৯৯৯৯৯" in written.subject_bn


def test_a_letter_bears_the_year_of_the_programme_and_each_year_begins_anew(session, moment):
    session.add(GoLive(live_from=moment.now, reason="-", actor="-", recorded_at=moment.now))
    numbers = []
    for number, now in ((9001, moment), (9002, replace(moment, now=moment.now.replace(year=2025)))):
        factory = a_covered_factory(session, number)
        chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment=now)
        meeting = invite(session, factory, meets_on=now.today, place="Here", who=chief, moment=now)
        numbers += [each.reference for each in letters(session, cause=f"meeting {meeting.id}")]

    assert numbers == ["L-2024-00001", "L-2025-00001"]


@pytest.mark.usefixtures("_live")
def test_a_statement_in_both_languages_reaches_each_reader_in_the_own_one(session, moment):
    cast = before_stage_three(session, moment)
    said = Statement("Late.", "All done.", date(2024, 8, 1), reason_bn="দেরি।", conditions_bn="সব শেষ।")

    draft(session, cast.proposal, said, who=cast.who["chief"], moment=moment)

    [letter] = letters(session)
    assert "All done." in letter.text.body
    assert "সব শেষ।" in letter.text.body_bn


def test_a_programme_that_is_loaded_whole_on_day_one_and_decided_on_sends_nothing(session, moment):
    simulate(session, 60, seed=1, moment=moment, anchor=moment.today)
    assert letters(session) == []
    sweep_proposals(session, moment=moment)
    proposal = next(each for each in open_proposals(session).values() if each.to_stage < 3)
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment=moment)

    follow(session, proposal, WHY, who=chief, moment=moment)

    written = letters(session)
    assert written
    assert {(each.state, each.next_try_at) for each in written} == {(Sending.HELD, None)}
    assert count_to_send(session, moment=later(moment, 30)) == 0
