"""Drawings of doors: the fire door, the exit, and the sign above it."""

from accord.casework.demo.pictures.canvas import WIDTH_PX, Canvas, Point
from accord.casework.demo.pictures.palette import (
    ACTION,
    AMBER,
    CARTON,
    CARTON_LIT,
    CARTON_SHADE,
    CONCRETE_LIT,
    CONCRETE_SHADE,
    INK,
    INK_2,
    INK_3,
    LATE_GROUND,
    LINE,
    NIGHT,
    PAPER,
    SOUND,
    SOUND_GROUND,
    STEEL,
    STEEL_DARK,
    STEEL_LIT,
    Colour,
    mixed,
)
from accord.casework.demo.pictures.room import FLOOR_Y, Look, a_room, a_tube_light, a_window

DOOR = mixed(INK_3, ACTION, 0.45)
DOOR_LIT = mixed(DOOR, PAPER, 0.22)
TOP = 190
"""Where the top of every door is."""
CLOTHS = (mixed(ACTION, PAPER, 0.35), mixed(LATE_GROUND, AMBER, 0.45), mixed(SOUND, PAPER, 0.45), LINE)


def wedged_door(look: Look) -> Canvas:
    """Return a fire door that stands open, held by a wedge and a carton, so that smoke could pass."""
    canvas = a_room(look)
    a_tube_light(canvas, 90)
    left, right = 470, 730
    _frame(canvas, left, right)
    canvas.rectangle((left, TOP), (right, FLOOR_Y), mixed(INK_2, look.wall, 0.30))
    canvas.polygon(
        [(left, FLOOR_Y), (left + 90, FLOOR_Y - 60), (right, FLOOR_Y - 60), (right, FLOOR_Y)],
        mixed(CONCRETE_SHADE, INK_2, 0.25),
    )
    _steps(canvas, (left + 90, TOP + 40), (right, FLOOR_Y - 60))
    leaf: list[Point] = [(right + 6, TOP), (right + 178, TOP - 46), (right + 178, FLOOR_Y + 76), (right + 6, FLOOR_Y)]
    canvas.polygon(leaf, DOOR)
    canvas.polygon([(right + 6, TOP), (right + 22, TOP - 4), (right + 22, FLOOR_Y + 8), (right + 6, FLOOR_Y)], DOOR_LIT)
    canvas.polygon(
        [(right + 62, TOP + 56), (right + 132, TOP + 40), (right + 132, TOP + 190), (right + 62, TOP + 190)],
        mixed(PAPER, look.wall, 0.35),
    )
    canvas.polygon([(right + 30, 432), (right + 166, 444), (right + 166, 462), (right + 30, 448)], STEEL_LIT)
    canvas.polygon(
        [(right - 30, FLOOR_Y + 40), (right + 178, FLOOR_Y + 76), (right + 60, FLOOR_Y + 112)], INK, alpha=0.10
    )
    canvas.polygon([(right + 96, FLOOR_Y + 84), (right + 200, FLOOR_Y + 96), (right + 178, FLOOR_Y + 52)], AMBER)
    canvas.polygon(
        [
            (right + 96, FLOOR_Y + 84),
            (right + 200, FLOOR_Y + 96),
            (right + 206, FLOOR_Y + 104),
            (right + 98, FLOOR_Y + 90),
        ],
        mixed(AMBER, INK, 0.35),
    )
    a_carton(canvas, right + 214, FLOOR_Y + 92, width=150, height=120)
    return canvas


def closed_fire_door(look: Look) -> Canvas:
    """Return the same fire door closed by its closer, with a seal all around and nothing before it."""
    canvas = a_room(look)
    a_tube_light(canvas, 90)
    a_fire_door(canvas, 470, 730, steps_behind=True)
    an_arrow_on_the_floor(canvas, 600)
    return canvas


def blocked_exit(look: Look) -> Canvas:
    """Return an exit with trolleys of garments and a stack of cartons before it."""
    canvas = _wall_with_exit(look)
    canvas.ellipse((610, FLOOR_Y + 92), 330, 22, colour=INK, alpha=0.12)
    a_carton(canvas, 310, FLOOR_Y + 82, width=160, height=120)
    a_carton(canvas, 330, FLOOR_Y - 38, width=140, height=104)
    _trolley(canvas, 470, cloths=(0, 1, 0, 3, 2, 0, 1))
    _trolley(canvas, 690, cloths=(3, 2, 2, 1, 3, 0, 2))
    return canvas


def clear_exit(look: Look) -> Canvas:
    """Return the same exit free, with the space before it marked on the floor."""
    canvas = _wall_with_exit(look)
    canvas.polygon([(440, FLOOR_Y + 6), (760, FLOOR_Y + 6), (860, 800), (340, 800)], SOUND_GROUND, alpha=0.75)
    for edge in ([(440, FLOOR_Y + 6), (340, 800)], [(760, FLOOR_Y + 6), (860, 800)]):
        canvas.line(edge, SOUND, 10)
    an_arrow_on_the_floor(canvas, 600)
    return canvas


def dark_exit(look: Look) -> Canvas:
    """Return a corridor in the dark: the sign above the exit gives no light, the lamp beside it is off."""
    canvas = _wall_with_exit(look, sign_is_lit=False)
    canvas.rectangle((0, 0), (WIDTH_PX, 800), NIGHT, alpha=0.68)
    canvas.rectangle((505, 104), (695, 168), mixed(INK_2, NIGHT, 0.35), border=4, radius=8)
    return canvas


def lit_exit_sign(look: Look) -> Canvas:
    """Return the same corridor in the dark: the sign shines green, and an emergency lamp lights the way."""
    canvas = _wall_with_exit(look)
    canvas.rectangle((0, 0), (WIDTH_PX, 800), NIGHT, alpha=0.62)
    canvas.polygon([(872, 214), (928, 214), (1130, 800), (520, 800)], LATE_GROUND, alpha=0.20)
    canvas.polygon([(880, 214), (920, 214), (1010, 800), (690, 800)], LATE_GROUND, alpha=0.16)
    canvas.polygon([(505, 168), (695, 168), (900, 640), (300, 640)], mixed(SOUND, PAPER, 0.55), alpha=0.13)
    an_exit_sign(canvas, is_lit=True)
    _emergency_lamp(canvas, is_lit=True)
    return canvas


def a_fire_door(canvas: Canvas, left: float, right: float, *, steps_behind: bool) -> None:
    """Draw a closed fire door with closer, push bar, seal and wired pane."""
    _frame(canvas, left, right)
    canvas.rectangle((left, TOP), (right, FLOOR_Y), DOOR)
    canvas.rectangle((left, TOP), (left + 18, FLOOR_Y), DOOR_LIT)
    canvas.rectangle((left + 3, TOP + 3), (right - 3, FLOOR_Y - 2), INK, border=3, alpha=0.35)
    middle = (left + right) / 2
    pane = ((middle - 46, TOP + 62), (middle + 46, TOP + 214))
    canvas.rectangle((pane[0][0] - 8, pane[0][1] - 8), (pane[1][0] + 8, pane[1][1] + 8), STEEL_LIT, radius=4)
    canvas.rectangle(*pane, mixed(PAPER, ACTION, 0.10))
    if steps_behind:
        _steps(canvas, *pane)
    for x in range(round(pane[0][0]) + 15, round(pane[1][0]), 15):
        canvas.line([(x, pane[0][1]), (x, pane[1][1])], INK_3, 1.5, alpha=0.45)
    for y in range(round(pane[0][1]) + 15, round(pane[1][1]), 15):
        canvas.line([(pane[0][0], y), (pane[1][0], y)], INK_3, 1.5, alpha=0.45)
    canvas.rectangle((left + 20, 436), (right - 20, 460), STEEL_LIT, radius=8)
    canvas.rectangle((left + 20, 450), (right - 20, 460), STEEL, radius=5)
    canvas.rectangle((left + 30, TOP + 10), (left + 110, TOP + 34), STEEL_LIT, radius=5)
    canvas.line([(left + 100, TOP + 22), (left + 166, TOP + 10)], STEEL_DARK, 7)
    canvas.rectangle((left + 10, FLOOR_Y - 58), (right - 10, FLOOR_Y - 10), STEEL, alpha=0.55, radius=3)


def an_exit_sign(canvas: Canvas, *, is_lit: bool) -> None:
    """Draw the sign above the exit: an arrow and a door, as it is understood without reading."""
    if is_lit:
        canvas.glow((600, 136), 240, mixed(SOUND, PAPER, 0.60), alpha=0.20)
    ground = mixed(SOUND, PAPER, 0.08) if is_lit else mixed(INK_3, SOUND, 0.20)
    mark = PAPER if is_lit else mixed(LINE, INK_3, 0.35)
    canvas.rectangle((505, 104), (695, 168), ground, radius=8)
    canvas.line([(528, 136), (584, 136)], mark, 11)
    canvas.polygon([(580, 114), (614, 136), (580, 158)], mark)
    canvas.rectangle((636, 114), (672, 160), mark, border=6)
    canvas.rectangle((650, 120), (668, 158), mark)


def an_arrow_on_the_floor(canvas: Canvas, x: float) -> None:
    """Draw a painted arrow that points to the door behind it."""
    canvas.polygon(
        [(x - 26, 790), (x + 26, 790), (x + 16, 724), (x + 44, 724), (x, 676), (x - 44, 724), (x - 16, 724)], SOUND
    )


def a_carton(canvas: Canvas, left: float, bottom: float, *, width: float, height: float) -> None:
    """Draw a closed carton with its tape."""
    top, right = bottom - height, left + width
    canvas.rectangle((left, top), (right, bottom), CARTON)
    canvas.rectangle((left, top), (right, top + height * 0.13), CARTON_LIT)
    canvas.rectangle((right - width * 0.16, top), (right, bottom), CARTON_SHADE, alpha=0.55)
    canvas.rectangle((left + width * 0.43, top), (left + width * 0.57, bottom - height * 0.52), LATE_GROUND, alpha=0.75)
    canvas.rectangle(
        (left + width * 0.10, bottom - height * 0.32), (left + width * 0.36, bottom - height * 0.12), PAPER, alpha=0.55
    )
    canvas.rectangle((left, top), (right, bottom), CARTON_SHADE, border=2)


def _wall_with_exit(look: Look, *, sign_is_lit: bool = True) -> Canvas:
    canvas = a_room(look)
    a_window(canvas, 120, 210)
    a_fire_door(canvas, 460, 740, steps_behind=False)
    an_exit_sign(canvas, is_lit=sign_is_lit)
    _emergency_lamp(canvas, is_lit=False)
    return canvas


def _emergency_lamp(canvas: Canvas, *, is_lit: bool) -> None:
    canvas.rectangle((850, 160), (950, 206), STEEL_LIT, radius=8)
    for x in (876, 924):
        if is_lit:
            canvas.glow((x, 206), 60, LATE_GROUND, alpha=0.5)
        canvas.ellipse((x, 206), 19, colour=LATE_GROUND if is_lit else INK_3)
        canvas.ellipse((x, 206), 10, colour=PAPER if is_lit else INK_2)


def _frame(canvas: Canvas, left: float, right: float) -> None:
    canvas.rectangle((left - 18, TOP - 18), (right + 18, FLOOR_Y), STEEL_DARK)
    canvas.rectangle((left - 12, TOP - 12), (right + 12, FLOOR_Y), STEEL)


def _steps(canvas: Canvas, corner: Point, other: Point) -> None:
    (left, top), (right, bottom) = corner, other
    count = 6
    for step in range(count):
        shade = mixed(CONCRETE_SHADE, CONCRETE_LIT, step / count)
        y = bottom - step * (bottom - top) * 0.72 / count
        height = (bottom - top) * 0.72 / count
        inset = (right - left) * 0.05 * step
        canvas.rectangle((left + inset, y - height), (right, y), shade)
        canvas.rectangle((left + inset, y - height), (right, y - height * 0.75), mixed(shade, PAPER, 0.5))


def _trolley(canvas: Canvas, left: float, *, cloths: tuple[int, ...]) -> None:
    bottom, right = FLOOR_Y + 84, left + 200
    for x in (left, right):
        canvas.line([(x, 270), (x, bottom - 20)], STEEL_DARK, 9)
        canvas.ellipse((x, bottom), 15, colour=INK)
        canvas.ellipse((x, bottom), 6, colour=STEEL_LIT)
    canvas.line([(left, 270), (right, 270)], STEEL_DARK, 10)
    canvas.line([(left, bottom - 30), (right, bottom - 30)], STEEL_DARK, 10)
    for place, cloth in enumerate(cloths):
        _garment(canvas, left + 26 + place * 25, CLOTHS[cloth])


def _garment(canvas: Canvas, x: float, colour: Colour) -> None:
    canvas.line([(x, 270), (x, 290)], INK_3, 3)
    canvas.polygon([(x - 6, 288), (x + 6, 288), (x + 30, 318), (x + 26, 604), (x - 26, 604), (x - 30, 318)], colour)
    canvas.polygon([(x + 4, 300), (x + 30, 318), (x + 26, 604), (x + 10, 604)], mixed(colour, INK_2, 0.22))
    canvas.line([(x - 26, 604), (x + 26, 604)], mixed(colour, INK_2, 0.35), 3)
