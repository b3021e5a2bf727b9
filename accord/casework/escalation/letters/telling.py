"""Writes letters of the protocol into the outbox, each exactly once for its cause, organisation and step.

Before the programme is live they are held; sending is elsewhere. What was said and never left is overtaken by what
takes it back: a warning that comes after its correction is a false alarm.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from accord.casework.notices.numbering import first_free
from accord.casework.notices.personal import is_live
from accord.casework.orders.letters import Audience, Written, audience_of
from accord.casework.orders.recipients import ToTell
from accord.records.base import hold_the_pen
from accord.records.notice import Notice, NoticeText
from accord.rules.moments import Moment
from accord.rules.notices import TO_TELL_BY_HAND, Letter, Sending
from accord.rules.orders.words import OF_THE_PROGRAMME

NO_ANSWER = frozenset({Letter.TO_WORKERS})
"""Nobody confirms a sheet that hangs at a gate: the letter beside it asks for that."""

Say = Callable[[Audience], Written]


def tell(
    session: Session,
    letter: Letter,
    recipients: Iterable[ToTell],
    say: Say,
    *,
    cause: str,
    factory_id: int,
    moment: Moment,
) -> int:
    """Write the letter to each of the recipients, one text for all of an audience; return how many are new."""
    hold_the_pen(session, "notices")
    step = letter.value
    has_one = set(session.scalars(select(Notice.organisation).where(Notice.cause == cause, Notice.step == step)))
    by_audience: dict[Audience, dict[str, ToTell]] = {}
    for each in recipients:
        if each.organisation not in has_one:
            by_audience.setdefault(audience_of(each.kind), {})[each.organisation] = each
    if not by_audience:
        return 0
    is_sent = is_live(session, moment=moment)
    year, number = first_free(session, moment=moment)
    rows: list[dict[str, object]] = []
    for audience, told in by_audience.items():
        text = _text(session, letter, say(audience), moment)
        rows += [
            {
                "cause": cause,
                "year": year,
                "number": number + place,
                "factory_id": factory_id,
                "organisation": each.organisation,
                "organisation_name": each.name[:300],
                "step": step,
                "text_id": text.id,
                "needs_answer": letter not in NO_ANSWER and each.kind not in OF_THE_PROGRAMME,
                "state": Sending.WAITING if is_sent else Sending.HELD,
                "next_try_at": moment.now if is_sent else None,
                "attempts_made": 0,
                "recorded_at": moment.now,
            }
            for place, each in enumerate(told.values(), start=len(rows))
        ]
    session.execute(insert(Notice), rows)
    return len(rows)


def overtake(session: Session, cause: str) -> None:
    """Let what was written because of the cause and never left be overtaken; what reached nobody is tried no more."""
    of_it = update(Notice).where(Notice.cause == cause)
    never_left = of_it.where(Notice.state.in_((Sending.WAITING, Sending.HELD)))
    session.execute(never_left.values(state=Sending.OVERTAKEN, next_try_at=None))
    session.execute(of_it.where(Notice.state.in_(TO_TELL_BY_HAND)).values(next_try_at=None))


def _text(session: Session, letter: Letter, written: Written, moment: Moment) -> NoticeText:
    text = NoticeText(
        letter=letter,
        subject=written.subject,
        subject_bn=written.subject_bn,
        body=written.body,
        body_bn=written.body_bn,
        short_bn=written.short_bn,
        recorded_at=moment.now,
    )
    session.add(text)
    session.flush()
    return text
