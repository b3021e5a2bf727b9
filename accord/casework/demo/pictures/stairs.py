"""Drawings of the way to a stair: a gate before it, and what stands between it and the work floor."""

from accord.casework.demo.pictures.canvas import WIDTH_PX, Canvas, Point
from accord.casework.demo.pictures.doors import a_fire_door, an_arrow_on_the_floor
from accord.casework.demo.pictures.palette import (
    AMBER,
    CONCRETE,
    CONCRETE_DEEP,
    CONCRETE_LIT,
    CONCRETE_SHADE,
    INK,
    INK_2,
    INK_3,
    LATE,
    LATE_GROUND,
    PAPER,
    STEEL,
    STEEL_DARK,
    STEEL_LIT,
    Colour,
    mixed,
)
from accord.casework.demo.pictures.room import FLOOR_Y, Look, a_room, a_sewing_table, a_tube_light, a_window

OPENING: tuple[Point, Point] = ((430, 170), (770, FLOOR_Y))


def locked_gate(look: Look) -> Canvas:
    """Return the door opening of a stair, closed by a collapsible gate with chain and padlock."""
    canvas = _stair_behind_an_opening(look)
    (left, top), (right, bottom) = OPENING
    canvas.rectangle((left, top), (right, bottom), INK, alpha=0.22)
    for place in range(8):
        x = left + 14 + place * (right - left - 28) / 7
        canvas.line([(x, top + 6), (x, bottom - 6)], STEEL_DARK, 9)
    for row in range(4):
        y = top + 40 + row * 108
        for place in range(7):
            x = left + 14 + place * (right - left - 28) / 7
            step = (right - left - 28) / 7
            canvas.line([(x, y), (x + step, y + 74)], STEEL, 6)
            canvas.line([(x + step, y), (x, y + 74)], STEEL, 6)
    canvas.rectangle((left - 6, top - 14), (right + 6, top + 6), STEEL_DARK)
    canvas.rectangle((left - 6, bottom - 8), (right + 6, bottom + 6), STEEL_DARK)
    _chain_and_padlock(canvas, (600, 420))
    return canvas


def open_doorway(look: Look) -> Canvas:
    """Return the same opening without the gate: free, light, and an arrow on the floor points to it."""
    canvas = _stair_behind_an_opening(look)
    (left, top), (right, bottom) = OPENING
    canvas.polygon([(left, bottom), (right, bottom), (right + 90, 800), (left - 90, 800)], PAPER, alpha=0.25)
    for y in (top + 60, bottom - 70):
        for x in (left - 16, right + 16):
            canvas.ellipse((x, y), 8, colour=mixed(look.wall, PAPER, 0.6))
    an_arrow_on_the_floor(canvas, 600)
    return canvas


def open_stair(look: Look) -> Canvas:
    """Return a stair that rises straight out of the work floor, with rolls of fabric beside it."""
    canvas = a_room(look)
    a_tube_light(canvas, 170)
    canvas.polygon([(560, 0), (1130, 0), (1130, 90), (560, 90)], mixed(INK, look.wall, 0.45))
    _flight(canvas)
    for x, colour in ((372, mixed(LATE_GROUND, LATE, 0.25)), (424, mixed(look.wall, INK_2, 0.45)), (330, STEEL_LIT)):
        _roll_of_fabric(canvas, x, colour=colour)
    a_sewing_table(canvas, 70, 668)
    return canvas


def enclosed_stair(look: Look) -> Canvas:
    """Return the same stair behind a wall, with a self-closing fire door whose pane shows the steps."""
    canvas = a_room(look)
    a_tube_light(canvas, 170)
    canvas.rectangle((520, 0), (WIDTH_PX, FLOOR_Y), mixed(look.wall, PAPER, 0.45))
    for y in range(62, FLOOR_Y - 20, 62):
        canvas.line([(520, y), (WIDTH_PX, y)], mixed(look.wall, INK_3, 0.10), 2)
        for x in range(560 + (62 if y % 124 else 0), WIDTH_PX, 124):
            canvas.line([(x, y - 62), (x, y)], mixed(look.wall, INK_3, 0.10), 2)
    canvas.rectangle((506, 0), (524, FLOOR_Y), CONCRETE_SHADE)
    canvas.rectangle((520, FLOOR_Y - 14), (WIDTH_PX, FLOOR_Y), mixed(look.wall, INK_3, 0.30))
    a_fire_door(canvas, 700, 930, steps_behind=True)
    an_arrow_on_the_floor(canvas, 815)
    a_sewing_table(canvas, 70, 668)
    a_sewing_table(canvas, 282, 668, scale=0.94)
    return canvas


def _stair_behind_an_opening(look: Look) -> Canvas:
    canvas = a_room(look)
    a_window(canvas, 110, 210)
    a_window(canvas, 905, 210)
    (left, top), (right, bottom) = OPENING
    canvas.rectangle((left - 26, top - 26), (right + 26, bottom), mixed(look.wall, PAPER, 0.55))
    canvas.rectangle((left, top), (right, bottom), mixed(look.wall, PAPER, 0.30))
    canvas.polygon(
        [(left, top), (left + 60, top + 40), (left + 60, bottom - 60), (left, bottom)], mixed(look.wall, INK_3, 0.22)
    )
    for step in range(9):
        y = bottom - step * 36
        shade = mixed(CONCRETE_SHADE, CONCRETE_LIT, step / 9)
        canvas.rectangle((left + 60 + step * 8, y - 36), (right - step * 5, y), shade)
        canvas.rectangle((left + 60 + step * 8, y - 36), (right - step * 5, y - 28), mixed(shade, PAPER, 0.55))
    canvas.line([(left + 66, bottom - 110), (left + 150, top + 66)], STEEL_DARK, 9)
    canvas.rectangle((left, top), (right, top + 12), INK, alpha=0.08)
    return canvas


def _chain_and_padlock(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    for place in range(-6, 7):
        link = (x + place * 17, y + 26 - place * place * 1.3)
        if place % 2:
            canvas.ellipse(link, 15, 6, colour=STEEL_DARK)
            canvas.ellipse(link, 9, 2, colour=STEEL_LIT)
        else:
            canvas.ellipse(link, 14, 11, colour=INK_3)
            canvas.ellipse(link, 7, 5, colour=INK)
    canvas.ring((x, y + 40), 32, STEEL_LIT, width=12, start=180, end=360)
    canvas.rectangle((x - 46, y + 38), (x + 46, y + 118), AMBER, radius=10)
    canvas.rectangle((x - 46, y + 38), (x - 30, y + 118), mixed(AMBER, PAPER, 0.3), radius=8)
    canvas.ellipse((x, y + 70), 10, colour=INK)
    canvas.polygon([(x - 5, y + 72), (x + 5, y + 72), (x + 8, y + 98), (x - 8, y + 98)], INK)


def _flight(canvas: Canvas) -> None:
    """Draw the flight of steps from the floor up through the slab."""
    steps, left, rise, going = 13, 520, 48, 44
    profile: list[Point] = [(left, FLOOR_Y + 30)]
    for step in range(steps):
        x, y = left + step * going, FLOOR_Y + 30 - step * rise
        profile += [(x, y - rise), (x + going, y - rise)]
    last_x, last_y = profile[-1]
    under = [(last_x, last_y + 90), (left + 150, FLOOR_Y + 30)]
    canvas.polygon([*profile, *under], CONCRETE)
    canvas.polygon([(last_x, last_y + 66), *under, (left + 110, FLOOR_Y + 30)], CONCRETE_DEEP)
    for step in range(steps):
        x, y = left + step * going, FLOOR_Y + 30 - (step + 1) * rise
        canvas.rectangle((x - 4, y), (x + going, y + 9), CONCRETE_LIT)
        canvas.line([(x + going / 2, y), (x + going / 2, y - 92)], STEEL, 5)
    canvas.line([(left + 22, FLOOR_Y - 110), (last_x - 22, last_y - 92)], STEEL_DARK, 11)
    canvas.polygon(
        [(left - 10, FLOOR_Y + 30), (left + 160, FLOOR_Y + 30), (left + 150, FLOOR_Y + 48), (left + 4, FLOOR_Y + 48)],
        INK,
        alpha=0.14,
    )


def _roll_of_fabric(canvas: Canvas, x: float, *, colour: Colour) -> None:
    top, bottom = 400, FLOOR_Y + 66
    canvas.ellipse((x + 14, bottom), 38, 12, colour=INK, alpha=0.14)
    canvas.rectangle((x - 26, top), (x + 26, bottom), colour)
    canvas.rectangle((x + 8, top), (x + 26, bottom), mixed(colour, INK_2, 0.22))
    canvas.ellipse((x, bottom), 26, 9, colour=mixed(colour, INK_2, 0.12))
    canvas.ellipse((x, top), 26, 10, colour=mixed(colour, PAPER, 0.45))
    canvas.ellipse((x, top), 8, 4, colour=INK_2)
