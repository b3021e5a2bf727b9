"""Makes up names: every one begins with "Sim" or "Demo", so that nobody takes it for a real one."""

from collections import Counter

from accord.casework.simulation.words import Trade, TwoTongues, words
from accord.rules.words.bangla import digits

FLOOR_USES = (("cutting and stores", "কাটিং ও গুদাম"), ("sewing", "সেলাই"), ("finishing and packing", "ফিনিশিং ও প্যাকিং"))


class FactoryNames:
    """Gives each factory a name of its own: the second one of a name is its unit 2."""

    def __init__(self) -> None:
        self._given: Counter[TwoTongues] = Counter()

    def next(self, word: TwoTongues, trade: Trade) -> TwoTongues:
        """Return a name that was not given yet."""
        first, second = f"Sim {word[0]} {trade.name[0]}", f"সিম {word[1]} {trade.name[1]}"
        self._given[first, second] += 1
        if (unit := self._given[first, second]) > 1:
            first, second = f"{first} Unit {unit}", f"{second} ইউনিট {digits(str(unit))}"
        return f"{first} Ltd.", f"{second} লিমিটেড"


def company_group_name(place: int) -> str:
    """Return the name of the company group at this place of the list, counted from 0."""
    every = [english for english, _ in words().factory_words]
    turn, first = divmod(place, len(every))
    if turn == 0:
        return f"Sim {every[first]} Group"
    second = every[(first + turn) % len(every)]
    number = 1 + turn // len(every)
    return f"Sim {every[first]} {second} Group" + (f" {number}" if number > 1 else "")


def tower_name(word: TwoTongues, town: TwoTongues) -> TwoTongues:
    """Return the name of a building of several owners."""
    return f"Sim {word[0]} Tower, {town[0]}", f"সিম {word[1]} টাওয়ার, {town[1]}"


def building_name(place: int, town: TwoTongues) -> TwoTongues:
    """Return the name of a building of one factory, counted from 1."""
    return f"Building {place}, {town[0]}", f"ভবন {digits(str(place))}, {town[1]}"


def floor_use(level: int, storeys: int) -> TwoTongues:
    """Return what a floor is used for."""
    if level == 0:
        return FLOOR_USES[0]
    return FLOOR_USES[2] if level == storeys - 1 and level > 1 else FLOOR_USES[1]
