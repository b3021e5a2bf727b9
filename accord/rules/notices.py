"""The words of notices: which letters there are, how they are carried, where one stands. Source: DOMAIN section 6."""

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
    CLOCKWORK_IS_BACK = "clockwork_is_back"
    DIGEST = "digest"
    """What waits for one person and is not urgent; an order is never in it alone."""


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
    """Every address refused it for good: somebody has to tell it."""
    HELD = "held"
    """Its cause is older than the programme's going live: it is sent when somebody releases it."""


TO_TELL_BY_HAND = frozenset({Sending.NOBODY, Sending.REFUSED})

_WAITS = (1, 2, 5, 15, 30, 60)
"""Minutes. Ours: a server that is restarted is back within two, one that is away for a day is asked every hour."""


def wait_before_attempt(attempts_made: int) -> timedelta:
    """Return how long to wait after so many attempts that failed; never more than an hour, and never for ever."""
    return timedelta(minutes=_WAITS[min(max(attempts_made, 1), len(_WAITS)) - 1])
