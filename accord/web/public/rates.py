"""The one picture of a rate: solid verified, hatched reported, empty the rest."""

from dataclasses import dataclass
from decimal import Decimal

from accord.rules.progress import Tally
from accord.rules.vocabulary import FactoryStatus
from accord.web.filters import word
from accord.web.language import gettext


@dataclass(frozen=True)
class Rate:
    """A bar and its figures; the parts of the bar are in percent of its width."""

    tally: Tally
    why_none: str | None
    """Said instead of a rate where there is none: not inspected, not known, no hazards. None of these is 0 %."""
    verified: Decimal
    claimed: Decimal


def rate_of(tally: Tally, status: FactoryStatus | None = None) -> Rate:
    """Return the rate of a tally, as it is drawn and said."""
    verified, reported = tally.verified_percent or Decimal(0), tally.reported_percent or Decimal(0)
    return Rate(tally, _why_none(tally, status), verified, reported - verified)


def _why_none(tally: Tally, status: FactoryStatus | None) -> str | None:
    if status is FactoryStatus.NOT_INSPECTED:
        return word(status)
    if tally.unknown:
        return gettext("not known")
    return None if tally.applicable else gettext("no hazards")
