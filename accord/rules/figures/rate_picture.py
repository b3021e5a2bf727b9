"""The one picture of a rate, on page and paper: solid verified, hatched reported, empty the rest."""

from dataclasses import dataclass
from decimal import Decimal

from accord.rules.figures.progress import Tally
from accord.rules.vocabulary import FactoryStatus, NoRate


@dataclass(frozen=True)
class RatePicture:
    """A bar with its figures; `verified` and `claimed` are its two parts in percent of its width."""

    tally: Tally
    why_none: NoRate | None
    """Said instead of a rate where there is none."""
    verified: Decimal
    claimed: Decimal


def picture_of(tally: Tally, status: FactoryStatus | None = None, *, is_published: bool = True) -> RatePicture:
    """Return the picture of a tally; `status` of the factory where it is one factory's.

    `is_published`: whether any hazard of the factory may be shown yet; if not, the tally counts none and says nothing.
    """
    verified, reported = tally.verified_percent or Decimal(0), tally.reported_percent or Decimal(0)
    why_none = _why_none(tally, status, is_published=is_published)
    return RatePicture(tally, why_none, verified, reported - verified)


def _why_none(tally: Tally, status: FactoryStatus | None, *, is_published: bool) -> NoRate | None:
    if status is FactoryStatus.NOT_INSPECTED:
        return NoRate.NOT_INSPECTED
    if not is_published:
        return NoRate.NOT_PUBLISHED
    if tally.unknown:
        return NoRate.NOT_KNOWN
    return None if tally.applicable else NoRate.NO_HAZARDS
