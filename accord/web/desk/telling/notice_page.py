"""A letter and the outbox as their pages show them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from accord.casework.notices.by_hand import heard
from accord.casework.notices.carriers import INVENTED, KEPT_AS_FILE
from accord.casework.notices.outbox import Shown, attempts_of
from accord.casework.notices.reached import for_step, reached
from accord.casework.notices.sending import is_late, was_refused
from accord.casework.orders.standing import standing_of
from accord.casework.refusals import N_
from accord.gateways.language import Language
from accord.records.notice import Notice, NoticeAttempt
from accord.rules.labels import label
from accord.rules.moments import Moment
from accord.rules.notices import TO_TELL_BY_HAND, Sending
from accord.web.desk.telling.names import kind_of, name_of, tel, whatsapp
from accord.web.language import gettext, language

SHOWN = {
    Shown.TO_TELL: N_("to be told by somebody"),
    Shown.NOBODY: N_("nobody to reach"),
    Shown.REFUSED: N_("refused"),
    Shown.WAITING: N_("waiting"),
    Shown.HELD: N_("held"),
    Shown.OVERTAKEN: N_("overtaken"),
    Shown.SENT: N_("sent"),
}
"""The choices of the list, in their order."""
BADGES = {
    Sending.WAITING: "late",
    Sending.SENT: "sound",
    Sending.SENT_IN_PART: "late",
    Sending.NOBODY: "ordered",
    Sending.REFUSED: "ordered",
    Sending.HELD: "gone",
    Sending.OVERTAKEN: "gone",
}
"""The look of each state, beside its word."""


OURS = frozenset({KEPT_AS_FILE, INVENTED})
"""What we answer ourselves; what a server answers stands in its own words."""


@dataclass(frozen=True)
class CarryRow:
    """A letter that may be printed to be carried."""

    notice: Notice
    organisation: str
    kind: str
    subject: str
    is_ticked: bool


@dataclass(frozen=True)
class Person:
    """Somebody whom the letter goes to."""

    name: str
    position: str | None
    email: str | None
    telephone: str | None
    tel: str | None
    whatsapp: str | None


@dataclass(frozen=True)
class Attempt:
    """An attempt in the list."""

    record: NoticeAttempt
    how: str
    words: str
    is_refused: bool
    """Whether it was refused for now, in words that need not be the last ones."""


@dataclass(frozen=True)
class NoticePage:
    """A letter."""

    notice: Notice
    organisation: str
    kind: str
    badge: str
    is_red: bool
    short: str
    people: Sequence[Person]
    attempts: Sequence[Attempt]
    is_acknowledged: bool
    is_over: bool
    """Whether it is not sent any more because its order has ended."""
    is_tried_again: bool
    """Whether some address of it neither took it nor refused it for good."""


def carry_rows(waiting: Sequence[Notice], ticked: Collection[int]) -> Sequence[CarryRow]:
    """Return the letters of an order that nobody has received, for the page on which they are chosen."""
    return [
        CarryRow(
            each,
            name_of(each.organisation, each.organisation_name),
            kind_of(each.organisation),
            each.text.subject_bn if language() is Language.BN else each.text.subject,
            each.id in ticked,
        )
        for each in waiting
    ]


def page_of(session: Session, notice: Notice, *, moment: Moment) -> NoticePage:
    """Return a letter for its page."""
    short = notice.text.short_bn or notice.text.subject_bn
    everybody = reached(session, [notice.organisation], moment=moment)[notice.organisation]
    standing = standing_of(notice.order) if notice.order else None
    attempts = attempts_of(session, notice)
    return NoticePage(
        notice=notice,
        organisation=name_of(notice.organisation, notice.organisation_name),
        kind=kind_of(notice.organisation),
        badge=BADGES[notice.state],
        is_red=notice.state in TO_TELL_BY_HAND and notice.next_try_at is not None,
        short=short,
        people=[
            Person(
                each.name,
                each.position,
                each.email,
                each.telephone,
                tel(each.telephone) if each.telephone else None,
                whatsapp(each.telephone, short) if each.telephone else None,
            )
            for each in for_step(everybody, notice.step)
        ],
        attempts=[_attempt(each) for each in attempts],
        is_acknowledged=notice.answer is not None
        or (standing is not None and notice.organisation in standing.acknowledged),
        is_over=notice.state is not Sending.SENT and is_late(notice),
        is_tried_again=notice.next_try_at is not None and _has_place_left(attempts),
    )


def attempt_words(record: NoticeAttempt) -> str:
    """Return what came of an attempt, in words."""
    return _attempt(record).words


def _has_place_left(attempts: Sequence[NoticeAttempt]) -> bool:
    done = {each.address for each in attempts if each.is_taken or each.is_final}
    return any(each.address not in done for each in attempts if each.address is not None)


def _attempt(record: NoticeAttempt) -> Attempt:
    channel, words = heard(record)
    how = label(channel) if channel else label(record.delivery)
    if record.address is None and not words:
        words = gettext("There is no address.")
    if words in OURS:
        words = gettext(words)
    return Attempt(record, gettext(how), words, is_refused=not record.is_taken and was_refused(record))
