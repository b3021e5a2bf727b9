"""Sends the notices that are due: each outside every transaction, then marked in one.

Whoever is killed between the two sends a second letter with the same Message-ID, and never none.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, Engine, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from accord.casework.notices.carriers import Carriers, Round
from accord.casework.notices.contacts import dialled
from accord.casework.notices.reached import Reached, for_step, reached
from accord.casework.notices.wording import Words, words_of
from accord.casework.one_by_one import OneByOne
from accord.casework.orders.standing import standing_of
from accord.gateways.answers import Answer
from accord.gateways.language import Language
from accord.gateways.letters import Enclosed
from accord.records.base import reading
from accord.records.notice import LetterFile, Notice, NoticeAttempt, NoticeText
from accord.rules.mail_replies import is_refusal
from accord.rules.moments import Moment
from accord.rules.notices import (
    OF_PROTOCOL,
    RECHECK,
    TO_TELL_BY_HAND,
    Address,
    Delivery,
    Sending,
    Tried,
    delivered,
    is_overtaken,
    wait_before_attempt,
)

AT_ONCE = 20
"""Ours: so many are read at a time, so that what is sent last is not long out of date."""
TRIED = frozenset({Sending.WAITING, Sending.SENT_IN_PART}) | TO_TELL_BY_HAND


@dataclass(frozen=True)
class Parcel:
    """A notice on its way: what it says and where to, as it was read."""

    notice_id: int
    words: Words
    to_try: tuple[Address, ...]
    languages: dict[Address, Language]
    enclosed: tuple[Enclosed, ...] = ()
    """The letter on paper, as it was drawn once."""


@dataclass
class Sent:
    """What a round of sending did, counted in notices."""

    by_state: dict[Sending, int] = field(default_factory=dict)
    attempts: int = 0
    troubles: list[str] = field(default_factory=list)
    """The notices that could not be dealt with, and why: each is put off, and the others were sent."""

    @property
    def notices(self) -> int:
        """How many notices were looked at."""
        return sum(self.by_state.values())


def send_due(
    engine: Engine,
    carriers: Carriers,
    *,
    moment: Callable[[], Moment],
    most: int = 1000,
    not_drawn: Collection[int] | None = None,
) -> Sent:
    """Send every notice that is due, up to so many, and return what came of them.

    `not_drawn`: those of which the letter on paper cannot be drawn, which go without it; others that need one wait for
    it. None: none waits.

    `moment` is asked for each of them anew: a round may take minutes. Whatever was looked at is tried later than that,
    so that nothing is sent twice in a round whatever its carrier says.
    """
    sent = Sent()
    began = moment()
    with carriers.opened() as around, OneByOne() as notices:
        for notice_id in _each_due(engine, began.now, lambda: most - sent.notices, not_drawn):
            deed = partial(_send_one, engine, around, notice_id, moment, sent)
            is_done = notices.do(f"notice {notice_id}", deed) is not None
            if notices.has_broken_off:
                break
            if not is_done:
                _put_off(engine, notice_id, moment())
    sent.troubles += notices.troubles
    return sent


def _send_one(engine: Engine, around: Round, notice_id: int, moment: Callable[[], Moment], sent: Sent) -> Sending:
    now = moment()
    with reading(engine) as session:
        parcel = _parcel(session, notice_id, around.carriers, now)
    answers = [
        (
            address,
            around.carry(parcel.words, address, parcel.languages[address], moment=now, enclosed=parcel.enclosed),
        )
        for address in parcel.to_try
    ]
    with Session(engine) as session:
        state = _mark(session, notice_id, around.carriers, answers, moment())
        session.commit()
    sent.by_state[state] = sent.by_state.get(state, 0) + 1
    sent.attempts += len(answers)
    return state


def _put_off(engine: Engine, notice_id: int, moment: Moment) -> None:
    """Try a notice that could not be dealt with later, as one that nobody took: it may have been sent all the same."""
    with Session(engine) as session:
        notice = session.scalars(select(Notice).where(Notice.id == notice_id).with_for_update()).one()
        notice.attempts_made += 1
        notice.next_try_at = moment.now + wait_before_attempt(notice.attempts_made)
        session.commit()


def count_to_send(session: Session, *, moment: Moment) -> int:
    """Return how many notices wait to be sent by now."""
    due = Notice.next_try_at <= moment.now, Notice.state.in_(TRIED)
    return session.scalar(select(func.count(Notice.id)).where(*due)) or 0


def _each_due(
    engine: Engine, now: datetime, left: Callable[[], int], not_drawn: Collection[int] | None
) -> Iterator[int]:
    """Give the notices that are due, a few at a time, for as long as more may be sent."""
    while left() > 0 and (ids := _due(engine, now, min(AT_ONCE, left()), not_drawn)):
        yield from ids


def is_drawn() -> ColumnElement[bool]:
    """Return what is true of notices whose letter on paper is kept."""
    return exists().where(LetterFile.notice_id == Notice.id)


def is_of_protocol() -> ColumnElement[bool]:
    """Return what is true of notices with which a letter on paper goes."""
    return Notice.text_id.in_(select(NoticeText.id).where(NoticeText.letter.in_(OF_PROTOCOL)))


def _due(engine: Engine, now: datetime, most: int, not_drawn: Collection[int] | None) -> Sequence[int]:
    """Return the notices that are due: of orders first, those that were tried least before the long failed ones."""
    query = (
        select(Notice.id)
        .where(Notice.next_try_at <= now, Notice.state.in_(TRIED))
        # Hundreds of warnings that were decided at once keep no evacuation waiting.
        .order_by(Notice.order_id.is_(None), Notice.attempts_made, Notice.id)
        .limit(most)
    )
    if not_drawn is not None:
        query = query.where(~is_of_protocol() | is_drawn() | Notice.id.in_(not_drawn))
    with reading(engine) as session:
        return session.scalars(query).all()


def _parcel(session: Session, notice_id: int, carriers: Carriers, moment: Moment) -> Parcel:
    whole = [joinedload(Notice.text), selectinload(Notice.attempts), selectinload(Notice.files)]
    notice = session.get_one(Notice, notice_id, options=whole)
    languages = languages_by_address(session, notice, carriers, moment=moment)
    to_try = () if is_late(notice) else delivered(tried(notice), languages).to_try
    return Parcel(notice.id, words_of(notice), to_try, languages, _enclosed(notice, carriers) if to_try else ())


def _enclosed(notice: Notice, carriers: Carriers) -> tuple[Enclosed, ...]:
    if carriers.documents is None or notice.reference is None:
        return ()
    places = [carriers.documents.path_of(each.sha256) for each in notice.files]
    # A file that is gone is told by the doctor; the words themselves go out all the same.
    return tuple(Enclosed(f"{notice.reference}.pdf", place.read_bytes()) for place in places if place.is_file())


def is_late(notice: Notice) -> bool:
    """Return whether the letter's order has ended, so that it would be a false alarm now."""
    has_ended = notice.order is not None and not standing_of(notice.order).is_open
    return is_overtaken(notice.text.letter, order_has_ended=has_ended)


def languages_by_address(
    session: Session, notice: Notice, carriers: Carriers, *, moment: Moment
) -> dict[Address, Language]:
    """Return where a notice goes now, and which language comes first there; each address once."""
    everybody = reached(session, [notice.organisation], moment=moment)[notice.organisation]
    found: dict[Address, Language] = {}
    for each in for_step(everybody, notice.step):
        for address in _addresses(each, notice.text.short_bn, carriers):
            found.setdefault(address, each.language)
    return found


def _addresses(person: Reached, short: str | None, carriers: Carriers) -> Iterable[Address]:
    if person.email:
        yield Address(carriers.by_letter, person.email.strip().lower())
    if person.telephone and short and carriers.sends_messages:
        yield Address(Delivery.WEBHOOK, dialled(person.telephone))


def tried(notice: Notice) -> list[Tried]:
    """Return what came of the attempts of a notice."""
    return [
        Tried(each.delivery, each.address, each.is_taken, each.is_final, is_refused=was_refused(each))
        for each in notice.attempts
    ]


def was_refused(attempt: NoticeAttempt) -> bool:
    """Return whether the address was refused, for good or for now."""
    return attempt.is_final or (attempt.delivery is Delivery.MAIL and is_refusal(attempt.said))


def _mark(
    session: Session,
    notice_id: int,
    carriers: Carriers,
    answers: Sequence[tuple[Address, Answer]],
    moment: Moment,
) -> Sending:
    """Record what was answered, and where the notice stands by it and by what others recorded meanwhile."""
    notice = session.scalars(select(Notice).where(Notice.id == notice_id).with_for_update()).one()
    for address, answer in answers:
        notice.attempts.append(
            NoticeAttempt(
                delivery=address.delivery,
                address=address.place,
                is_taken=answer.is_taken,
                is_final=answer.is_final,
                said=answer.said,
                at=moment.now,
            )
        )
    notice.attempts_made += bool(answers)
    if not answers and is_late(notice):
        notice.next_try_at = None
        if notice.state is Sending.WAITING:
            notice.state = Sending.OVERTAKEN
        return notice.state
    stands = delivered(tried(notice), languages_by_address(session, notice, carriers, moment=moment))
    if stands.state is Sending.NOBODY and notice.state is not Sending.NOBODY:
        # Once: that it is looked for every hour is no attempt.
        notice.attempts.append(NoticeAttempt(delivery=carriers.by_letter, address=None, is_taken=False, at=moment.now))
    notice.state = stands.state
    notice.next_try_at = _next_try(notice, stands.to_try, bool(answers), moment)
    return notice.state


def _next_try(notice: Notice, to_try: tuple[Address, ...], was_tried: bool, moment: Moment) -> datetime | None:
    if not to_try:
        return moment.now + RECHECK if notice.state in TO_TELL_BY_HAND else None
    return moment.now + (wait_before_attempt(notice.attempts_made) if was_tried else wait_before_attempt(1))
