"""The letters on the page of a stage, and everything on record in one file: each reader gets their own, and no more."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accord.casework.escalation.deciding import Why, follow
from accord.casework.escalation.ineligible import sign
from accord.casework.escalation.letters.owed import groups, names_of
from accord.casework.escalation.obstructions import record_obstruction
from accord.casework.escalation.proposals import open_proposals, sweep_proposals
from accord.gateways.files import FileStore
from accord.gateways.language import Language
from accord.records.clockwork import GoLive
from accord.records.escalation import ProposalEvidence
from accord.records.notice import LetterFile, Notice
from accord.rules.desk.people import Role
from accord.rules.escalation.words import Trigger
from accord.rules.notices import Sending
from tests.casework.escalation.test_deciding import answered, before_stage_three, drafted
from tests.casework.escalation.test_letters import a_buyer
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory

STAGE = "/desk/factories/9001/stage"


@pytest.fixture
def cast(session, moment):
    session.add(GoLive(live_from=moment.now - timedelta(days=9), reason="-", actor="-", recorded_at=moment.now))
    cast = before_stage_three(session, moment)
    cast.buyer = a_buyer(session, cast.factory, moment)
    cast.other = a_buyer(session, cast.factory, moment, "Other Brand")
    written = drafted(session, cast, moment)
    answered(session, cast, written, moment)
    sign(session, written, who=cast.who["deputy"], moment=moment)
    session.commit()
    return cast


def a_client(session, signed_in, role: Role, **belongs):
    person = a_person(session, role, **belongs)
    session.commit()
    return signed_in(person)


def to(session, organisation: str, step: str = "ineligible") -> Notice:
    found = session.scalar(select(Notice).where(Notice.organisation == organisation, Notice.step == step))
    session.rollback()
    return found


def test_the_programme_reads_all_letters_of_a_stage(session, signed_in, cast):
    page = a_client(session, signed_in, Role.CASE_HANDLER).get(STAGE).text

    for step in ("Before stage 3", "ineligible from", "workers"):
        assert step in page
    assert "Nordic Brand" in page
    assert 'href="/desk/factories/9001/stage/defence.pdf"' in page


def test_a_signatory_reads_its_own_letter_and_no_other(session, signed_in, cast):
    mine, others = f"signatory {cast.buyer.id}", f"signatory {cast.other.id}"
    client = a_client(session, signed_in, Role.SIGNATORY_USER, signatory=cast.buyer)

    page = client.get(STAGE).text

    assert "Nordic Brand" in page
    for foreign in ("Other Brand", "workers", "Before stage 3", "defence.pdf"):
        assert foreign not in page
    for organisation, status in ((mine, 200), (others, 404), (f"factory {cast.factory.id}", 404)):
        notice = to(session, organisation)
        assert client.get(f"{STAGE}/letters/{notice.id}.pdf").status_code == status
    assert client.get(f"{STAGE}/defence.pdf").status_code == 403


def test_a_factory_reads_what_was_written_to_it_and_only_once_it_is_on_its_way(session, signed_in, cast):
    client = a_client(session, signed_in, Role.FACTORY_USER, factory=cast.factory)
    notice = to(session, f"factory {cast.factory.id}")

    assert notice.reference in client.get(STAGE).text
    session.get_one(Notice, notice.id).state = Sending.HELD
    session.commit()

    assert client.get(f"{STAGE}/letters/{notice.id}.pdf").status_code == 404


def test_a_letter_is_handed_out_as_it_was_drawn(session, signed_in, settings, cast, moment):
    notice = to(session, f"factory {cast.factory.id}")
    sha256 = FileStore(settings.documents, is_private=True).keep(b"%PDF as it was drawn")
    drawn = {"language": "bn", "sha256": sha256, "size_bytes": 20, "made_at": moment.now}
    session.add(LetterFile(notice_id=notice.id, **drawn))
    session.commit()
    client = a_client(session, signed_in, Role.CASE_HANDLER)

    for address in (f"{STAGE}/letters/{notice.id}.pdf", f"/desk/notices/{notice.id}/letter.pdf"):
        assert client.get(address).data == b"%PDF as it was drawn"


def test_a_letter_about_another_factory_is_not_found_here(session, signed_in, cast):
    a_covered_factory(session, 9002)
    session.commit()
    notice = to(session, f"factory {cast.factory.id}")
    client = a_client(session, signed_in, Role.CASE_HANDLER)

    assert client.get(f"/desk/factories/9002/stage/letters/{notice.id}.pdf").status_code == 404


def test_where_no_letter_was_written_the_page_says_so(session, signed_in, moment):
    a_covered_factory(session)
    session.commit()

    assert "No letter was written yet." in a_client(session, signed_in, Role.CASE_HANDLER).get(STAGE).text


@pytest.mark.parametrize("role", [Role.CASE_HANDLER, Role.FACTORY_USER])
def test_the_defence_file_is_handed_out(session, signed_in, cast, role):
    belongs = {"factory": cast.factory} if role is Role.FACTORY_USER else {}

    answer = a_client(session, signed_in, role, **belongs).get(f"{STAGE}/defence.pdf")

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")


def test_a_refusal_has_happened_on_its_day_and_is_not_said_to_be_owed_or_late(session, signed_in, moment):
    factory = a_covered_factory(session)
    chief = a_visitor(session, a_person(session, Role.CHIEF_SAFETY_OFFICER), moment=moment)
    for day in (2, 3, 4):
        said = {"happened_on": date(2024, 6, day), "words": "The gate stayed shut."}
        record_obstruction(session, factory, trigger=Trigger.NO_COOPERATION, **said, who=chief, moment=moment)
    sweep_proposals(session, moment=moment)
    follow(session, open_proposals(session)[factory.id], Why("Shut out."), who=chief, moment=moment)
    [letter] = session.scalars(select(Notice)).all()
    body, body_bn = letter.text.body, letter.text.body_bn
    session.commit()

    client = a_client(session, signed_in, Role.CASE_HANDLER)
    page, in_bangla = client.get(STAGE).text, client.get(f"{STAGE}?lang=bn").text

    assert "| Happened on | Days since |" in body
    assert "| কবে ঘটেছে | কত দিন আগে |" in body_bn
    assert "Happened on" in page
    assert "কবে ঘটেছে" in in_bangla
    for said in ("Owed", "Days late", "কত দিন দেরি"):
        for shown in (body, body_bn, page, in_bangla):
            assert said not in shown
    file = groups(evidence_of(session), names_of(session, [], factory_id=factory.id), Language.EN)
    assert [each.has_happened for each in file] == [True]


def evidence_of(session) -> list[ProposalEvidence]:
    return list(session.scalars(select(ProposalEvidence)))
