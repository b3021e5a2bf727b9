"""The words of notices: which letters there are, how they are carried, where one stands. Source: DOMAIN section 6."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Letter(StrEnum):
    """The letters that the programme writes because of orders; each has a folder of templates of this name."""

    RAISED = "raised"
    DETERMINED = "determined"
    JOINED = "joined"
    EASED = "eased"
    RE_ENTERED = "re_entered"
    REMINDER = "reminder"
    SILENCE = "silence"
    """To signatories, labour signatories and the steering committee: who has not acknowledged."""
    NOT_DETERMINED = "not_determined"
    MEASURES_LATE = "measures_late"
    WEEKLY_QUESTION = "weekly_question"
    VERIFIED = "verified"
    LIFTED = "lifted"
    CORRECTION = "correction"
    """An order was annulled."""
    VACATED = "vacated"
    PANEL_REFERRAL = "panel_referral"
    """To the Review Panel's secretariat: an order is referred to it, with its package."""
    PANEL_DETERMINED = "panel_determined"
    """To the chief safety officer and the deputy: the Review Panel's determination is on record."""
    CLOCKWORK_IS_BACK = "clockwork_is_back"
    DIGEST = "digest"
    """What waits for one person and is not urgent; an order is never in it alone."""
    STAGE_WARNED = "stage_warned"
    """Stage 1: what is owed, what to do, by when, what may be asked for."""
    STAGE_HEARING = "stage_hearing"
    """Stage 2: the factory has to come to a meeting."""
    MEETING_INVITED = "meeting_invited"
    MEETING_CALLED_OFF = "meeting_called_off"
    STAGE_DRAFTED = "stage_drafted"
    """To the owner, before ineligibility is signed."""
    DRAFT_WITHDRAWN = "draft_withdrawn"
    INELIGIBLE = "ineligible"
    """Stage 3, to the factory and to all who have something to do because of it."""
    TO_WORKERS = "to_workers"
    """Stage 3, one page to hang at the gates: nobody is to blame, rights stay, where help is."""
    STAGE_LOWERED = "stage_lowered"
    REQUALIFIED = "requalified"
    STAGE_RETRACTED = "stage_retracted"
    """To all who were told of a decision that was taken back."""
    REQUEST_ANSWERED = "request_answered"


OF_AN_END = frozenset({Letter.LIFTED, Letter.CORRECTION, Letter.VACATED})
"""What is still said of an order after it has ended."""


OF_PROTOCOL = frozenset(
    {
        Letter.STAGE_WARNED,
        Letter.STAGE_HEARING,
        Letter.MEETING_INVITED,
        Letter.MEETING_CALLED_OFF,
        Letter.STAGE_DRAFTED,
        Letter.DRAFT_WITHDRAWN,
        Letter.INELIGIBLE,
        Letter.TO_WORKERS,
        Letter.STAGE_LOWERED,
        Letter.REQUALIFIED,
        Letter.STAGE_RETRACTED,
        Letter.REQUEST_ANSWERED,
    }
)
"""The letters of the escalation protocol: of these a PDF goes with the mail, and is kept."""


class Delivery(StrEnum):
    """How a notice is carried."""

    MAIL = "mail"
    FILE = "file"
    """Kept as a file: no mail server is named."""
    WEBHOOK = "webhook"
    BY_HAND = "by_hand"
    """Somebody of the programme told them, by telephone or in person."""


class Sending(StrEnum):
    """Where a notice stands."""

    WAITING = "waiting"
    SENT = "sent"
    SENT_IN_PART = "sent_in_part"
    """Some addresses took it; the others are tried again, or refused it for good."""
    NOBODY = "nobody"
    """The organisation has no contact: somebody has to tell it."""
    REFUSED = "refused"
    """Every address refused it, for good or for now: somebody has to tell it, whether it is tried again or not."""
    HELD = "held"
    """Its cause is older than the programme's going live: it is sent when somebody releases it."""
    OVERTAKEN = "overtaken"
    """Its order has ended before it was sent: now it would be a false alarm, and it is not sent any more."""


NOT_ON_ITS_WAY = frozenset({Sending.HELD, Sending.OVERTAKEN})
"""Whoever it is to does not know of it, and may never."""
TO_TELL_BY_HAND = frozenset({Sending.NOBODY, Sending.REFUSED})

_REFERENCE = re.compile(r"\s*L-(\d{4})-(\d{1,9})\s*", re.IGNORECASE)


def reference_of(year: int, number: int) -> str:
    """Return the number of a letter as it stands on the paper: “L-2026-00042”."""
    return f"L-{year}-{number:05}"


def reference_in(words: str) -> tuple[int, int] | None:
    """Return the year and the number that somebody typed as the number of a letter, or None where it is none."""
    found = _REFERENCE.fullmatch(words)
    return (int(found[1]), int(found[2])) if found else None


_WAITS = (1, 2, 5, 15, 30, 60)
"""Minutes. Ours: a server that is restarted is back within two, one that is away for a day is asked every hour."""


def wait_before_attempt(attempts_made: int) -> timedelta:
    """Return how long to wait after so many attempts that failed; never more than an hour, and never for ever."""
    return timedelta(minutes=_WAITS[min(max(attempts_made, 1), len(_WAITS)) - 1])


RECHECK = timedelta(hours=1)
"""Ours: how often it is looked whether an organisation that could not be reached has an address meanwhile."""

_FIRST_REMINDER = re.compile(r"climb [0-9]+\.1")


def is_for_first_contacts(step: str) -> bool:
    """Return whether a letter goes to the first contacts of an organisation alone: the first reminder of a climb.

    What has happened goes to all of them at once (ours): nobody who can empty a building is left out of that.
    Source: DOMAIN section 6, “contact → organisation → …”.
    """
    return _FIRST_REMINDER.fullmatch(step) is not None


def is_overtaken(letter: Letter, *, order_has_ended: bool) -> bool:
    """Return whether a letter that has not reached everybody must not be sent any more.

    Ours: “leave the building now” that arrives after the order was lifted is a false alarm. Whoever was told of the
    order is told of its end by a letter of its own.
    """
    return order_has_ended and letter not in OF_AN_END


@dataclass(frozen=True, order=True)
class Address:
    """One way to an organisation."""

    delivery: Delivery
    place: str
    """An e-mail address, or the number of a telephone."""


@dataclass(frozen=True)
class Tried:
    """What came of one attempt."""

    delivery: Delivery
    place: str | None
    is_taken: bool
    is_final: bool = False
    is_refused: bool = False
    """Whether the address was refused, for good or for now: it is no matter of waiting for a server that is away."""


@dataclass(frozen=True)
class Delivered:
    """How far a notice has come by its attempts, at the addresses that the organisation has now."""

    state: Sending
    to_try: tuple[Address, ...]
    """Addresses that neither took it nor refused it for good."""


def delivered(tried: Iterable[Tried], addresses: Iterable[Address]) -> Delivered:
    """Return where a notice stands, and where it is still to be tried.

    Whoever was told by telephone or in person was told: letters that are still on their way are not sent any more. An
    address that somebody gives later is a new one, also where all that were known refused it.
    """
    seen, now = list(tried), sorted(set(addresses))
    if any(each.is_taken and each.delivery is Delivery.BY_HAND for each in seen):
        return Delivered(Sending.SENT, ())
    taken = {(each.delivery, each.place) for each in seen if each.is_taken}
    refused = {(each.delivery, each.place) for each in seen if each.is_final}
    left = tuple(each for each in now if (each.delivery, each.place) not in taken | refused)
    if not taken:
        last = {(each.delivery, each.place): each.is_refused for each in seen}
        waits = any(not last.get((each.delivery, each.place), False) for each in left)
        return Delivered(Sending.WAITING if waits else Sending.REFUSED if now else Sending.NOBODY, left)
    is_whole = all((each.delivery, each.place) in taken for each in now)
    return Delivered(Sending.SENT if is_whole else Sending.SENT_IN_PART, left)
