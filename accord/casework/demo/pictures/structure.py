"""Drawings of the structure: a column, and what stands on a roof."""

from accord.casework.demo.pictures.canvas import WIDTH_PX, Canvas, Point
from accord.casework.demo.pictures.palette import (
    AMBER,
    CLAIMED,
    CONCRETE,
    CONCRETE_DEEP,
    CONCRETE_LIT,
    CONCRETE_SHADE,
    GROUND,
    INK,
    INK_2,
    INK_3,
    LINE,
    NEW_CONCRETE,
    PAPER,
    RUST,
    SOUND,
    STEEL,
    STEEL_DARK,
    STEEL_LIT,
    WATER,
    mixed,
)
from accord.casework.demo.pictures.room import FLOOR_Y, ROOF_Y, Look, a_column, a_roof, a_room, a_sewing_table, a_window

CRACKS: tuple[tuple[tuple[Point, ...], float], ...] = (
    (((505, 190), (540, 250), (528, 290), (585, 350), (600, 415), (650, 470), (668, 540), (705, 590)), 7),
    (((585, 350), (632, 338), (668, 362), (712, 352)), 4),
    (((600, 415), (560, 452), (548, 505), (522, 530)), 4),
    (((650, 470), (690, 462), (716, 480)), 3),
    (((528, 290), (508, 322)), 3),
)
"""Lines of the crack and their widths: one that runs down through the whole column, and its branches."""


def cracked_column(look: Look) -> Canvas:
    """Return a column with a diagonal crack, concrete fallen off its bars, and a gauge across the crack."""
    canvas = _floor_with_beam(look)
    a_column(canvas, 490, 730, top=120)
    for line, width in CRACKS:
        canvas.line([(x + 3, y + 2) for x, y in line], CONCRETE_LIT, width)
        canvas.line(line, INK, width)
    _fallen_concrete(canvas)
    _crack_gauge(canvas, (606, 398))
    return canvas


def jacketed_column(look: Look) -> Canvas:
    """Return the same column inside a jacket of new concrete, and its joint with the beam filled."""
    canvas = _floor_with_beam(look)
    a_column(canvas, 490, 730, top=120)
    left, right, top, bottom = 420, 800, 176, FLOOR_Y + 46
    canvas.rectangle((left, top), (right, bottom), NEW_CONCRETE)
    canvas.rectangle((left, top), (left + 58, bottom), PAPER, alpha=0.8)
    canvas.rectangle((right - 88, top), (right, bottom), mixed(NEW_CONCRETE, INK_3, 0.20))
    canvas.polygon([(left, top), (490, 150), (730, 150), (right, top)], mixed(NEW_CONCRETE, CLAIMED, 0.28))
    for y in (300, 424, 548):
        canvas.line([(left, y), (right, y)], mixed(LINE, INK_3, 0.35), 3)
    for y in (238, 362, 486, 610):
        for x in (476, 574, 672, 752):
            canvas.ellipse((x, y), 7, colour=mixed(LINE, INK_3, 0.45))
            canvas.ellipse((x - 1, y - 2), 4, colour=mixed(LINE, INK_3, 0.15))
    canvas.polygon(
        [(left - 10, bottom), (right + 60, bottom), (right + 20, bottom + 22), (left + 10, bottom + 22)],
        INK,
        alpha=0.14,
    )
    canvas.rectangle((left - 8, bottom - 26), (right + 8, bottom), mixed(NEW_CONCRETE, CLAIMED, 0.45))
    return canvas


def roof_tanks(look: Look) -> Canvas:
    """Return a roof on which three full water tanks stand."""
    canvas = a_roof(look)
    for left, width, height in ((170, 210, 250), (430, 240, 290), (730, 210, 250)):
        _water_tank(canvas, left, 660, width=width, height=height)
    canvas.line([(120, 600), (1010, 600)], STEEL, 12)
    canvas.line([(1010, 600), (1010, 720), (1130, 720)], STEEL, 12)
    return canvas


def clear_roof(look: Look) -> Canvas:
    """Return the same roof without tanks: where they stood the slab is paler, and one tank stands on the ground."""
    canvas = a_roof(look)
    _tank_tower(canvas, 1010)
    for left, width in ((170, 210), (430, 240), (730, 210)):
        canvas.ellipse((left + width / 2, 668), width / 2, 26, colour=CONCRETE_SHADE, alpha=0.55)
        canvas.ellipse((left + width / 2, 664), width / 2 - 5, 22, colour=mixed(CONCRETE, PAPER, 0.62))
    canvas.line([(120, 600), (200, 600)], STEEL, 12)
    canvas.ellipse((204, 600), 12, colour=STEEL_DARK)
    return canvas


def unsafe_shed(look: Look) -> Canvas:
    """Return a light shed on a roof whose posts lean and whose brace hangs loose."""
    canvas = a_roof(look)
    canvas.polygon([(250, 330), (960, 380), (985, 660), (300, 660)], INK_2, alpha=0.30)
    for x, top, lean in ((270, 330, 56), (500, 345, 52), (730, 362, 46), (955, 378, 40)):
        canvas.line([(x, top), (x + lean, 668)], STEEL_DARK, 15)
        canvas.rectangle((x + lean - 22, 664), (x + lean + 22, 676), INK_3)
    canvas.line([(298, 470), (520, 640)], RUST, 8)
    canvas.line([(745, 430), (800, 520), (770, 590)], RUST, 8)
    _sheet_roof(canvas, ((205, 322), (985, 376), (1040, 300), (280, 240)))
    for x in (565, 640, 850):
        canvas.rectangle((x, 600), (x + 66, 662), mixed(look.wall, RUST, 0.35), radius=3)
    canvas.line([(520, 545), (640, 548)], AMBER, 6)
    return canvas


def removed_shed(look: Look) -> Canvas:
    """Return the same roof with the shed gone: its base plates are cut off and the slab is made good."""
    canvas = a_roof(look)
    canvas.polygon([(300, 640), (985, 640), (1050, 720), (240, 720)], CONCRETE_LIT, alpha=0.55)
    for x in (326, 552, 776, 995):
        canvas.rectangle((x - 26, 658), (x + 26, 682), mixed(CONCRETE, PAPER, 0.70), radius=3)
        canvas.rectangle((x - 26, 680), (x + 26, 684), CONCRETE_SHADE)
    canvas.ellipse((146, 726), 140, 15, colour=INK, alpha=0.12)
    for index in range(6):
        canvas.line(
            [(34 + index * 5, 720 - index * 14), (260 - index * 4, 720 - index * 14)],
            mixed(STEEL_DARK, STEEL_LIT, index / 6),
            12,
        )
    canvas.line([(0, 438), (WIDTH_PX, 438)], STEEL, 7)
    for x in range(60, WIDTH_PX, 180):
        canvas.line([(x, 438), (x, 466)], STEEL, 7)
    return canvas


def _floor_with_beam(look: Look) -> Canvas:
    canvas = a_room(look)
    a_window(canvas, 150, 210)
    a_window(canvas, 900, 210)
    a_sewing_table(canvas, 70, 668)
    a_sewing_table(canvas, 285, 668, scale=0.92)
    a_sewing_table(canvas, 905, 668)
    canvas.rectangle((0, 0), (WIDTH_PX, 118), CONCRETE)
    canvas.rectangle((0, 0), (WIDTH_PX, 26), CONCRETE_LIT)
    canvas.rectangle((0, 96), (WIDTH_PX, 122), CONCRETE_SHADE)
    canvas.rectangle((0, 122), (WIDTH_PX, 134), INK, alpha=0.06)
    return canvas


def _fallen_concrete(canvas: Canvas) -> None:
    patch = [(676, 536), (730, 520), (730, 672), (640, 672), (628, 628), (652, 590)]
    canvas.polygon(patch, CONCRETE_DEEP)
    for x in (662, 702):
        canvas.line([(x, 552 if x < 700 else 534), (x, 672)], RUST, 9)
    for y in (586, 640):
        canvas.line([(644, y), (728, y - 4)], RUST, 6)
    for x, y, size in ((640, 694, 20), (700, 700, 14), (752, 692, 24), (806, 702, 12), (600, 704, 10)):
        canvas.polygon(
            [(x - size, y), (x - size * 0.5, y - size), (x + size * 0.6, y - size * 0.8), (x + size, y)], CONCRETE_SHADE
        )


def _crack_gauge(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    canvas.rectangle((x - 82, y - 24), (x + 82, y + 24), PAPER, alpha=0.82, radius=5)
    canvas.rectangle((x - 82, y - 24), (x + 82, y + 24), INK_2, border=2, radius=5)
    for step in range(-7, 8):
        canvas.line([(x + step * 10, y - 20), (x + step * 10, y - (4 if step % 5 == 0 else 11))], INK_2, 2)
    canvas.line([(x, y - 20), (x, y + 20)], SOUND, 3)
    for side in (-66, 66):
        canvas.ellipse((x + side, y + 12), 5, colour=INK_3)


def _water_tank(canvas: Canvas, left: float, ground_y: float, *, width: float, height: float) -> None:
    right, top, middle = left + width, ground_y - height, left + width / 2
    canvas.ellipse((middle + 26, ground_y + 6), width / 2 + 34, 24, colour=INK, alpha=0.14)
    canvas.ellipse((middle, ground_y), width / 2, 24, colour=STEEL_DARK)
    canvas.rectangle((left, top), (right, ground_y), INK_2)
    canvas.rectangle((left + width * 0.10, top), (left + width * 0.26, ground_y), STEEL)
    canvas.rectangle((right - width * 0.22, top), (right, ground_y), STEEL_DARK)
    for y in range(round(top) + 44, round(ground_y) - 10, 48):
        canvas.line([(left, y), (right, y)], INK, 3, alpha=0.35)
    canvas.ellipse((middle, top), width / 2, 24, colour=INK_3)
    canvas.ellipse((middle, top - 10), width * 0.20, 14, colour=STEEL_DARK)
    canvas.polygon(
        [
            (right - 30, ground_y - 40),
            (right - 18, ground_y - 40),
            (right - 8, ground_y + 26),
            (right - 40, ground_y + 26),
        ],
        WATER,
        alpha=0.40,
    )
    canvas.ellipse((right - 24, ground_y + 28), 52, 11, colour=WATER, alpha=0.50)


def _tank_tower(canvas: Canvas, left: float) -> None:
    for x in (left, left + 130):
        canvas.line([(x, 360), (x, ROOF_Y - 56)], STEEL_DARK, 9)
    canvas.line([(left, 360), (left + 130, ROOF_Y - 60)], STEEL_DARK, 5)
    canvas.line([(left + 130, 360), (left, ROOF_Y - 60)], STEEL_DARK, 5)
    canvas.rectangle((left - 16, 350), (left + 146, 364), STEEL)
    canvas.rectangle((left, 230), (left + 130, 350), INK_2)
    canvas.rectangle((left + 14, 230), (left + 38, 350), STEEL)
    canvas.ellipse((left + 65, 230), 65, 14, colour=INK_3)


def _sheet_roof(canvas: Canvas, corners: tuple[Point, Point, Point, Point]) -> None:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    canvas.polygon(corners, mixed(STEEL_LIT, GROUND, 0.30))
    for part in range(1, 16):
        share = part / 16
        near = (ax + (bx - ax) * share, ay + (by - ay) * share)
        far = (dx + (cx - dx) * share, dy + (cy - dy) * share)
        canvas.line([near, far], STEEL, 4)
    canvas.polygon([(ax, ay), (bx, by), (bx, by + 16), (ax, ay + 16)], STEEL_DARK)
    canvas.polygon([(bx, by), (cx, cy), (cx, cy + 14), (bx, by + 16)], INK_3)
    canvas.polygon([(640, 340), (720, 345), (742, 300), (690, 296)], RUST, alpha=0.55)
