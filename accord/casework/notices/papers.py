"""Letters on paper that go with the mail: each is drawn once, outside of every transaction, and kept as it was drawn.

A letter that cannot be drawn goes out without it: its words are in the mail.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload

from accord.casework.desk.uploads import PEN
from accord.casework.notices.on_paper import Letterhead, first_language, paper_of_letter
from accord.casework.notices.sending import TRIED, is_drawn, is_of_protocol
from accord.casework.one_by_one import OneByOne
from accord.gateways.files import FileStore
from accord.gateways.printing.apart import Paper, print_apart
from accord.records.base import hold_the_pen, reading
from accord.records.notice import LetterFile, Notice
from accord.rules.moments import Moment
from accord.rules.notices import NOT_ON_ITS_WAY

MOST_IN_A_ROUND = 20
"""Ours: a letter takes two seconds to draw, and a round of the clockwork must be over within the minute."""
MOST_IN_A_NIGHT = 500


@dataclass(frozen=True)
class Papers:
    """What letters are drawn with, and where they are kept."""

    head: Letterhead
    documents: FileStore
    draw: Callable[[Paper], bytes] = print_apart


@dataclass
class Drawn:
    """What came of a round of drawing."""

    count: int = 0
    failed: set[int] = field(default_factory=set)
    """Those that cannot be drawn: they go out without."""
    troubles: list[str] = field(default_factory=list)


def draw_due(engine: Engine, papers: Papers, *, moment: Moment, most: int = MOST_IN_A_ROUND) -> Drawn:
    """Draw letters that are due to be sent, the oldest first, so many at most: the others wait for the next round."""
    due = Notice.next_try_at <= moment.now, Notice.state.in_(TRIED)
    with reading(engine) as session:
        query = select(Notice.id).where(*due, is_of_protocol(), ~is_drawn()).order_by(Notice.id).limit(most)
        ids = session.scalars(query).all()
    return _draw(engine, papers, ids, moment)


def draw_missing(engine: Engine, papers: Papers, *, moment: Moment, most: int = MOST_IN_A_NIGHT) -> Drawn:
    """Draw every letter that goes on paper and was not drawn yet; what is held or never left needs none."""
    with reading(engine) as session:
        ids = missing(session, most=most)
    return _draw(engine, papers, ids, moment)


def missing(session: Session, *, most: int = MOST_IN_A_NIGHT) -> Sequence[int]:
    """Return the letters that go on paper and were not drawn yet."""
    leaves = Notice.state.not_in(NOT_ON_ITS_WAY)
    return session.scalars(
        select(Notice.id).where(leaves, is_of_protocol(), ~is_drawn()).order_by(Notice.id).limit(most)
    ).all()


def kept_paper(notice: Notice, documents: FileStore) -> bytes | None:
    """Return the letter as it was drawn, or None where it was not, or where its file is gone."""
    for each in notice.files:
        place = documents.path_of(each.sha256)
        if place.is_file():
            return place.read_bytes()
    return None


def _draw(engine: Engine, papers: Papers, ids: Sequence[int], moment: Moment) -> Drawn:
    drawn = Drawn()
    with OneByOne() as letters:
        for notice_id in ids:
            deed = partial(_draw_one, engine, papers, notice_id, moment)
            if letters.do(f"letter on paper of notice {notice_id}", deed) is None:
                drawn.failed.add(notice_id)
            else:
                drawn.count += 1
    drawn.troubles += letters.troubles
    return drawn


def _draw_one(engine: Engine, papers: Papers, notice_id: int, moment: Moment) -> str:
    with reading(engine) as session:
        whole = [joinedload(Notice.text), joinedload(Notice.order)]
        notice = session.get_one(Notice, notice_id, options=whole)
        paper, language = paper_of_letter(notice, papers.head), first_language(notice)
    pdf = papers.draw(paper)
    with Session(engine) as session:
        # Held so that no sweep removes the file between its writing and its row.
        hold_the_pen(session, PEN)
        sha256 = papers.documents.keep(pdf)
        known = session.scalar(select(LetterFile).where(LetterFile.notice_id == notice_id))
        if known is None:
            session.add(
                LetterFile(
                    notice_id=notice_id,
                    language=language.value,
                    sha256=sha256,
                    size_bytes=len(pdf),
                    made_at=moment.now,
                )
            )
        session.commit()
    return sha256
