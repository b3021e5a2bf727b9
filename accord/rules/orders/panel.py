"""The Review Panel: who its members are, what each said, and when it is of one mind. Source: DOMAIN.md section 6.

The members as they are delivered stand in the table beside this module; an installation may name its own.
"""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_MUST = "!"
_OTHER_LANGUAGE = " / "
_BETWEEN = ";"
_AGAINST = "\tagainst"
LONGEST_NAME = 120


class NoPanel(ValueError):
    """A text names no members of a panel."""


@dataclass(frozen=True)
class Member:
    """An organisation whose engineers belong to the Review Panel."""

    name: str
    """Its name for ever: determinations keep it."""
    name_bn: str | None
    must_take_part: bool
    """Whether nothing is of one mind without it."""


@dataclass(frozen=True)
class Votes:
    """What the members said of one determination, by their names; who is in neither took no part."""

    agreed: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def took_part(self) -> tuple[str, ...]:
        """Everybody who said something."""
        return self.agreed + self.against


@cache
def delivered() -> tuple[Member, ...]:
    """Return the members as they are delivered."""
    table = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(Member(**told) for told in table["member"])


def members_told(text: str) -> tuple[Member, ...]:
    """Return the members that a text names: “BUET / বুয়েট!; BGMEA”, with “!” after each that must take part.

    Raises NoPanel where it names nobody, somebody twice, or nobody who must take part.
    """
    found = tuple(_member(part.strip()) for part in text.split(_BETWEEN) if part.strip())
    names = [each.name for each in found]
    if not found or len(set(names)) < len(names) or not any(each.must_take_part for each in found):
        raise NoPanel
    return found


def is_unanimous(panel: Collection[Member], votes: Votes) -> bool:
    """Return whether the panel is of one mind: all who must take part did, and everybody who took part agreed.

    That an absent member has not agreed, and that a single voice is no panel, is ours.
    """
    needed = {each.name for each in panel if each.must_take_part}
    return bool(votes.agreed) and not votes.against and needed <= set(votes.agreed)


def votes_of(panel: Sequence[Member], took_part: Collection[str], agreed: Collection[str]) -> Votes | None:
    """Return the votes in the order of the members; None where somebody is no member, or agreed without taking part."""
    names = [each.name for each in panel]
    if not set(took_part) <= set(names) or not set(agreed) <= set(took_part):
        return None
    return Votes(
        tuple(name for name in names if name in agreed),
        tuple(name for name in names if name in took_part and name not in agreed),
    )


def written(votes: Votes) -> str:
    """Return the votes as a determination keeps them: one organisation a line; who was against is marked."""
    return "\n".join([*votes.agreed, *(f"{name}{_AGAINST}" for name in votes.against)])


def read(lines: str) -> Votes:
    """Return the votes that a determination keeps."""
    each = [line for line in lines.splitlines() if line.strip()]
    return Votes(
        tuple(line.strip() for line in each if not line.endswith(_AGAINST)),
        tuple(line.removesuffix(_AGAINST).strip() for line in each if line.endswith(_AGAINST)),
    )


def _member(told: str) -> Member:
    is_needed = told.endswith(_MUST)
    name, _, name_bn = told.removesuffix(_MUST).strip().partition(_OTHER_LANGUAGE)
    if not name.strip() or max(len(name), len(name_bn)) > LONGEST_NAME or not told.isprintable():
        raise NoPanel
    return Member(name.strip(), name_bn.strip() or None, is_needed)
