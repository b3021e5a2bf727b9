"""What the plan says of a hazard as of a version of the CAP. Source: docs/decisions/0006, "A CAP version".

A version holds only the lines that it changes. Lines are put into force when their version is approved, so that the
words in force are those of the line whose version was approved last; no draft changes them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Plan:
    """What is planned for one hazard; `due_on` None: no date is agreed."""

    action_plan: str | None
    action_plan_bn: str | None
    responsible_person: str | None
    due_on: date | None


@dataclass(frozen=True)
class PlanVersion:
    """A version of a CAP and the place of its first approval in the order of all approvals; None: not approved.

    The order goes over all factories: a hazard of a shared building stands in the plans of several.
    """

    id: int
    approved_as: int | None


@dataclass(frozen=True)
class PlanLine:
    """What one version plans for one hazard."""

    version: PlanVersion
    plan: Plan


def plan_in_force(lines: Iterable[PlanLine]) -> Plan | None:
    """Return what the lines of a hazard have put into force, or None where none of them was approved."""
    return _last_plan(line for line in lines if line.version.approved_as is not None)


def plan_as_of(lines: Iterable[PlanLine], version: PlanVersion) -> Plan | None:
    """Return what is planned for a hazard as of the version: its own line, else what was in force then.

    As of a version that is not approved that is what is in force now. None: nothing is planned.
    """
    every = list(lines)
    own = [line for line in every if line.version.id == version.id]
    if own:
        return own[0].plan
    return plan_in_force(line for line in every if version.approved_as is None or _is_before(line.version, version))


def _is_before(one: PlanVersion, other: PlanVersion) -> bool:
    return one.approved_as is not None and other.approved_as is not None and one.approved_as < other.approved_as


def _last_plan(approved: Iterable[PlanLine]) -> Plan | None:
    last = max(approved, key=lambda line: line.version.approved_as or 0, default=None)
    return last.plan if last else None
