"""What people do in a simulated month, by a seed: hazards are logged, orders raised and taken from step to step.

No two deeds of one order fall on the same minute of an hour. So no deed falls on the instant at which a reminder of its
order is due, and which of the two comes first does not hang on who is quicker.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.chaos.world import House, World

ANSWERS = 5


@dataclass(frozen=True, order=True)
class Deed:
    """Something that one person does at one moment; `mark` stands in what is recorded of it, and nowhere else."""

    at: datetime
    mark: str
    kind: str = field(compare=False)
    """“hazard”, “danger”, “link”, or the step of an order."""
    house: int = field(compare=False)
    who: str = field(compare=False)
    typed: dict[str, str] = field(compare=False, default_factory=dict)


def deeds_of(world: World, seed: int, *, begins: datetime, days: int) -> list[Deed]:
    """Return everything that is done in so many days, in order."""
    chance = random.Random(seed)  # noqa: S311  no secret hangs on it
    end = begins + timedelta(days=days)
    found: list[Deed] = []
    for number, house in enumerate(world.houses):
        found += _order(chance, number, house, begins + timedelta(days=days * number / (1.3 * len(world.houses))))
    for _ in range(2 * days):
        at = begins + timedelta(minutes=chance.randrange(60, days * 24 * 60))
        found.append(Deed(at, "", "hazard", chance.randrange(len(world.houses)), "finder"))
    in_order = sorted(each for each in found if each.at < end)
    return [
        Deed(each.at, f"deed-{place:04}", each.kind, each.house, each.who, each.typed)
        for place, each in enumerate(in_order)
    ]


def _order(chance: random.Random, number: int, house: House, begins: datetime) -> Iterator[Deed]:
    minutes = iter(chance.sample(range(60), 60))
    hour = begins.replace(minute=0, second=0, microsecond=0)

    def deed(hours: float, kind: str, who: str, **typed: str) -> Deed:
        at = hour + timedelta(hours=int(hours), minutes=next(minutes))
        return Deed(at, f"house {number} {kind}", kind, number, who, typed)

    yield deed(1, "danger", "finder")
    yield deed(4 + chance.randrange(4), "determined", "chief")
    for organisation in chance.sample(house.organisations, ANSWERS):
        by_link = organisation.startswith(("factory", "committee")) and chance.random() < 0.6
        kind, who = ("link", "") if by_link else ("acknowledged", "handler")
        typed = {"organisation": organisation, "channel": "telephone", "number": "01700000000"}
        yield deed(9 + chance.randrange(50), kind, who, **typed)
    yield deed(30 + chance.randrange(30), "danger", "finder")
    # Of the whole building, by staff: it has other occupants than the owner's factory.
    everybody = {"organisation": "everybody"}
    yield deed(62 + chance.randrange(10), "complied", "handler", **everybody)
    verified = 75 + chance.randrange(20)
    if chance.random() < 0.5:
        yield deed(74, "re_entered", "handler")
        yield deed(80 + chance.randrange(10), "complied", "handler", **everybody)
        verified += 20
    yield deed(verified, "verified", "verifier", seen_on="today")
    ends = verified + 24 * (8 + chance.randrange(9))
    for week in range(1, (ends - verified) // (24 * 7) + 1):
        typed = {"organisation": house.organisations[0], "channel": "telephone"}
        yield deed(verified + 24 * 7 * week + 3, "answered", "handler", **typed)
    yield from _end(chance, deed, ends + 4)


def _end(chance: random.Random, deed: Callable[..., Deed], hours: int) -> Iterator[Deed]:
    if chance.random() < 0.5:
        yield deed(hours, "annulment_proposed", "verifier")
        yield deed(hours + 5, "annulled", "chief")
        return
    yield deed(hours, "works_verified", "verifier", seen_on="today")
    yield deed(hours + 6, "vacated", "chief", seen_on="today")
