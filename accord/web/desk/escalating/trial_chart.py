"""Where a version of the protocol would have led: sizes of the stages by month, drawn and told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from accord.casework.refusals import N_
from accord.rules.escalation.trial import Sizes
from accord.rules.escalation.trial_lines import corners_of, percent_below, ticks_of, top_of
from accord.web.filters import month, number
from accord.web.language import gettext

PUBLISHED_COVERED = 1_600
PUBLISHED_AT_TWO = 139
PUBLISHED_LONG_AT_ONE = 393
"""November 2018. Source: DOMAIN.md section 7."""

ByMonth = Sequence[tuple[date, Sizes]]


@dataclass(frozen=True)
class Line:
    """A line of the picture, with its corners in shares of the width and the height."""

    kind: str
    label: str
    corners: str
    mark_percent: str | None
    """How far below the top the number of November 2018 lies; None: none was published."""
    marked: int | None


@dataclass(frozen=True)
class Row:
    """One size on the last day: by the version in force, by the other one, and as published."""

    label: str
    now: int
    then: int
    published: int | None


@dataclass(frozen=True)
class Month:
    """The sizes of one month by the other version."""

    on: date
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Trial:
    """The whole picture."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    ticks: tuple[int, ...]
    """On the left, from the top down."""
    labels: tuple[str, ...]
    """Below, from the left."""
    said: str
    months: tuple[Month, ...]
    heads: tuple[str, ...]


LINES: Sequence[tuple[str, str, Callable[[Sizes], int], int | None]] = (
    (
        "long-at-one",
        N_("standing at stage 1 for more than six months"),
        lambda sizes: sizes.long_at_one,
        PUBLISHED_LONG_AT_ONE,
    ),
    ("at-two", N_("standing at stage 2"), lambda sizes: sizes.at_stage.get(2, 0), PUBLISHED_AT_TWO),
    ("at-three", N_("standing at stage 3"), lambda sizes: sizes.at_stage.get(3, 0), None),
)
ROWS: Sequence[tuple[str, Callable[[Sizes], int], int | None]] = (
    (N_("factories covered"), lambda sizes: sizes.covered, PUBLISHED_COVERED),
    (N_("standing at no stage"), lambda sizes: sizes.at_stage.get(0, 0), None),
    (N_("standing at stage 1"), lambda sizes: sizes.at_stage.get(1, 0), None),
    *((label, size, published) for _, label, size, published in LINES),
)


def trial_of(now: ByMonth, then: ByMonth) -> Trial:
    """Return the picture of the other version beside the last numbers of the version in force."""
    last_now, last_then = now[-1][1], then[-1][1]
    top = top_of(max([*(size(sizes) for _, sizes in then for _, _, size, _ in LINES), PUBLISHED_LONG_AT_ONE]))
    return Trial(
        rows=tuple(Row(gettext(label), size(last_now), size(last_then), published) for label, size, published in ROWS),
        lines=tuple(
            Line(
                kind,
                gettext(label),
                corners_of([size(sizes) for _, sizes in then], top=top),
                None if published is None else percent_below(published, top=top),
                published,
            )
            for kind, label, size, published in LINES
        ),
        ticks=ticks_of(top),
        labels=(month(then[0][0]), month(then[len(then) // 2][0]), month(then[-1][0])),
        said=gettext(
            "Sizes of the stages by month, up to %(month)s: %(long)s at stage 1 for more than six months,"
            " %(two)s at stage 2, %(three)s at stage 3.",
            month=month(then[-1][0]),
            long=number(last_then.long_at_one),
            two=number(last_then.at_stage.get(2, 0)),
            three=number(last_then.at_stage.get(3, 0)),
        ),
        months=tuple(Month(on, tuple(size(sizes) for _, size, _ in ROWS)) for on, sizes in reversed(then)),
        heads=tuple(gettext(label) for label, _, _ in ROWS),
    )
