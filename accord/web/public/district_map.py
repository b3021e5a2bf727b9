"""The factories found by district: a map, and the list that says the same without it."""

import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from accord.gateways.snapshot.programme import FactoryLine, RegisterOfDay
from accord.rules.factories.districts import district_named
from accord.web.filters import place
from accord.web.public.register_page import RegisterPage, Totals, totals

STEPS = 4
"""Shades that an eye can still tell apart."""
MOST_LABELS = 12
"""The districts with the most factories; all the others are named in the list, and where the pointer rests."""
LETTER_WIDTH, LINE_HEIGHT = 23, 46
"""Of a label, in units of the map, as `.district-name` in 50-register.css is set on a small screen."""


@dataclass(frozen=True)
class Shade:
    """One step of the shading, and the numbers of factories that it stands for; `last` None: or more."""

    step: int
    first: int
    last: int | None


@dataclass(frozen=True)
class District:
    """One district in the list; `name` None: no district is on record."""

    name: str | None
    totals: Totals
    parameters: dict[str, str] | None
    """Those of the register of this district; None where it cannot be asked for."""
    is_on_map: bool


@dataclass(frozen=True)
class Area:
    """One district on the map, with factories in it."""

    name: str
    path: str
    step: int
    count: int
    parameters: dict[str, str]
    label: tuple[int, int] | None
    """Centre of its label; None where there is no room for it."""


@dataclass(frozen=True)
class DistrictMap:
    """The map and the list beside it."""

    width: int
    height: int
    empty: str
    """The path of all districts without a factory."""
    areas: tuple[Area, ...]
    shades: tuple[Shade, ...]
    districts: tuple[District, ...]


def district_map(page: RegisterPage, register: RegisterOfDay) -> DistrictMap:
    """Return the factories found by district, the most of them first."""
    shapes = _shapes()
    districts = tuple(_districts(page, register))
    most = max((district.totals.count for district in districts if district.is_on_map), default=0)
    shades = shades_up_to(most)
    there = {_official(district.name) for district in districts}
    return DistrictMap(
        width=shapes["width"],
        height=shapes["height"],
        empty="".join(shape["path"] for name, shape in shapes["districts"].items() if name not in there),
        areas=tuple(_areas(districts, shades)),
        shades=shades,
        districts=districts,
    )


def shades_up_to(most: int) -> tuple[Shade, ...]:
    """Return the steps for counts from 1 to `most`: round numbers that grow by about the same factor."""
    firsts = sorted({_rounded_down(most ** (step / STEPS)) for step in range(STEPS)}) if most else []
    lasts = [first - 1 for first in firsts[1:]]
    return tuple(
        Shade(step, first, last)
        for step, (first, last) in enumerate(zip(firsts, [*lasts, None], strict=False), start=1)
    )


def _rounded_down(number: float) -> int:
    power = 1
    while power * 10 <= number:
        power *= 10
    return max(factor * power for factor in (1, 2, 5) if factor * power <= number)


def _districts(page: RegisterPage, register: RegisterOfDay) -> Iterable[District]:
    lines: dict[str | None, list[FactoryLine]] = defaultdict(list)
    for line in page.found:
        lines[line.factory.district].append(line)
    drawn = _shapes()["districts"]
    for name, of_it in sorted(lines.items(), key=lambda each: (each[0] is None, -len(each[1]), each[0] or "")):
        parameters = page.parameters | {"district": name} if name else None
        yield District(name, totals(register, of_it), parameters, is_on_map=_official(name) in drawn)


def _areas(districts: Iterable[District], shades: tuple[Shade, ...]) -> Iterable[Area]:
    taken: list[tuple[float, float, float, float]] = []
    for district in districts:
        if not district.is_on_map or district.name is None or district.parameters is None:
            continue
        shape, count = _shapes()["districts"][_official(district.name)], district.totals.count
        box = _box(shape["label"], place(district.name))
        has_room = len(taken) < MOST_LABELS and not any(_overlap(box, other) for other in taken)
        taken += [box] if has_room else []
        yield Area(
            name=district.name,
            path=shape["path"],
            step=max(shade.step for shade in shades if shade.first <= count),
            count=count,
            parameters=district.parameters,
            label=(round((box[0] + box[2]) / 2), round((box[1] + box[3]) / 2)) if has_room else None,
        )


def _box(centre: Iterable[int], label: str) -> tuple[float, float, float, float]:
    x, y = centre
    # The vowel signs of Bangla stand above, below or within the width of their letter.
    width = LETTER_WIDTH * sum(not unicodedata.category(letter).startswith("M") for letter in label)
    x = min(max(x, width // 2), _shapes()["width"] - width // 2)
    return x - width / 2, y - LINE_HEIGHT / 2, x + width / 2, y + LINE_HEIGHT / 2


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _official(name: str | None) -> str | None:
    return district_named(name) if name else None


@cache
def _shapes() -> dict[str, Any]:
    shapes: dict[str, Any] = json.loads(files("accord.web.public").joinpath("district_shapes.json").read_text("utf-8"))
    return shapes
