"""What another profile would propose today beside the one in force, and where it would have led in the past.

Shown before anybody takes it. Source: DOMAIN.md section 7; docs/decisions/0009.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Select
from sqlalchemy.orm import Session

from accord.casework.desk.limits import limit
from accord.casework.escalation.evidence import evidence_of
from accord.casework.escalation.proposals import Case, case_of
from accord.casework.escalation.standing import standing_of_many
from accord.gateways.snapshot.owed import read_courses
from accord.rules.escalation.profile import Profile
from accord.rules.escalation.proposing import At, Judgement
from accord.rules.escalation.trial import Sizes, sizes, tried
from accord.rules.moments import Moment

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


def compare(
    session: Session, factories: Select[int], in_force: Profile, other: Profile, *, moment: Moment
) -> Comparison:
    """Return what the other profile would propose today where it differs from the one in force."""
    evidence = evidence_of(session, factories, moment=moment)
    standing = standing_of_many(session, factories, today=moment.today)

    def case(profile: Profile, factory_id: int) -> Case:
        at, pieces = standing.get(factory_id, At()), evidence.get(factory_id, ())
        return case_of(profile, factory_id, at, pieces, moment)

    now = then = 0
    found = []
    for factory_id in sorted(evidence.keys() | standing.keys()):
        one, another = case(in_force, factory_id).judgement, case(other, factory_id).judgement
        now += one.way is not None
        then += another.way is not None
        if (one.way, one.to_stage) != (another.way, another.to_stage):
            found.append(Difference(factory_id, one, another))
    return Comparison(now, then, found)


def try_on_the_past(session: Session, snapshot: Path, profile: Profile, *, moment: Moment) -> Sizes:
    """Return where factories would stand today had the profile held for five years, and every proposal been decided.

    From the public snapshot: what stands in no public record was not owed as far as this knows.
    """
    today = moment.today
    courses = read_courses(snapshot, report_days=int(limit(session, "report_days", on=today)))
    return sizes(((course, tried(profile, course, _days(today))) for course in courses), today=today)


def _days(today: date) -> list[date]:
    count = (today - today.replace(year=today.year - TRIED_YEARS, day=min(today.day, 28))) // TRIED_EVERY
    return [today - TRIED_EVERY * place for place in range(count, -1, -1)]
