"""Who may say what of the correction of a hazard, and when. Source: DOMAIN.md section 5.

A claim says that something was done. Only the verdict of an engineer of the discipline, who saw it on a dated
inspection and did not make the claim, says that it was done right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accord.rules.vocabulary import Discipline, Status


class Verdict(StrEnum):
    """What an engineer says of a hazard on an inspection."""

    VERIFIED = "verified"
    NOT_ACCEPTED = "not_accepted"
    REOPENED = "reopened"


STATUS_OF = {
    Verdict.VERIFIED: Status.CORRECTED,
    Verdict.NOT_ACCEPTED: Status.IN_PROGRESS,
    Verdict.REOPENED: Status.IN_PROGRESS,
}
"""The status that each verdict gives."""

MAY_BE_SAID_OF = {
    # Seen corrected on a round although nobody had claimed it: an engineer needs no claim to believe their eyes.
    Verdict.VERIFIED: frozenset({Status.PENDING_VERIFICATION, Status.IN_PROGRESS}),
    Verdict.NOT_ACCEPTED: frozenset({Status.PENDING_VERIFICATION}),
    Verdict.REOPENED: frozenset({Status.CORRECTED}),
}
"""The statuses in which each verdict has a meaning."""


class Wrong(StrEnum):
    """Why something may not be said of a hazard."""

    FUTURE = "future"
    BEFORE_FOUND = "before_found"
    BEFORE_LAST = "before_last"
    NOTHING_TO_CLAIM = "nothing_to_claim"
    NOTHING_TO_JUDGE = "nothing_to_judge"
    OTHER_DISCIPLINE = "other_discipline"
    NOT_THEN = "not_then"
    OWN_CLAIM = "own_claim"
    NO_COMMENT = "no_comment"
    ALREADY_WITHDRAWN = "already_withdrawn"
    OWN_PROPOSAL = "own_proposal"


@dataclass(frozen=True)
class Said:
    """A status event that stands: what, from which day on, and by whom (None: imported)."""

    status: Status
    effective_on: date
    person_id: int | None


@dataclass(frozen=True)
class Standing:
    """A hazard as something is about to be said of it; `said` oldest first, without what was taken back."""

    discipline: Discipline
    found_on: date
    said: Sequence[Said]

    @property
    def status(self) -> Status:
        """The latest status; a hazard begins in progress."""
        return self.said[-1].status if self.said else Status.IN_PROGRESS

    @property
    def claimed_by(self) -> int | None:
        """Who made the latest claim, whatever was said of it since; None: nobody, or it was imported."""
        claims = [each.person_id for each in self.said if each.status is Status.PENDING_VERIFICATION]
        return claims[-1] if claims else None

    @property
    def last_on(self) -> date:
        """The day of the latest thing said."""
        return self.said[-1].effective_on if self.said else self.found_on


def wrong_with_claim(standing: Standing, *, on: date, today: date) -> Wrong | None:
    """Return why a correction may not be claimed as done on that day, or None."""
    if standing.status is not Status.IN_PROGRESS:
        return Wrong.NOTHING_TO_CLAIM
    return _wrong_day(standing, on=on, today=today)


def waits_too_long(claimed_on: date, *, today: date, longest_days: int) -> bool:
    """Return whether a claim that nobody has judged is late; on its last day it is not."""
    return (today - claimed_on).days > longest_days


def wrong_with_verdict(
    standing: Standing,
    verdict: Verdict,
    *,
    by: int,
    disciplines: Sequence[Discipline],
    disciplines_then: Sequence[Discipline],
    on: date,
    comment: str | None,
    today: date,
) -> Wrong | None:
    """Return why this person may not give the verdict for that day, or None.

    `disciplines` are those in which the person is an engineer today, `disciplines_then` those of that day: who became
    one only later has not seen it as one. Who says that something is not right says what: without a comment the
    factory learns nothing.
    """
    if standing.discipline not in disciplines:
        return Wrong.OTHER_DISCIPLINE
    if standing.status not in MAY_BE_SAID_OF[verdict]:
        return Wrong.NOTHING_TO_JUDGE
    if standing.discipline not in disciplines_then:
        return Wrong.NOT_THEN
    if verdict is Verdict.VERIFIED and standing.claimed_by == by:
        return Wrong.OWN_CLAIM
    if verdict is not Verdict.VERIFIED and not comment:
        return Wrong.NO_COMMENT
    return _wrong_day(standing, on=on, today=today)


def wrong_with_withdrawal(standing: Standing, *, disciplines: Sequence[Discipline]) -> Wrong | None:
    """Return why this person may not propose to withdraw the hazard, or None."""
    if standing.discipline not in disciplines:
        return Wrong.OTHER_DISCIPLINE
    return Wrong.ALREADY_WITHDRAWN if standing.status is Status.WITHDRAWN else None


def wrong_with_decision(standing: Standing, *, is_approved: bool, proposed_by: int, by: int) -> Wrong | None:
    """Return why this person may not decide so on a proposal to withdraw the hazard, or None.

    An engineer may be the chief safety officer or the deputy too, and two people look at whatever leaves the count.
    """
    if proposed_by == by:
        return Wrong.OWN_PROPOSAL
    return Wrong.ALREADY_WITHDRAWN if is_approved and standing.status is Status.WITHDRAWN else None


def _wrong_day(standing: Standing, *, on: date, today: date) -> Wrong | None:
    if on > today:
        return Wrong.FUTURE
    if on < standing.found_on:
        return Wrong.BEFORE_FOUND
    # What is said for an earlier day than the latest would stand behind it and change nothing that anybody sees.
    return Wrong.BEFORE_LAST if on < standing.last_on else None
