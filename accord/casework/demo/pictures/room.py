"""Where the things stand that the drawings show: a room, a roof, and what makes it a garment factory."""

from dataclasses import dataclass

from accord.casework.demo.pictures.canvas import HEIGHT_PX, WIDTH_PX, Canvas
from accord.casework.demo.pictures.palette import (
    ACTION,
    CLAIMED,
    CONCRETE,
    CONCRETE_LIT,
    CONCRETE_SHADE,
    GROUND,
    INK,
    INK_2,
    INK_3,
    LATE_GROUND,
    LINE,
    PAPER,
    SKY,
    SOUND,
    SOUND_GROUND,
    STEEL,
    Colour,
    mixed,
)

FLOOR_Y = 640
"""Where the wall of a room meets the floor."""
ROOF_Y = 520
"""Where the sky meets the edge of a roof."""


@dataclass(frozen=True)
class Look:
    """What tells one room from another: the paint of its walls, and from which side it is seen."""

    wall: Colour
    is_mirrored: bool


LOOKS = tuple(
    Look(mixed(ground, tint, share), is_mirrored)
    for ground, tint, share in ((LINE, ACTION, 0.10), (SOUND_GROUND, CLAIMED, 0.22), (LATE_GROUND, CLAIMED, 0.18))
    for is_mirrored in (False, True)
)


def a_room(look: Look, *, floor_y: float = FLOOR_Y) -> Canvas:
    """Return a sheet with an empty room: wall, skirting and floor."""
    canvas = Canvas(look.wall)
    canvas.rectangle((0, 0), (WIDTH_PX, 90), mixed(look.wall, PAPER, 0.35))
    canvas.rectangle((0, floor_y), (WIDTH_PX, HEIGHT_PX), mixed(CONCRETE, look.wall, 0.25))
    canvas.rectangle((0, floor_y - 14), (WIDTH_PX, floor_y), mixed(look.wall, INK_3, 0.30))
    canvas.polygon([(0, floor_y), (WIDTH_PX, floor_y), (WIDTH_PX, floor_y + 26), (0, floor_y + 26)], INK, alpha=0.06)
    return canvas


def a_window(canvas: Canvas, left: float, top: float, *, width: float = 190, height: float = 200) -> None:
    """Draw a barred daylight window."""
    canvas.rectangle((left - 10, top - 10), (left + width + 10, top + height + 10), PAPER)
    canvas.rectangle((left, top), (left + width, top + height), SKY)
    canvas.polygon(
        [
            (left, top + height),
            (left + width * 0.55, top),
            (left + width * 0.8, top),
            (left + width * 0.25, top + height),
        ],
        PAPER,
        alpha=0.35,
    )
    for part in (1, 2, 3):
        x = left + width * part / 4
        canvas.line([(x, top), (x, top + height)], PAPER, 5)
    canvas.line([(left, top + height / 2), (left + width, top + height / 2)], PAPER, 5)


def a_tube_light(canvas: Canvas, left: float, top: float = 96, *, width: float = 230, is_lit: bool = True) -> None:
    """Draw a fluorescent tube that hangs from the ceiling."""
    for x in (left + 30, left + width - 30):
        canvas.line([(x, 0), (x, top)], mixed(INK_3, PAPER, 0.2), 4)
    canvas.rectangle((left, top), (left + width, top + 16), STEEL, radius=4)
    canvas.rectangle((left + 8, top + 16), (left + width - 8, top + 26), PAPER if is_lit else INK_3, radius=4)
    if is_lit:
        canvas.polygon(
            [(left + 8, top + 26), (left + width - 8, top + 26), (left + width + 130, FLOOR_Y), (left - 130, FLOOR_Y)],
            PAPER,
            alpha=0.15,
        )


def a_sewing_table(canvas: Canvas, left: float, ground_y: float, *, scale: float = 1) -> None:
    """Draw a table with its machine, as they stand in rows on a sewing floor."""

    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * scale, ground_y + y * scale

    for x in (12, 168):
        canvas.line([at(x, -88), at(x, -2)], INK_3, 7 * scale)
    canvas.rectangle(at(0, -100), at(180, -86), mixed(LATE_GROUND, INK_3, 0.35), radius=3)
    canvas.rectangle(at(40, -112), at(150, -100), INK_2, radius=3)
    canvas.polygon(
        [
            at(122, -112),
            at(150, -112),
            at(150, -168),
            at(56, -168),
            at(50, -158),
            at(50, -128),
            at(62, -128),
            at(66, -146),
            at(122, -146),
        ],
        mixed(INK_2, ACTION, 0.25),
    )
    canvas.ellipse(at(158, -146), 11 * scale, colour=INK_3)
    canvas.line([at(90, -168), at(90, -190)], INK_3, 4 * scale)
    canvas.polygon([at(80, -190), at(100, -190), at(96, -214), at(84, -214)], mixed(SOUND, PAPER, 0.35))


def a_column(canvas: Canvas, left: float, right: float, *, top: float = 0, bottom: float = FLOOR_Y + 40) -> None:
    """Draw a concrete column with its lit and its shaded side."""
    width = right - left
    canvas.rectangle((left, top), (right, bottom), CONCRETE)
    canvas.rectangle((left, top), (left + width * 0.16, bottom), CONCRETE_LIT)
    canvas.rectangle((right - width * 0.24, top), (right, bottom), CONCRETE_SHADE)
    canvas.polygon(
        [(left - 12, bottom), (right + 60, bottom), (right + 20, bottom + 22), (left + 10, bottom + 22)],
        INK,
        alpha=0.14,
    )


def a_roof(look: Look) -> Canvas:
    """Return a sheet with a roof slab before the sky and the roofs of the neighbours."""
    canvas = Canvas(SKY)
    sky = mixed(SKY, ACTION, 0.14)
    for y in range(0, ROOF_Y, 4):
        canvas.rectangle((0, y), (WIDTH_PX, y + 4), mixed(sky, mixed(PAPER, look.wall, 0.25), y / ROOF_Y))
    for left, top, width in ((0, 390, 170), (150, 440, 140), (960, 410, 240), (830, 455, 150)):
        canvas.rectangle((left, top), (left + width, ROOF_Y), mixed(SKY, INK_3, 0.30))
        for x in range(left + 22, left + width - 22, 44):
            for y in range(top + 22, ROOF_Y - 10, 40):
                canvas.rectangle((x, y), (x + 20, y + 20), mixed(SKY, INK_3, 0.18))
    canvas.rectangle((0, ROOF_Y - 46), (WIDTH_PX, ROOF_Y), mixed(CONCRETE, INK_3, 0.18))
    canvas.rectangle((0, ROOF_Y - 56), (WIDTH_PX, ROOF_Y - 44), CONCRETE_LIT)
    canvas.rectangle((0, ROOF_Y), (WIDTH_PX, HEIGHT_PX), mixed(CONCRETE, GROUND, 0.25))
    canvas.polygon([(0, ROOF_Y), (WIDTH_PX, ROOF_Y), (WIDTH_PX, ROOF_Y + 30), (0, ROOF_Y + 30)], INK, alpha=0.07)
    for x in (-220, 180, 600, 1020, 1420):
        canvas.line([(600 + (x - 600) * 0.72, ROOF_Y), (x, HEIGHT_PX)], CONCRETE_SHADE, 3, alpha=0.5)
    canvas.line([(0, 650), (WIDTH_PX, 650)], CONCRETE_SHADE, 3, alpha=0.5)
    return canvas
