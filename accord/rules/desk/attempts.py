"""How long somebody waits who failed to sign in: the first tries are free, then each wait is twice the one before.

Nobody can lock a person out for ever. A wait is a quarter of an hour at most; a try during a wait is not counted, so
that hammering makes no wait longer; a browser in which the person has signed in before is counted by itself, so that
strangers who guess at the account do not keep its owner waiting; and a link by letter makes a browser such a one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

REMEMBERED = timedelta(days=1)
"""Ours: for how long a failed attempt counts."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
"""Ours: at 96 tries a day nobody guesses a password of 12 characters, and a person who mistyped has a tea."""


class Counted(Enum):
    """What attempts are counted for, with how many may fail before the first wait."""

    ACCOUNT = 5
    """An account, from browsers in which nobody has signed in to it."""
    NETWORK = 30
    """An address: an office behind one address mistypes, too."""
    BROWSER = 10
    """A browser in which the person has signed in before."""
    LETTER = 3
    """Letters to one address that somebody asked for: nobody's box is filled by strangers."""


def free_again(counted: Counted, failures: Sequence[datetime]) -> datetime | None:
    """Return when the next attempt is let through after these failures, in their order; None: at once."""
    beyond = len(failures) - counted.value
    if beyond < 0:
        return None
    # Beyond ten doublings the longest wait is reached whatever the count.
    doublings: int = 2 ** min(beyond, 10)
    return failures[-1] + min(FIRST_WAIT * doublings, LONGEST_WAIT)
