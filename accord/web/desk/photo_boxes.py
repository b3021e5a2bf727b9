"""The parts of a photo that are to be blurred, as they were drawn or typed: in percent of its width and height."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import isfinite

from werkzeug.datastructures import MultiDict

from accord.casework.refusals import N_, Told
from accord.gateways.pictures import Box

SIDES = ("left", "top", "width", "height")
ROWS = 8
"""Ours: as many faces as stand before a gate; more are blurred in a second turn."""


class NoSuchPart(Told):
    """What was typed is no part of a photo."""

    sentence = N_("Line %(line)s is no part of the photo: each number is from 0 to 100, and none may be missing.")


@dataclass(frozen=True)
class Row:
    """One part as it was typed, for the form to keep it."""

    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.left or self.top or self.width or self.height)


def rows_of(form: MultiDict[str, str]) -> Sequence[Row]:
    """Return the rows of the form as they were typed, at least as many as there are places for."""
    typed = zip_longest(*(form.getlist(side)[:ROWS] for side in SIDES), fillvalue="")
    rows = [Row(*(value.strip() for value in values)) for values in typed]
    return [*rows, *[Row()] * (ROWS - len(rows))]


def boxes_of(rows: Sequence[Row]) -> list[Box]:
    """Return the parts that were typed; a part that reaches over the edge ends there. Raises NoSuchPart."""
    return [_box(row, line) for line, row in enumerate(rows, start=1) if not row.is_empty]


def _box(row: Row, line: int) -> Box:
    try:
        left, top, width, height = (float(value.replace(",", ".")) / 100 for value in vars(row).values())
        if not all(isfinite(number) for number in (left, top, width, height)):
            raise NoSuchPart(line=line)
        return Box(left, top, min(1.0, left + width), min(1.0, top + height))
    except ValueError as error:
        raise NoSuchPart(line=line) from error
