"""What is counted in public of an ineligible factory: export papers, and signatories that have not confirmed.

Source: DOMAIN.md section 7. No signatory is named by it, and no count of days is kept: it is worked out from the days
when somebody reads, since a number of days that was written down is wrong tomorrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ExportPapers(StrEnum):
    """What became of the export papers: as the protocol calls it (`rules/escalation/words.py: Declarations`)."""

    ASKED = "asked"
    WITHHELD = "withheld"
    RESTORED = "restored"


@dataclass(frozen=True)
class TerminationDisclosed:
    """That a signatory, which is not named, has to end business with the factory after the decision of that day."""

    decided_on: date
    confirmed_on: date | None
    """The day on which it confirmed that business has ended; None: it has not."""


@dataclass(frozen=True)
class ExportPapersDisclosed:
    """What became of the export papers (Utilization Declarations) of the factory after the decision of that day."""

    decided_on: date
    step: ExportPapers
    happened_on: date


@dataclass(frozen=True)
class Counted:
    """The two counters of a decision on ineligibility, on a day."""

    days_without_withdrawal: int | None
    """Days since the decision on which the export papers were not withheld; None: they are."""
    not_confirmed: int
    """Signatories that had not confirmed that business has ended."""
    signatories: int


def counted(
    terminations: Sequence[TerminationDisclosed],
    papers: Sequence[ExportPapersDisclosed],
    *,
    first_on: date,
    last_on: date,
    as_of: date,
) -> Counted:
    """Return the counters of an unbroken ineligibility, decided first and last on these days.

    The days count from the first decision; the signatories are those that bought on the day of the last one.
    """
    steps = [each for each in papers if first_on <= each.decided_on <= last_on and each.happened_on <= as_of]
    is_withheld = bool(steps) and steps[-1].step is ExportPapers.WITHHELD
    duties = [each for each in terminations if each.decided_on == last_on]
    silent = [each for each in duties if each.confirmed_on is None or each.confirmed_on > as_of]
    days = None if is_withheld else max(0, (as_of - first_on).days)
    return Counted(days, len(silent), len(duties))
