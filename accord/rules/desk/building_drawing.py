"""The drawing of a building, its floors one upon the other from the roof to the ground: numbers in, boxes out.

Drawn for a telephone, 320 units wide; a wider screen shows the same, larger. What is written into the boxes, and in
which language, is the page's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

WIDTH = 320
LABELS = 84
"""Where the names of the floors stand, at the left."""
MOST_BESIDE = 2
"""So many zones stand side by side and can still be read on a telephone; more of a floor stand in a second row."""
ROW = 60
"""The height of a row of boxes: four lines."""
BARE_ROW = 16
"""The height of a floor of which nothing is on record."""
GROUND = 6
"""The thickness of the ground."""
MARGIN = 4
MOST_BARE = 60
"""No building has more storeys; a number beyond it is a typing error and draws no more."""


class Load(StrEnum):
    """How the last measured load of a place stands to the allowed one."""

    ABOVE = "above"
    WITHIN = "within"
    NOT_MEASURED = "not_measured"
    NO_LIMIT = "no_limit"
    """Nobody has said what it may carry."""


def load_of(allowed_kpa: float | None, measured_kpa: float | None) -> Load:
    """Return how a measured load stands to the allowed one; exactly the allowed load is within."""
    if allowed_kpa is None:
        return Load.NO_LIMIT
    if measured_kpa is None:
        return Load.NOT_MEASURED
    return Load.ABOVE if measured_kpa > allowed_kpa else Load.WITHIN


@dataclass(frozen=True)
class Part:
    """A zone of a floor, or the floor itself where it has none; `key` names it to the page."""

    key: str
    is_ordered: bool = False
    """Whether an open order names it alone; a floor that is named as a whole says so itself."""


@dataclass(frozen=True)
class Storey:
    """A floor that is on record."""

    level: int
    parts: Sequence[Part]
    is_ordered: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle of the drawing, in its units."""

    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class PartDrawn:
    """A box for a part of a floor."""

    key: str
    box: Box
    is_ordered: bool


@dataclass(frozen=True)
class StoreyDrawn:
    """A floor: its whole row, and the boxes in it; none for a floor of which nothing is on record."""

    level: int
    box: Box
    parts: tuple[PartDrawn, ...]
    is_roof: bool
    is_ordered: bool


@dataclass(frozen=True)
class Drawing:
    """The whole drawing, the highest floor first."""

    width: int
    height: int
    storeys: tuple[StoreyDrawn, ...]
    ground_y: int
    """The upper edge of the ground: basements lie beneath it."""
    outline: Box
    """The building as a whole."""


def drawing_of(storeys: Sequence[Storey], *, count: int | None) -> Drawing:
    """Return the drawing of a building with so many storeys, the ground floor among them; None: as many as are known.

    Floors that must be there and are not on record are drawn bare: a gap would hide that nobody knows them.
    """
    known = {each.level: each for each in storeys}
    levels = sorted(known.keys() | set(range(_above_ground(known, count))), reverse=True)
    drawn, y, ground_y = [], MARGIN, None
    for level in levels:
        if level < 0 and ground_y is None:
            ground_y, y = y, y + GROUND
        found = _storey(known.get(level), level, y, is_roof=count is not None and level == count)
        drawn.append(found)
        y = found.box.bottom
    if ground_y is None:
        ground_y, y = y, y + GROUND
    return Drawing(
        width=WIDTH,
        height=y + MARGIN,
        storeys=tuple(drawn),
        ground_y=ground_y,
        outline=Box(LABELS, MARGIN, WIDTH - LABELS - MARGIN, y - MARGIN - (GROUND if not _has_basement(known) else 0)),
    )


def _above_ground(known: dict[int, Storey], count: int | None) -> int:
    highest = max(known, default=-1)
    return min(max(count or 0, highest + 1), MOST_BARE + 1)


def _has_basement(known: dict[int, Storey]) -> bool:
    return min(known, default=0) < 0


def _storey(storey: Storey | None, level: int, y: int, *, is_roof: bool) -> StoreyDrawn:
    width = WIDTH - LABELS - MARGIN
    if storey is None or not storey.parts:
        is_ordered = storey is not None and storey.is_ordered
        return StoreyDrawn(level, Box(LABELS, y, width, BARE_ROW), (), is_roof=is_roof, is_ordered=is_ordered)
    rows = [storey.parts[at : at + MOST_BESIDE] for at in range(0, len(storey.parts), MOST_BESIDE)]
    parts = [
        drawn
        for number, row in enumerate(rows)
        for drawn in _row(row, y + number * ROW, width, is_ordered=storey.is_ordered)
    ]
    box = Box(LABELS, y, width, len(rows) * ROW)
    return StoreyDrawn(level, box, tuple(parts), is_roof=is_roof, is_ordered=storey.is_ordered)


def _row(parts: Sequence[Part], y: int, width: int, *, is_ordered: bool) -> list[PartDrawn]:
    # The last box takes what a division leaves over, so that no gap stands at the right.
    each = width // len(parts)
    return [
        PartDrawn(
            part.key,
            Box(LABELS + place * each, y, each if place < len(parts) - 1 else width - place * each, ROW),
            is_ordered=part.is_ordered or is_ordered,
        )
        for place, part in enumerate(parts)
    ]
