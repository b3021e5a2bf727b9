"""A letter of the protocol goes out with its paper, drawn once and kept; what cannot be drawn keeps no letter back."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from accord.casework.desk.sweeping import unkept
from accord.casework.escalation.hearings import invite
from accord.casework.notices.acknowledging import SaidAlready, answer_letter, notice_of
from accord.casework.notices.by_hand import ToldByHand, tell_by_hand
from accord.casework.notices.on_paper import Letterhead
from accord.casework.notices.papers import MOST_IN_A_ROUND, Papers, draw_due, draw_missing, kept_paper, missing
from accord.casework.notices.sending import send_due
from accord.casework.notices.wording import Site
from accord.casework.stored import state_of
from accord.gateways.files import FileStore
from accord.gateways.letters import LetterBox
from accord.gateways.printing.terms import PrintRefused
from accord.records.clockwork import GoLive
from accord.records.notice import LetterFile, Notice, NoticeAnswer
from accord.rules.desk.people import Role
from accord.rules.notices import Sending
from accord.rules.orders.words import Channel
from tests.desk_builders import a_person, a_visitor
from tests.escalation_builders import a_covered_factory
from tests.notice_builders import SECRET, a_contact, a_notice, an_open_order, carriers

PDF = b"%PDF-1.7 as drawn\n"


@pytest.fixture
def engine(session):
    return session.get_bind()


@pytest.fixture
def who(session, moment):
    return a_visitor(session, a_person(session, Role.CASE_HANDLER), moment=moment)


@pytest.fixture
def papers(tmp_path, moment):
    head = Letterhead(Site("https://accord.example", SECRET), moment.zone, None, is_demonstration=False)
    drawn = []

    def draw(paper):
        drawn.append(paper)
        return PDF + str(len(drawn)).encode()

    found = Papers(head, FileStore(tmp_path / "documents", is_private=True), draw)
    object.__setattr__(found, "drawn", drawn)
    return found


def invited(session, who, moment, *, count: int = 1, is_live: bool = True) -> list[Notice]:
    if is_live:
        session.add(GoLive(live_from=moment.now, reason="-", actor="-", recorded_at=moment.now))
    for number in range(9001, 9001 + count):
        factory = a_covered_factory(session, number)
        a_contact(session, f"factory {factory.id}", moment, email=f"owner{number}@mill.example")
        invite(session, factory, meets_on=moment.today, place="Here", who=who, moment=moment)
    session.commit()
    found = list(session.scalars(select(Notice).order_by(Notice.id)))
    # Whoever sends writes in a session of its own.
    session.rollback()
    return found


def test_a_letter_is_drawn_once_before_it_is_sent_and_goes_with_the_mail(
    session, engine, papers, who, moment, tmp_path
):
    [notice] = invited(session, who, moment)
    box = LetterBox(tmp_path / "box")
    out = carriers(box, is_demonstration=True)
    object.__setattr__(out, "documents", papers.documents)

    assert send_due(engine, out, moment=lambda: moment, not_drawn=set()).notices == 0
    assert draw_due(engine, papers, moment=moment).count == 1
    assert draw_due(engine, papers, moment=moment).count == 0
    assert send_due(engine, out, moment=lambda: moment, not_drawn=set()).by_state == {Sending.SENT: 1}

    [letter] = box.latest(5)
    assert [(each.name, each.content) for each in letter.enclosed] == [("L-2024-00001.pdf", PDF + b"1")]
    assert letter.subject.startswith("L-2024-00001 · ")
    assert letter.body.count("L-2024-00001") == 2
    session.expire_all()
    assert kept_paper(notice, papers.documents) == PDF + b"1"


def test_a_letter_that_cannot_be_drawn_goes_out_all_the_same_and_is_drawn_in_the_night(
    session, engine, papers, who, moment, tmp_path
):
    invited(session, who, moment)

    def refuses(_paper):
        raise PrintRefused("no such glyph")

    broken = Papers(papers.head, papers.documents, refuses)
    drawn = draw_due(engine, broken, moment=moment)
    out = carriers(LetterBox(tmp_path / "box"), is_demonstration=True)
    sent = send_due(engine, out, moment=lambda: moment, not_drawn=drawn.failed)

    assert len(drawn.troubles) == 1
    assert sent.by_state == {Sending.SENT: 1}
    assert draw_missing(engine, papers, moment=moment).count == 1
    assert missing(session) == []


def test_so_many_are_drawn_in_a_round_and_an_evacuation_waits_for_none_of_them(
    session, engine, papers, who, moment, tmp_path
):
    invited(session, who, moment, count=MOST_IN_A_ROUND + 3)
    order = an_open_order(session, moment, number=8000)
    urgent = a_notice(session, order, moment)
    a_contact(session, urgent.organisation, moment, email="first@mill.example")
    session.commit()

    drawn = draw_due(engine, papers, moment=moment)
    box = LetterBox(tmp_path / "box")
    sent = send_due(engine, carriers(box, is_demonstration=True), moment=lambda: moment, not_drawn=drawn.failed)

    assert drawn.count == MOST_IN_A_ROUND
    assert sent.notices == MOST_IN_A_ROUND + 1
    first = session.scalars(select(Notice).where(Notice.attempts_made > 0).order_by(Notice.id)).all()
    session.refresh(urgent, ["attempts"])
    assert min(each.attempts[0].id for each in first) == urgent.attempts[0].id


def test_what_is_held_is_not_drawn(session, engine, papers, who, moment):
    invited(session, who, moment, is_live=False)

    assert draw_missing(engine, papers, moment=moment).count == 0


def test_a_paper_is_backed_up_and_never_swept(session, engine, papers, who, moment, tmp_path):
    invited(session, who, moment)
    draw_due(engine, papers, moment=moment)
    session.expire_all()
    [file] = session.scalars(select(LetterFile))

    assert file.sha256 == hashlib.sha256(PDF + b"1").hexdigest()
    assert state_of(session).documents == {file.sha256: "letter L-2024-00001"}
    later = type(moment)(moment.now.replace(year=2100), moment.zone)
    assert unkept(session, uploads=FileStore(tmp_path / "u"), documents=papers.documents, moment=later) == []


def test_a_letter_is_acknowledged_by_its_link_once(session, who, moment):
    [notice] = invited(session, who, moment)

    assert notice_of(session, notice.public_key) is notice
    answer = answer_letter(session, notice, said_by="Abdul Karim", channel=Channel.LINK, moment=moment)

    assert (answer.said_by, answer.channel, answer.actor) == ("Abdul Karim", Channel.LINK, notice.organisation)
    with pytest.raises(SaidAlready):
        answer_letter(session, notice, said_by="Somebody else", channel=Channel.LINK, moment=moment)


def test_whoever_was_told_by_hand_has_the_letter(session, who, moment):
    [notice] = invited(session, who, moment)
    told = ToldByHand("Mr Karim", Channel.TELEPHONE, "01700000000", moment.now + timedelta(minutes=1))

    tell_by_hand(session, notice, told, who=who, moment=moment)

    [answer] = session.scalars(select(NoticeAnswer))
    assert (answer.said_by, answer.channel, answer.person_id) == ("Mr Karim", Channel.TELEPHONE, who.id)
