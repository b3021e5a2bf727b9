"""The lines around a mistake in a text, the wrong one marked."""

from dataclasses import dataclass

AROUND = 3
"""Ours: so many lines before and after it are enough to find it again."""


@dataclass(frozen=True)
class MarkedLine:
    """A line of a text with its number; `is_wrong`: the mistake stands in it."""

    number: int
    text: str
    is_wrong: bool


def marked_lines(text: str, line: int | None) -> tuple[MarkedLine, ...]:
    """Return the wrong line with those around it; none where the mistake has no line."""
    if line is None:
        return ()
    lines = text.split("\n")
    first, last = max(1, line - AROUND), min(len(lines), line + AROUND)
    return tuple(MarkedLine(number, lines[number - 1], number == line) for number in range(first, last + 1))
