"""Drawings of a store: how high the cartons stand, and what is in the ceiling above them."""

from accord.casework.demo.pictures.canvas import WIDTH_PX, Canvas
from accord.casework.demo.pictures.doors import a_carton
from accord.casework.demo.pictures.palette import (
    AMBER,
    CONCRETE,
    CONCRETE_DEEP,
    CONCRETE_LIT,
    CONCRETE_SHADE,
    INK,
    INK_2,
    INK_3,
    LATE_GROUND,
    LINE,
    PAPER,
    SOUND,
    STEEL,
    STEEL_DARK,
    STEEL_LIT,
    mixed,
)
from accord.casework.demo.pictures.room import FLOOR_Y, Look, a_column, a_room, a_tube_light, a_window

MARK_Y = 372
"""The painted line up to which cartons may stand."""
CARTON_PX = (128, 94)
"""Width and height of a carton."""


def high_cartons(look: Look) -> Canvas:
    """Return a store in which cartons stand far above the mark, up to the ceiling."""
    canvas = _store(look)
    for left, height in ((430, 6), (566, 7), (702, 7), (838, 6), (974, 5)):
        _stack(canvas, left, cartons=height)
    canvas.line([(430, MARK_Y), (WIDTH_PX, MARK_Y)], AMBER, 5)
    return canvas


def marked_cartons(look: Look) -> Canvas:
    """Return the same store with every stack below the mark, and an aisle between them."""
    canvas = _store(look)
    for left, height in ((430, 3), (566, 3), (838, 3), (974, 2)):
        _stack(canvas, left, cartons=height)
    canvas.line([(696, FLOOR_Y + 8), (640, 800)], LATE_GROUND, 10)
    canvas.line([(836, FLOOR_Y + 8), (892, 800)], LATE_GROUND, 10)
    return canvas


def missing_sprinkler(look: Look) -> Canvas:
    """Return a ceiling with a sprinkler pipe whose outlets are closed by plugs: no head on any of them."""
    canvas = _ceiling(look)
    for x in (330, 870):
        _outlet(canvas, x, has_head=False)
    return canvas


def sprinkler_head(look: Look) -> Canvas:
    """Return the same pipe with a head on every outlet and nothing stored near them."""
    canvas = _ceiling(look)
    for x in (330, 870):
        _outlet(canvas, x, has_head=True)
    return canvas


def _store(look: Look) -> Canvas:
    canvas = a_room(look)
    a_window(canvas, 90, 200, width=170, height=180)
    a_tube_light(canvas, 480)
    a_tube_light(canvas, 900)
    a_column(canvas, 290, 410, top=90)
    canvas.line([(290, MARK_Y), (410, MARK_Y)], SOUND, 16)
    canvas.line([(430, MARK_Y), (WIDTH_PX, MARK_Y)], SOUND, 10)
    canvas.polygon([(274, MARK_Y), (240, MARK_Y - 18), (240, MARK_Y + 18)], SOUND)
    return canvas


def _stack(canvas: Canvas, left: float, *, cartons: int) -> None:
    width, height = CARTON_PX
    bottom = FLOOR_Y + 40
    canvas.rectangle((left - 6, bottom - 16), (left + width + 4, bottom), mixed(AMBER, INK_3, 0.45))
    canvas.polygon(
        [(left - 6, bottom), (left + width + 24, bottom), (left + width + 6, bottom + 16), (left, bottom + 16)],
        INK,
        alpha=0.13,
    )
    for place in range(cartons):
        shift = (place * 7) % 11 - 5 if place > 2 else 0
        a_carton(canvas, left + shift, bottom - 16 - place * height, width=width, height=height)


def _ceiling(look: Look) -> Canvas:
    canvas = Canvas(mixed(look.wall, PAPER, 0.20))
    canvas.rectangle((0, 0), (WIDTH_PX, 190), CONCRETE)
    canvas.rectangle((0, 0), (WIDTH_PX, 40), CONCRETE_LIT)
    for x in (60, 600, 1140):
        canvas.rectangle((x - 66, 0), (x + 66, 246), CONCRETE_SHADE)
        canvas.rectangle((x - 66, 0), (x - 40, 246), CONCRETE)
        canvas.rectangle((x - 66, 232), (x + 66, 246), CONCRETE_DEEP)
    canvas.rectangle((0, 190), (WIDTH_PX, 204), INK, alpha=0.08)
    canvas.rectangle((0, 640), (WIDTH_PX, 800), mixed(look.wall, INK_3, 0.10))
    for left in range(-40, WIDTH_PX, 156):
        a_carton(canvas, left, 800, width=140, height=112)
    canvas.rectangle((0, 286), (WIDTH_PX, 338), STEEL)
    canvas.rectangle((0, 292), (WIDTH_PX, 304), STEEL_LIT)
    canvas.rectangle((0, 324), (WIDTH_PX, 338), STEEL_DARK, alpha=0.45)
    for x in (150, 1050):
        canvas.line([(x, 190), (x, 282)], INK_2, 8)
        canvas.ring((x, 312), 34, INK_2, width=9)
    return canvas


def _outlet(canvas: Canvas, x: float, *, has_head: bool) -> None:
    canvas.rectangle((x - 44, 274), (x + 44, 350), INK_3, radius=8)
    canvas.rectangle((x - 44, 282), (x + 44, 298), STEEL_LIT, alpha=0.55)
    canvas.rectangle((x - 28, 346), (x + 28, 392), INK_3)
    canvas.rectangle((x - 28, 346), (x - 14, 392), STEEL_LIT, alpha=0.6)
    if not has_head:
        canvas.rectangle((x - 40, 388), (x + 40, 424), AMBER, radius=6)
        canvas.rectangle((x - 40, 388), (x - 22, 424), mixed(AMBER, PAPER, 0.35), radius=4)
        canvas.rectangle((x - 16, 424), (x + 16, 444), mixed(AMBER, INK, 0.25), radius=3)
        return
    canvas.polygon([(x - 34, 386), (x + 34, 386), (x + 26, 418), (x - 26, 418)], STEEL_LIT)
    for side in (-1, 1):
        canvas.curve(
            [(x + side * 22, 414), (x + side * 62, 440), (x + side * 56, 490), (x + side * 12, 506)], STEEL, 11
        )
    canvas.rectangle((x - 7, 420), (x + 7, 494), mixed(SOUND, PAPER, 0.25), radius=7)
    canvas.rectangle((x - 4, 426), (x, 488), PAPER, alpha=0.55)
    canvas.polygon([(x - 10, 494), (x + 10, 494), (x + 14, 512), (x - 14, 512)], INK_3)
    canvas.rectangle((x - 66, 510), (x + 66, 522), STEEL_LIT, radius=4)
    for notch in range(-4, 5):
        canvas.rectangle((x + notch * 15 - 3, 516), (x + notch * 15 + 3, 522), mixed(LINE, INK_3, 0.5))
    canvas.polygon([(x - 60, 530), (x + 60, 530), (x + 210, 640), (x - 210, 640)], PAPER, alpha=0.16)
