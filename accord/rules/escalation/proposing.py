"""What the protocol proposes for a factory, or why it proposes nothing. Source: DOMAIN.md section 7."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accord.rules.escalation.evidence import Tally, met, not_gone
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.words import LAST_STAGE, Trigger, Waiting, Way
from accord.rules.months import months_after


@dataclass(frozen=True)
class At:
    """Where a factory stands, apart from what speaks against it."""

    stage: int = 0
    since_on: date | None = None
    """From when on it has been at this stage without a break; None: it never was at any."""
    grounds: frozenset[Trigger] | None = None
    """What brought it there; None: it is not on record, so that anything may keep it there."""
    stopped_days: int = 0
    """So many days since then its clock stood still."""
    is_stopped: bool = False
    """Whether it stands still today."""
    is_covered: bool = True


@dataclass(frozen=True)
class Judgement:
    """A proposal, or why there is none."""

    way: Way | None
    to_stage: int
    """The stage proposed; without a proposal, the one at which the factory is."""
    grounds: frozenset[Trigger]
    """What speaks for the stage that is proposed, or keeps the factory where it is."""
    waiting: Waiting | None = None
    next_on: date | None = None
    """The first day on which the next stage would be proposed, if nothing changes and no clock is stopped."""


def judge(profile: Profile, at: At, found: Mapping[Trigger, Tally], *, today: date) -> Judgement:
    """Return what the protocol proposes on that day for a factory with these tallies."""
    if not at.is_covered:
        return Judgement(None, at.stage, frozenset(), Waiting.OUT_OF_SCOPE)
    now_met = met(profile, found)
    if at.stage == 0:
        if now_met:
            return Judgement(Way.UP, 1, now_met)
        return Judgement(None, 0, frozenset(), Waiting.NOTHING_MET)
    keeps = keeps_there(profile, at, found)
    if not keeps:
        return Judgement(Way.DOWN, 0, frozenset())
    if at.stage >= LAST_STAGE:
        return Judgement(None, at.stage, keeps, Waiting.AT_THE_END)
    return _further(profile, at, keeps, keeps & met(profile, found, stage=at.stage + 1), today)


def keeps_there(profile: Profile, at: At, found: Mapping[Trigger, Tally]) -> frozenset[Trigger]:
    """Return what has to be gone for a factory to go down; of one at no stage, nothing."""
    if at.stage == 0:
        return frozenset()
    # What brought it there has to be gone; what never met a trigger does not keep it, unless it meets one now.
    left = not_gone(profile, found)
    return left if at.grounds is None else (left & at.grounds) | met(profile, found)


def _further(profile: Profile, at: At, keeps: frozenset[Trigger], leads: frozenset[Trigger], today: date) -> Judgement:
    next_on = further_from(profile, at)
    if at.is_stopped:
        return Judgement(None, at.stage, keeps, Waiting.CLOCK_STOPPED)
    if next_on is None or today < next_on:
        return Judgement(None, at.stage, keeps, Waiting.IN_TIME, next_on)
    if not leads:
        return Judgement(None, at.stage, keeps, Waiting.NOT_ENOUGH)
    return Judgement(Way.UP, at.stage + 1, leads)


def further_from(profile: Profile, at: At) -> date | None:
    """Return the first day on which the patience of the stage is over; None where there is no next stage.

    “More than six months at stage 1”: the day after the months, and after those on which the clock stood still.
    """
    patience = profile.up.get(at.stage + 1)
    if patience is None or at.since_on is None:
        return None
    return months_after(at.since_on, patience.after_months) + timedelta(days=at.stopped_days + 1)
