"""What stands on the page of a factory's stage, one section after the other; each has its own module and template."""

from collections.abc import Callable
from dataclasses import dataclass

from accord.records.factory import Factory


@dataclass(frozen=True)
class Section:
    """A part of the page: its template, and what that shows as `shown`."""

    template: str
    shown: object


SECTIONS: tuple[Callable[[Factory], Section | None], ...] = ()
"""In the order in which one reads them; one that has nothing to show to the visitor is None."""


def sections_of(factory: Factory) -> list[Section]:
    """Return what the page shows to the visitor."""
    return [section for shown in SECTIONS if (section := shown(factory)) is not None]
