"""How likely two factories of the register are one. A score to look at, never a reason to merge.

Ours throughout: tuned on the manufacturers' association's list of 2024 (3,351 factories), where names differ by one
word, many factories share an industrial estate, and one owner's units differ only by a number.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from accord.rules.factories.register import identity_key

LIKELY_FROM = 80
"""The lowest score that is reported."""

LEGAL_WORDS = frozenset({"limited", "private", "company", "inc", "llc", "plc", "bd", "bangladesh", "the", "and"})
TRADE_WORDS = frozenset(
    {
        "apparel", "apparels", "garment", "garments", "fashion", "fashions", "wear", "wears", "knit", "knits",
        "knitwear", "knitwears", "knitting", "textile", "textiles", "composite", "clothing", "clothings",
        "sweater", "sweaters", "industries", "dress", "dresses", "designs", "design", "style", "styles",
        "international", "export", "exports", "mills", "mill", "washing", "dyeing", "sportswear", "trading",
        "group", "enterprise", "enterprises", "attire", "attires", "outfit", "outfits", "denim", "jeans",
        "fabrics", "complex", "world", "asia", "manufacturing", "sourcing", "corporation", "tex",
    }
)  # fmt: skip
"""Words that half of all names share; the other words of a name tell factories apart."""
FAR_APART_METRES = 5_000
SAME_PLACE_METRES = 150
_EARTH_METRES = 6_371_000


@dataclass(frozen=True)
class Likeness:
    """What two factories have in common; similarities from 0 to 100, None where one of the two does not say."""

    name: float
    own_words: float
    """Of the names without legal form and words of the trade."""
    address: float | None = None
    distance_metres: float | None = None
    same_os_id: bool = False
    other_os_id: bool = False
    other_unit: bool = False
    """Whether numbers in the names differ: "Unit 1" and "Unit 2"."""


def score(likeness: Likeness) -> int:
    """Return from 0 to 100 how likely the two are one factory; the same OS ID is 100."""
    if likeness.same_os_id:
        return 100
    name = 5 * likeness.name + 2 * likeness.own_words
    # A missing address counts as one that is neither alike nor different.
    points = (name + 3 * (likeness.address if likeness.address is not None else 70)) / 10
    if likeness.name == 100:
        # A factory that moved, or whose address is written in another way: always worth a look.
        points = max(points, LIKELY_FROM)
    points += _of_distance(likeness.distance_metres)
    points -= 10 * likeness.other_os_id + 25 * likeness.other_unit
    return max(0, min(100, math.floor(points)))


def reasons(likeness: Likeness) -> tuple[str, ...]:
    """Return in words what speaks for and against the two being one factory."""
    said = ["same OS ID"] if likeness.same_os_id else []
    said.append(f"names {math.floor(likeness.name)} % alike")
    if likeness.address is not None:
        said.append(f"addresses {math.floor(likeness.address)} % alike")
    if likeness.distance_metres is not None:
        said.append(f"{round(likeness.distance_metres):,} m apart")
    said += ["different OS IDs"] if likeness.other_os_id else []
    said += ["different numbers in the names"] if likeness.other_unit else []
    return tuple(said)


def _of_distance(metres: float | None) -> int:
    if metres is None:
        return 0
    if metres <= SAME_PLACE_METRES:
        return 5
    return -10 if metres > FAR_APART_METRES else 0


@lru_cache(maxsize=100_000)
def full_words(name: str) -> tuple[str, ...]:
    """Return the words of a name without its legal form; all words if nothing else is left."""
    words = identity_key(name, None)[0].split()
    return tuple(word for word in words if word not in LEGAL_WORDS) or tuple(words)


@lru_cache(maxsize=100_000)
def own_words(name: str) -> tuple[str, ...]:
    """Return the words of a name that tell it from others; all but the legal form if it has no other."""
    words = full_words(name)
    return tuple(word for word in words if word not in TRADE_WORDS) or words


def unit_marks(name: str) -> frozenset[str]:
    """Return the numbers in a name: "Unit-2" and "Unit-3" are two places of one owner."""
    roman = {"ii": "2", "iii": "3", "iv": "4"}
    return frozenset(
        roman.get(word, word.lstrip("0")) for word in full_words(name) if word.isdecimal() or word in roman
    )


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance in metres of two points given as latitude and longitude in degrees."""
    (south, west), (north, east) = one, other
    mean = math.radians((south + north) / 2)
    return _EARTH_METRES * math.hypot(math.radians(north - south), math.radians(east - west) * math.cos(mean))
