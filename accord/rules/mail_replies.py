"""What a mail server's refusal means: whether it is for good, or may be otherwise the next time.

Source: RFC 5321 section 4.2 (replies), RFC 3463 (their enhanced codes), RFC 7504 (521 and 556).
"""

import re

FIRST_REFUSAL, LAST_REFUSAL = 500, 599
"""Replies of the fifth hundred are refusals, those of the fourth ask for patience."""

_ENHANCED = re.compile(r"\s*(?:[245][0-9]{2}[ -])?\s*5\.([0-9]{1,3})\.([0-9]{1,3})\b")
_REFUSAL = re.compile(r"5[0-9]{2}\b")

FOR_GOOD = {
    1: frozenset({1, 2, 3, 4, 6, 9, 10}),
    2: frozenset({3}),
    3: frozenset({4}),
    6: frozenset(range(1000)),
}
"""By subject, the details that speak of this address (there is none, it has moved, its domain takes no mail) or of this
letter, which is the same each time (too long, of a kind that nobody there reads).

All others may be otherwise tomorrow: a mailbox that is full or closed (5.2.1, 5.2.2), a system or a way to it that is
in trouble (5.3, 5.4), a dialogue that failed (5.5), a policy, a blocklist or a missing signature (5.7), and whatever
names its sender (5.1.7, 5.1.8), which is us.
"""
BARE_FOR_GOOD = frozenset({521, 550, 551, 553, 556})
"""Without an enhanced code: there is no such mailbox, it has moved, its name cannot be, the host takes no mail.

Not 552 (no room), 554 (nearly always a policy), nor 500 to 504, 530 and 555, which speak of how we asked.
"""


def is_for_good(code: int, said: str) -> bool:
    """Return whether a reply refuses this address or this letter for good: to ask again is no use."""
    if not FIRST_REFUSAL <= code <= LAST_REFUSAL:
        return False
    enhanced = _ENHANCED.match(said)
    if enhanced is None:
        return code in BARE_FOR_GOOD
    subject, detail = int(enhanced[1]), int(enhanced[2])
    return detail in FOR_GOOD.get(subject, frozenset())


def is_refusal(said: str | None) -> bool:
    """Return whether what was said, as it was kept, is the refusal of a mail server and no call for patience."""
    return said is not None and _REFUSAL.match(said) is not None
