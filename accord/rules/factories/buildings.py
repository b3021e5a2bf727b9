"""Buildings: storeys and levels, names that are a building's own, and stays in it. Source: DOMAIN.md section 2."""

import re
from dataclasses import dataclass
from datetime import date

from accord.rules.factories.districts import district_named
from accord.rules.factories.register import words_of

FEWEST_STOREYS, MOST_STOREYS = 1, 60
"""Ours: the tallest factory building of the country has about 25."""
LOWEST_LEVEL = -5
"""Ours: basements below the fifth are typing errors."""
FIRST_YEAR = 1850
"""Ours: an older year is a typing error."""

_STOREYS = re.compile(r"(\d{1,3})(?:[ -]?(?:storeys?|storeyed|storied|story|stories|floors?))?", re.IGNORECASE)
_GROUND_AND = re.compile(r"(?:b\d? ?\+ ?)?g(?:f|round)? ?\+ ?(\d{1,3})", re.IGNORECASE)
_LEVEL = re.compile(r"[+-]?\d{1,3}")
_GROUND = re.compile(r"(?:gf|g|ground|ground (?:floor|level)|নিচ ?তলা|নীচ ?তলা)(?: .*)?")
_BASEMENT = re.compile(r"(?:basement|b)(?: ?(\d))?(?: .*)?")
_ABOVE = re.compile(r"(\d{1,2}) ?(?:(?:st|nd|rd|th)(?: floor)?|floor|level)(?: .*)?|(?:floor|level) (\d{1,2})")
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth",
    "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
_NAMED = re.compile(rf"({'|'.join(_ORDINALS)}) (?:floor|level)(?: .*)?")
_ROOF = re.compile(r"(?:roof|rooftop|roof top|ছাদ)(?: .*)?")

_KINDS = frozenset({
    "building", "factory", "unit", "block", "shed", "main", "new", "old", "annex", "annexe", "extension", "utility",
    "service", "production", "sewing", "knitting", "dyeing", "washing", "finishing", "cutting", "printing",
    "embroidery", "weaving", "spinning", "warehouse", "store", "storage", "godown", "office", "admin",
    "administration", "administrative", "canteen", "dining", "dormitory", "boiler", "generator", "house",
    "substation", "sub", "station", "room", "tower", "floor", "left", "right", "front", "back", "north", "south",
    "east", "west", "and", "the", "of", "phase", "section", "part", "storied", "storey", "single", "multi", "ভবন",
    "মূল", "নতুন", "পুরাতন", "পুরোনো", "শেড", "ইউনিট", "ব্লক", "কারখানা", "গুদাম", "অফিস",
})  # fmt: skip
"""Words that say which of its buildings a factory means, and are found in every factory."""
_SPELLINGS = {"bldg": "building", "bld": "building", "buildings": "building", "bhaban": "ভবন"}
_DROPPED = frozenset({"no", "nr", "number", "num", "নং", "নম্বর"})
_NUMBERING = re.compile(r"\d+(?:st|nd|rd|th)?|[a-z]|[a-z]?\d+[a-z]?|i{1,3}|iv|vi{0,3}|ix|x|one|two|three|four|five|six")


@dataclass(frozen=True)
class BuildingFacts:
    """What is told of a building as a whole; None where nothing is."""

    name: str
    name_bn: str | None = None
    storeys: int | None = None
    construction: str | None = None
    year_built: int | None = None
    landlord: str | None = None


@dataclass(frozen=True)
class Stay:
    """How long somebody is in a building: from a day on, until another that no longer belongs to it.

    `from_on` None: since before anybody wrote it down; `to_on` None: still there.
    """

    from_on: date | None
    to_on: date | None

    @property
    def is_possible(self) -> bool:
        """Whether it ends after it began."""
        return self.from_on is None or self.to_on is None or self.to_on > self.from_on

    def includes(self, day: date) -> bool:
        """Return whether the day belongs to the stay."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day < self.to_on)

    def overlaps(self, other: "Stay") -> bool:
        """Return whether any day belongs to both; one may move in again on the day of moving out."""
        return _begins_before_end(self, other) and _begins_before_end(other, self)

    def __str__(self) -> str:
        """Return the stay as a sentence names it."""
        begin = f"from {self.from_on}" if self.from_on else "from a day not on record"
        return begin + (f" to {self.to_on}" if self.to_on else "")


def _begins_before_end(one: Stay, other: Stay) -> bool:
    return one.from_on is None or other.to_on is None or one.from_on < other.to_on


def are_possible_storeys(storeys: int) -> bool:
    """Return whether a building can have so many storeys, the ground floor among them."""
    return FEWEST_STOREYS <= storeys <= MOST_STOREYS


def is_possible_level(level: int, storeys: int | None) -> bool:
    """Return whether the building has this level: 0 is the ground floor, the number of storeys is its roof."""
    return LOWEST_LEVEL <= level <= (MOST_STOREYS if storeys is None else storeys)


def is_possible_year(year: int, *, today: date) -> bool:
    """Return whether a building that stands can have been built in that year."""
    return FIRST_YEAR <= year <= today.year


def storeys_in(text: str) -> int | None:
    """Return the storeys that a cell tells: "6", "6 storied", "G+5" (the ground floor and five above); else None."""
    if found := _GROUND_AND.fullmatch(text.strip()):
        return int(found[1]) + 1
    found = _STOREYS.fullmatch(text.strip())
    return int(found[1]) if found else None


def level_in(text: str) -> int | None:
    """Return the level that the words begin with: "2", "Ground floor", "2nd floor, sewing", "B1"; else None.

    Counted as in Bangladesh: the first floor is the one above the ground floor.
    """
    if _LEVEL.fullmatch(text.strip()):
        return int(text)
    words = words_of(text)
    if _GROUND.fullmatch(words):
        return 0
    if found := _ABOVE.fullmatch(words):
        return int(found[1] or found[2])
    if found := _NAMED.fullmatch(words):
        return _ORDINALS.index(found[1]) + 1
    if found := _BASEMENT.fullmatch(words):
        return -int(found[1] or 1)
    return None


def is_roof(text: str) -> bool:
    """Return whether the words name the roof, whose level is the number of storeys."""
    return _ROOF.fullmatch(words_of(text)) is not None


def building_key(name: str) -> str:
    """Return what two names of one building share: "Bldg. No. 01" and "Building-1" are one name."""
    words = (_SPELLINGS.get(word, word) for word in words_of(name).split())
    return " ".join(_plain_number(word) for word in words if word not in _DROPPED)


def is_own_name(name: str) -> bool:
    """Return whether the name is one that only this building has, such as "Kadam Tower, Zirabo".

    "Building 1", "Main shed, Kashimpur" and "Gazipur Unit 2" are a factory's words for one of its buildings: the next
    factory has a "Building 1" too. What stands after the first comma is the place, and a district is no name.
    """
    words = building_key(name.partition(",")[0]).split()
    return any(word not in _KINDS and not _NUMBERING.fullmatch(word) and not district_named(word) for word in words)


def _plain_number(word: str) -> str:
    return str(int(word)) if word.isdecimal() else word
