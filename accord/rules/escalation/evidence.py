"""What speaks for a stage: pieces of evidence, each with the days that count against the factory. Source: DOMAIN 7."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accord.rules.escalation.profile import Profile, TriggerLimits
from accord.rules.escalation.words import Trigger


@dataclass(frozen=True)
class Evidence:
    """One thing that a factory owes and has not done."""

    trigger: Trigger
    subject: str
    """“hazard 12”, “order 3”, “structural”: what anybody can look at."""
    owed_on: date
    """The last day on which it was in time."""
    programme_days: int = 0
    """Of the days since then, so many were lost to the programme itself."""

    def late_days(self, today: date) -> int:
        """Return the calendar days since then that count against the factory; 0 while it is in time."""
        return max(0, (today - self.owed_on).days - self.programme_days)

    def counts_from(self, limits: TriggerLimits) -> date:
        """Return the first day on which it counts, if the programme loses no more days and the factory does nothing."""
        return self.owed_on + timedelta(days=self.programme_days + limits.after_days + 1)


@dataclass(frozen=True)
class Tally:
    """How many pieces there are of one trigger."""

    counting: int = 0
    """Late for more days than the profile allows: these meet it."""
    left: int = 0
    """Late at all: these keep it from being gone."""


NONE = Tally()


def tallies(profile: Profile, evidence: Iterable[Evidence], *, today: date) -> Mapping[Trigger, Tally]:
    """Return the tally of each trigger that has any late piece."""
    counting: Counter[Trigger] = Counter()
    left: Counter[Trigger] = Counter()
    for each in evidence:
        late_days = each.late_days(today)
        left[each.trigger] += late_days > 0
        counting[each.trigger] += late_days > profile.triggers[each.trigger].after_days
    return {trigger: Tally(counting[trigger], count) for trigger, count in left.items() if count}


def met(profile: Profile, found: Mapping[Trigger, Tally], *, stage: int = 1) -> frozenset[Trigger]:
    """Return the triggers that are met for a stage."""
    return frozenset(
        trigger
        for trigger, tally in found.items()
        if profile.triggers[trigger].is_on and tally.counting >= profile.triggers[trigger].least[stage - 1]
    )


def not_gone(profile: Profile, found: Mapping[Trigger, Tally]) -> frozenset[Trigger]:
    """Return the triggers of which more is left than would be gone."""
    return frozenset(
        trigger
        for trigger, tally in found.items()
        if profile.triggers[trigger].is_on and tally.left > profile.triggers[trigger].gone_at_most
    )


def first_met_on(profile: Profile, evidence: Iterable[Evidence]) -> date | None:
    """Return the first day on which any trigger is met if nothing changes, or None if none ever will be."""
    days: dict[Trigger, list[date]] = {}
    for each in evidence:
        days.setdefault(each.trigger, []).append(each.counts_from(profile.triggers[each.trigger]))
    found = []
    for trigger, counts_from in days.items():
        limits = profile.triggers[trigger]
        if limits.is_on and len(counts_from) >= limits.least[0]:
            found.append(sorted(counts_from)[limits.least[0] - 1])
    return min(found, default=None)
