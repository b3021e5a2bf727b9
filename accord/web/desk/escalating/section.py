"""A part of the page of a factory's stage."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A part of the page: its template, and what that shows as `shown`."""

    template: str
    shown: object
