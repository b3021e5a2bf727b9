"""Letters to one person about what is no order: of what waits for them, and of the clockwork that stood still.

They are rows of the outbox like all others, so that each is there once for its cause and is tried until it is taken.
"""

import re
from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from accord.casework.orders.letters import Written
from accord.casework.orders.telling import went_live
from accord.records.base import hold_the_pen
from accord.records.notice import Notice, NoticeText
from accord.records.person import Person
from accord.rules.moments import Moment
from accord.rules.notices import Letter, Sending

_KIND = "person"
_WORDS = re.compile(rf"{_KIND} ([1-9][0-9]{{0,8}})")


def words_of_person(person_id: int) -> str:
    """Return the words under which the outbox names a person."""
    return f"{_KIND} {person_id}"


def people_named(organisations: Collection[str]) -> dict[str, int]:
    """Return the ids of the people among these, by their words. No contact is ever added to a person."""
    return {words: int(found[1]) for words in organisations if (found := _WORDS.fullmatch(words))}


def is_live(session: Session, *, moment: Moment) -> bool:
    """Return whether letters are sent yet."""
    live_from = went_live(session)
    return live_from is not None and live_from <= moment.now


def was_written(session: Session, person_id: int, *, cause: str) -> bool:
    """Return whether the person was written to because of this already."""
    named = Notice.organisation == words_of_person(person_id)
    return bool(session.scalar(select(exists().where(Notice.cause == cause, named))))


def write_to(session: Session, person: Person, letter: Letter, written: Written, *, cause: str, moment: Moment) -> bool:
    """Write a letter to somebody, once for its cause, and return whether it is new."""
    hold_the_pen(session, "notices")
    if was_written(session, person.id, cause=cause):
        return False
    text = NoticeText(
        letter=letter,
        subject=written.subject,
        subject_bn=written.subject_bn,
        body=written.body,
        body_bn=written.body_bn,
        short_bn=None,
        recorded_at=moment.now,
    )
    notice = Notice(
        cause=cause,
        organisation=words_of_person(person.id),
        organisation_name=person.name,
        step=letter.value,
        text=text,
        needs_answer=False,
        state=Sending.WAITING,
        next_try_at=moment.now,
        recorded_at=moment.now,
    )
    session.add_all([text, notice])
    session.flush()
    return True
