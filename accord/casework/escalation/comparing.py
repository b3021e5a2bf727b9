"""What another profile would propose today beside the one in force, and where it would have led in the past.

Shown before anybody takes it. Source: DOMAIN.md section 7; docs/decisions/0009.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Select
from sqlalchemy.orm import Session

from accord.casework.desk.limits import limit
from accord.casework.escalation.evidence import covered_factories
from accord.casework.escalation.proposals import Case, Swept, cases_by, decided_ahead, would_write
from accord.gateways.snapshot.owed import read_courses
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import Judgement
from accord.rules.escalation.trial import Sizes, sizes, sizes_by_day, tried
from accord.rules.escalation.words import Way
from accord.rules.moments import Moment
from accord.rules.months import months_after

TRIED_YEARS = 5
TRIED_EVERY = timedelta(days=7)


@dataclass(frozen=True)
class Difference:
    """A factory of which two profiles propose different things today."""

    factory_id: int
    now: Judgement
    then: Judgement


@dataclass(frozen=True)
class Comparison:
    """Two profiles side by side, on what is on record today."""

    proposed_now: int
    proposed_then: int
    differences: Sequence[Difference]
    by_way_now: Mapping[tuple[Way, int], int]
    """How many proposals lead which way, to which stage."""
    by_way_then: Mapping[tuple[Way, int], int]


@dataclass(frozen=True)
class Ahead:
    """What taking a profile would do today."""

    comparison: Comparison
    sweep: Swept
    """What the next look at all factories would write and call off."""


def compare(
    session: Session, factories: Select[int], in_force: Profile, other: Profile, *, moment: Moment
) -> Comparison:
    """Return what the other profile would propose today where it differs from the one in force.

    Where a decision holds from a day to come neither proposes anything: it is taken.
    """
    now, then = cases_by(session, factories, (in_force, other), moment=moment)
    return _compared(now, then, decided=decided_ahead(session, moment=moment))


def look_ahead(session: Session, in_force: Profile, other: Profile, *, moment: Moment) -> Ahead:
    """Return what taking the other profile would do today, of all factories; nothing is written."""
    now, then = cases_by(session, covered_factories(), (in_force, other), moment=moment)
    compared = _compared(now, then, decided=decided_ahead(session, moment=moment))
    return Ahead(compared, would_write(session, then, other, moment=moment))


def _compared(now: Mapping[int, Case], then: Mapping[int, Case], *, decided: Set[int]) -> Comparison:
    now = {factory_id: case for factory_id, case in now.items() if factory_id not in decided}
    then = {factory_id: case for factory_id, case in then.items() if factory_id not in decided}
    pairs = [(factory_id, case.judgement, then[factory_id].judgement) for factory_id, case in now.items()]
    by_way_now, by_way_then = _by_way(now), _by_way(then)
    return Comparison(
        proposed_now=sum(by_way_now.values()),
        proposed_then=sum(by_way_then.values()),
        differences=[
            Difference(factory_id, one, other)
            for factory_id, one, other in pairs
            if (one.way, one.to_stage) != (other.way, other.to_stage)
        ],
        by_way_now=by_way_now,
        by_way_then=by_way_then,
    )


def _by_way(found: Mapping[int, Case]) -> Mapping[tuple[Way, int], int]:
    judgements = [case.judgement for case in found.values()]
    return Counter((each.way, each.to_stage) for each in judgements if each.way is not None)


def try_on_the_past(session: Session, snapshot: Path, profile: Profile, *, moment: Moment) -> Sizes:
    """Return where factories would stand today had the profile held for five years, and every proposal been decided.

    From the public snapshot: what stands in no public record was not owed as far as this knows.
    """
    today = moment.today
    courses = read_courses(snapshot, report_days=int(limit(session, "report_days", on=today)))
    return sizes(((course, tried(profile, course, _days(today))) for course in courses), today=today)


def try_month_by_month(
    session: Session, snapshot: Path, profiles: Sequence[Profile], *, moment: Moment
) -> Sequence[Sequence[tuple[date, Sizes]]]:
    """Return for each profile where factories would have stood at the end of each month of five years, and today."""
    today = moment.today
    days = _days(today)
    courses = read_courses(snapshot, report_days=int(limit(session, "report_days", on=today)))
    months = [day for count in range(1, TRIED_YEARS * 12) if (day := months_after(days[0], count)) < today]
    found = []
    for profile in profiles:
        moved = [(course, tried(profile, course, days)) for course in courses]
        found.append(sizes_by_day(moved, [*months, today]))
    return found


def _days(today: date) -> list[date]:
    count = (today - today.replace(year=today.year - TRIED_YEARS, day=min(today.day, 28))) // TRIED_EVERY
    return [today - TRIED_EVERY * place for place in range(count, -1, -1)]
