"""The one door for letters because of orders: writes the rows of the outbox, each exactly once; sending is elsewhere.

What a letter says is written down with it, in both languages, one text for all who are told the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from accord.casework.notices.numbering import first_free
from accord.casework.orders.letters import Audience, PackageSaid, PanelSaid, Written, audience_of, write_letter
from accord.records.clockwork import GoLive
from accord.records.notice import Notice, NoticeText
from accord.records.order import OrderRecipient, SafetyOrder
from accord.rules.moments import Moment
from accord.rules.notices import OF_AN_END, TO_TELL_BY_HAND, Letter, Sending
from accord.rules.orders.words import OF_THE_PROGRAMME
from accord.rules.vocabulary import OrderStep

ASKS_FOR_ANSWER = frozenset(
    {Letter.RAISED, Letter.DETERMINED, Letter.JOINED, Letter.EASED, Letter.RE_ENTERED, Letter.REMINDER}
)
"""Letters that carry a link to acknowledge, to whoever is not of the programme itself."""


@dataclass(frozen=True)
class Saying:
    """What a letter says beside what stands in the order: the words of the step, and who is silent."""

    note: str | None = None
    note_bn: str | None = None
    silent: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """Who has not acknowledged, by name and what they are to the building."""
    late: Sequence[str] = field(default_factory=tuple)
    """The measures that are past their day."""
    package: PackageSaid | None = None
    """Of a referral to the Review Panel."""
    panel: PanelSaid | None = None
    """What the Review Panel determined."""


NOTHING_MORE = Saying()


def tell(
    session: Session,
    order: SafetyOrder,
    letter: Letter,
    recipients: Sequence[OrderRecipient],
    *,
    step: str,
    moment: Moment,
    saying: Saying = NOTHING_MORE,
) -> int:
    """Write a letter of the order to each of the recipients, in the transaction of its cause; return how many are new.

    A recipient that has one of this step already gets no second.
    """
    cause = f"order {order.id}"
    has_one = set(session.scalars(select(Notice.organisation).where(Notice.cause == cause, Notice.step == step)))
    by_audience: dict[Audience, list[OrderRecipient]] = {}
    for each in recipients:
        if each.organisation not in has_one:
            by_audience.setdefault(audience_of(each.kind), []).append(each)
    if not by_audience:
        return 0
    waits = _is_live(session, order)
    year, number = first_free(session, moment=moment)
    rows: list[dict[str, object]] = []
    for audience, told in by_audience.items():
        written = write_letter(order, letter, audience=audience, moment=moment, **_words(saying))
        text = _text(session, letter, written, moment)
        for each in told:
            asks = letter in ASKS_FOR_ANSWER and each.kind not in OF_THE_PROGRAMME
            rows.append(
                {
                    "cause": cause,
                    "year": year,
                    "number": number + len(rows),
                    "organisation": each.organisation,
                    "organisation_name": each.name,
                    "step": step,
                    "order_id": order.id,
                    "text_id": text.id,
                    "needs_answer": asks,
                    "state": Sending.WAITING if waits else Sending.HELD,
                    "next_try_at": moment.now if waits else None,
                    "attempts_made": 0,
                    "recorded_at": moment.now,
                }
            )
    session.execute(insert(Notice), rows)
    return len(rows)


def tell_newcomers(
    session: Session,
    order: SafetyOrder,
    newcomers: Sequence[OrderRecipient],
    *,
    is_determined: bool,
    moment: Moment,
) -> int:
    """Tell whoever has come since of the order as the others were told: that it was raised, or determined."""
    letter = Letter.DETERMINED if is_determined else Letter.RAISED
    return tell(session, order, letter, newcomers, step=letter.value, moment=moment)


def overtake(session: Session, order: SafetyOrder) -> None:
    """Let what was said of the order and is not sent yet be overtaken by its end; whoever was told is told of that.

    What reached nobody keeps saying so, and is not tried any more.
    """
    said_before = select(NoticeText.id).where(NoticeText.letter.not_in(OF_AN_END))
    of_it = update(Notice).where(Notice.order_id == order.id, Notice.text_id.in_(said_before))
    never_sent = of_it.where(Notice.state.in_((Sending.WAITING, Sending.HELD)))
    session.execute(never_sent.values(state=Sending.OVERTAKEN, next_try_at=None))
    session.execute(of_it.where(Notice.state.in_(TO_TELL_BY_HAND)).values(next_try_at=None))


def went_live(session: Session) -> datetime | None:
    """Return from when on letters are sent, as was decided last; None: nobody has decided it."""
    return session.scalar(select(GoLive.live_from).order_by(GoLive.id.desc()).limit(1))


def _is_live(session: Session, order: SafetyOrder) -> bool:
    live_from = went_live(session)
    raised_at = next(event.recorded_at for event in order.steps if event.step is OrderStep.RAISED)
    return live_from is not None and live_from <= raised_at


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


def _words(saying: Saying) -> dict[str, Any]:
    return {
        "note": saying.note,
        "note_bn": saying.note_bn,
        "silent": saying.silent,
        "late": saying.late,
        "package": saying.package,
        "panel": saying.panel,
    }
