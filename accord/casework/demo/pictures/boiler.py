"""Drawings of the boiler: the gauge that tells its pressure."""

from math import cos, radians, sin

from accord.casework.demo.pictures.canvas import WIDTH_PX, Canvas, Point
from accord.casework.demo.pictures.palette import (
    ACTION,
    AMBER,
    CONCRETE_LIT,
    GROUND,
    INK,
    INK_2,
    INK_3,
    LATE,
    LATE_GROUND,
    LINE,
    PAPER,
    RUST,
    SOUND,
    STEEL,
    STEEL_DARK,
    STEEL_LIT,
    mixed,
)
from accord.casework.demo.pictures.room import Look, a_room

FACE: Point = (600, 330)
RADIUS = 196
FIRST, LAST = 135, 405
"""Angles of the dial's first and last stroke, in degrees clockwise from the right."""


def broken_gauge(look: Look) -> Canvas:
    """Return a boiler whose pressure gauge has a broken glass and a bent needle that hangs below its scale."""
    canvas = _boiler(look)
    _dial(canvas, has_limits=False)
    x, y = FACE
    canvas.ellipse((x - 20, y + 10), 150, 140, colour=mixed(RUST, LATE_GROUND, 0.55), alpha=0.22)
    canvas.line([(x, y), (x - 52, y + 62), (x - 26, y + 128)], INK, 9)
    canvas.ellipse(FACE, 17, colour=INK_2)
    hit = (x + 58, y - 66)
    for angle, length in ((200, 190), (250, 120), (300, 112), (340, 120), (20, 108), (75, 170), (120, 205), (160, 216)):
        bend = _towards(hit, angle + 9, length * 0.5)
        end = _towards(hit, angle, length)
        canvas.line([hit, bend, end], PAPER, 5)
        canvas.line([hit, bend, end], INK_3, 2)
    piece = [_towards(hit, angle, reach) for angle, reach in ((20, 54), (75, 70), (120, 50), (200, 60), (300, 44))]
    canvas.polygon(piece, INK_2, alpha=0.55)
    canvas.curve(
        [(x + 110, y + 176), (x + 96, y + 260), (x + 128, y + 300), (x + 112, y + 372)],
        mixed(RUST, look.wall, 0.35),
        11,
    )
    return canvas


def new_gauge(look: Look) -> Canvas:
    """Return the same boiler with a new gauge: whole glass, marked limits, the needle in the green."""
    canvas = _boiler(look)
    _dial(canvas, has_limits=True)
    tip = _towards(FACE, 236, 150)
    canvas.polygon([tip, _towards(FACE, 326, 11), _towards(FACE, 56, 42), _towards(FACE, 146, 11)], INK)
    canvas.ellipse(FACE, 20, colour=STEEL_DARK)
    canvas.ellipse(FACE, 9, colour=STEEL_LIT)
    return canvas


def _towards(start: Point, angle: float, length: float) -> Point:
    return start[0] + cos(radians(angle)) * length, start[1] + sin(radians(angle)) * length


def _boiler(look: Look) -> Canvas:
    canvas = a_room(look)
    shell = mixed(ACTION, STEEL, 0.45)
    canvas.ellipse((600, 716), 520, 26, colour=INK, alpha=0.13)
    for x in (210, 940):
        canvas.polygon([(x - 40, 640), (x + 90, 640), (x + 110, 716), (x - 60, 716)], STEEL_DARK)
    canvas.rectangle((110, 470), (1090, 684), mixed(shell, INK, 0.24), radius=106)
    canvas.rectangle((116, 470), (1084, 652), shell, radius=90)
    canvas.rectangle((176, 488), (1024, 520), mixed(shell, PAPER, 0.26), radius=16)
    for x in (300, 900):
        canvas.rectangle((x - 15, 462), (x + 15, 688), STEEL)
        for y in range(484, 684, 40):
            canvas.ellipse((x, y), 6, colour=STEEL_LIT)
    canvas.rectangle((574, 430), (626, 480), STEEL_DARK)
    canvas.rectangle((560, 500), (640, 520), STEEL_DARK, radius=6)
    canvas.rectangle((588, 520), (612, 560), AMBER, radius=4)
    for points in ([(980, 470), (980, 240), (WIDTH_PX, 240)], [(200, 480), (200, 180), (0, 180)]):
        canvas.line(points, STEEL, 34)
        canvas.line([(px - 7, py - 7) for px, py in points], STEEL_LIT, 8)
    canvas.ellipse((980, 350), 44, 16, colour=SOUND)
    canvas.rectangle((972, 350), (988, 386), STEEL_DARK)
    canvas.rectangle((946, 384), (1014, 420), STEEL_DARK, radius=6)
    return canvas


def _dial(canvas: Canvas, *, has_limits: bool) -> None:
    x, y = FACE
    canvas.ellipse((x + 14, y + 18), RADIUS + 20, colour=INK, alpha=0.14)
    canvas.ellipse(FACE, RADIUS + 22, colour=STEEL_DARK)
    canvas.ellipse(FACE, RADIUS + 12, colour=STEEL_LIT)
    canvas.ellipse(FACE, RADIUS, colour=PAPER if has_limits else mixed(GROUND, LINE, 0.8))
    if has_limits:
        canvas.ring(FACE, RADIUS - 14, mixed(SOUND, CONCRETE_LIT, 0.15), width=20, start=FIRST, end=315)
        canvas.ring(FACE, RADIUS - 14, LATE, width=20, start=315, end=LAST)
    strokes = 28
    for stroke in range(strokes + 1):
        angle = FIRST + (LAST - FIRST) * stroke / strokes
        is_long = stroke % 4 == 0
        canvas.line(
            [_towards(FACE, angle, RADIUS - (70 if is_long else 54)), _towards(FACE, angle, RADIUS - 42)],
            INK_2,
            6 if is_long else 3,
        )
