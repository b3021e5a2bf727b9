"""Drawings of the electrical installation: cables, a board, and what a thermal camera sees."""

from accord.casework.demo.pictures.canvas import HEIGHT_PX, WIDTH_PX, Canvas, Point
from accord.casework.demo.pictures.palette import (
    ACTION,
    AMBER,
    CARTON,
    CLAIMED,
    CONCRETE_SHADE,
    GROUND,
    INK,
    INK_2,
    INK_3,
    LATE,
    LATE_GROUND,
    LINE,
    NIGHT,
    PAPER,
    SOUND,
    STEEL,
    STEEL_DARK,
    STEEL_LIT,
    Colour,
    mixed,
)
from accord.casework.demo.pictures.room import Look, a_room, a_sewing_table

CABLES: tuple[Colour, ...] = (INK, ACTION, AMBER, INK_2, mixed(SOUND, INK, 0.2), INK_3, mixed(ACTION, PAPER, 0.3), INK)
LOOSE: tuple[tuple[Point, Point, Point, Point], ...] = (
    ((250, 0), (150, 260), (520, 330), (420, 520)),
    ((330, 0), (640, 210), (190, 380), (610, 560)),
    ((450, 0), (300, 340), (760, 240), (560, 600)),
    ((560, 0), (820, 280), (330, 420), (760, 520)),
    ((690, 0), (420, 380), (930, 330), (700, 610)),
    ((780, 0), (980, 240), (560, 470), (880, 560)),
    ((380, 0), (900, 320), (500, 260), (960, 470)),
    ((860, 0), (640, 420), (1010, 300), (480, 470)),
)
"""Where loose cables run, each as a bend from the ceiling down."""
FIBRES = 150


def tangled_cables(look: Look) -> Canvas:
    """Return cables that hang in a tangle over the machines, joined with tape and plugged into each other."""
    canvas = a_room(look)
    a_sewing_table(canvas, 130, 676)
    a_sewing_table(canvas, 880, 676)
    canvas.rectangle((200, 0), (920, 60), STEEL_DARK)
    for way, colour in zip(LOOSE, CABLES, strict=True):
        canvas.curve([(x + 5, y + 6) for x, y in way], INK, 13, alpha=0.10)
        canvas.curve(way, colour, 13)
    for x, y, width in ((402, 514, 150), (668, 596, 170)):
        canvas.rectangle((x, y), (x + width, y + 54), PAPER, radius=8)
        canvas.rectangle((x, y + 44), (x + width, y + 54), STEEL, radius=6)
        for place in range(3):
            at = (x + width * (place + 0.5) / 3, y + 23)
            canvas.ellipse(at, 18, colour=LINE)
            for side in (-6, 6):
                canvas.ellipse((at[0] + side, at[1]), 4, colour=INK)
    for x, y in ((512, 268), (660, 330), (444, 402)):
        canvas.polygon([(x - 30, y - 18), (x + 26, y - 26), (x + 32, y + 16), (x - 24, y + 24)], AMBER)
        canvas.polygon([(x - 8, y - 22), (x + 6, y - 24), (x + 12, y + 18), (x - 2, y + 20)], LATE)
    return canvas


def cable_tray(look: Look) -> Canvas:
    """Return the same cables side by side on a tray, fastened, with a drop to each machine."""
    canvas = a_room(look)
    a_sewing_table(canvas, 130, 676)
    a_sewing_table(canvas, 510, 676)
    a_sewing_table(canvas, 880, 676)
    for x in (140, 600, 1060):
        canvas.line([(x, 0), (x, 300)], INK_2, 9)
        canvas.rectangle((x - 30, 300), (x + 30, 314), INK_2)
    for x in (104, 484, 854):
        canvas.rectangle((x - 11, 290), (x + 11, 540), STEEL)
        canvas.rectangle((x - 11, 290), (x - 3, 540), STEEL_LIT)
        canvas.rectangle((x - 30, 540), (x + 30, 590), PAPER, radius=6)
        canvas.ellipse((x, 565), 14, colour=LINE)
        for side in (-5, 5):
            canvas.ellipse((x + side, 565), 3, colour=INK)
    canvas.rectangle((0, 152), (WIDTH_PX, 300), STEEL_LIT)
    for x in range(-20, WIDTH_PX, 92):
        canvas.rectangle((x, 152), (x + 20, 292), STEEL)
    for place, colour in enumerate(CABLES):
        y = 176 + place * 14
        canvas.line([(-20, y), (WIDTH_PX + 20, y)], colour, 11)
        canvas.line([(-20, y - 3), (WIDTH_PX + 20, y - 3)], PAPER, 2, alpha=0.35)
    for x in range(80, WIDTH_PX, 230):
        canvas.rectangle((x, 166), (x + 12, 286), GROUND, alpha=0.92)
    canvas.rectangle((0, 286), (WIDTH_PX, 304), STEEL)
    canvas.rectangle((0, 146), (WIDTH_PX, 160), STEEL_DARK)
    return canvas


def dusty_board(look: Look) -> Canvas:
    """Return an open distribution board whose breakers are covered with lint."""
    canvas = _board(look, is_covered=False)
    for place in range(FIBRES):
        # Scattered without chance, so that the picture is the same each time.
        x, y = 344 + (place * 197) % 480, 176 + (place * 331) % 452
        bow = (place * 53) % 60 - 30
        canvas.curve([(x, y), (x + 18, y + bow), (x + 34, y - bow), (x + 52, y + 10)], GROUND, 3, alpha=0.55)
    for row, top in enumerate((236, 396, 556)):
        for place in range(12):
            x = 374 + place * 41
            size = 20 + (place * 7 + row * 5) % 17
            canvas.ellipse(
                (x, top + 76 + (place * 11) % 9),
                size * 1.5,
                size * 0.8,
                colour=mixed(CARTON, CLAIMED, 0.35),
                alpha=0.50,
            )
            canvas.ellipse((x + 10, top + 70), size, size * 0.5, colour=LINE, alpha=0.55)
    canvas.ellipse((600, 640), 250, 20, colour=mixed(CARTON, CLAIMED, 0.30), alpha=0.75)
    return canvas


def clean_board(look: Look) -> Canvas:
    """Return the same board clean, with an inner cover over all live parts and a mark at every breaker."""
    return _board(look, is_covered=True)


def hot_spot(look: Look) -> Canvas:
    """Return what a thermal camera sees: one terminal of a breaker far hotter than the others."""
    canvas = _thermal_view(look)
    canvas.line([(600, 320), (600, -20)], mixed(AMBER, ACTION, 0.35), 38)
    canvas.line([(600, 320), (600, -20)], mixed(AMBER, LATE_GROUND, 0.20), 20)
    for radius, colour, alpha in (
        (230, AMBER, 0.35),
        (170, AMBER, 0.55),
        (118, mixed(AMBER, LATE_GROUND, 0.4), 0.75),
        (70, LATE_GROUND, 0.85),
        (34, PAPER, 1.0),
    ):
        canvas.glow((600, 330), radius, colour, alpha=alpha * 0.6)
        canvas.ellipse((600, 330), radius * 0.55, colour=colour, alpha=alpha * 0.5)
    _aim(canvas, (600, 330))
    canvas.polygon([(1090, 176), (1064, 162), (1064, 190)], PAPER)
    return canvas


def cool_connection(look: Look) -> Canvas:
    """Return the same view after the terminal was made anew: no part hotter than its neighbours."""
    canvas = _thermal_view(look)
    _aim(canvas, (600, 330))
    canvas.polygon([(1090, 560), (1064, 546), (1064, 574)], PAPER)
    return canvas


def _board(look: Look, *, is_covered: bool) -> Canvas:
    canvas = a_room(look, floor_y=740)
    for x in (470, 540, 610, 680):
        canvas.rectangle((x, 0), (x + 30, 120), STEEL)
        canvas.rectangle((x, 0), (x + 9, 120), STEEL_LIT)
    canvas.rectangle((290, 116), (930, 706), INK, alpha=0.12, radius=10)
    canvas.rectangle((280, 106), (920, 690), STEEL_LIT, radius=8)
    canvas.rectangle((312, 138), (888, 658), mixed(INK_2, INK, 0.55))
    canvas.polygon([(920, 106), (1110, 74), (1110, 722), (920, 690)], STEEL)
    canvas.polygon([(940, 132), (1090, 106), (1090, 690), (940, 664)], STEEL_LIT)
    canvas.rectangle((1010, 380), (1026, 430), STEEL_DARK, radius=5)
    if is_covered:
        canvas.rectangle((322, 148), (878, 648), GROUND, radius=4)
        for corner in ((340, 166), (860, 166), (340, 630), (860, 630)):
            canvas.ellipse(corner, 9, colour=STEEL)
            canvas.line([(corner[0] - 5, corner[1] - 5), (corner[0] + 5, corner[1] + 5)], STEEL_DARK, 3)
    for row, top in enumerate((190, 350, 510)):
        canvas.rectangle((340, top - 6), (860, top + 106), CONCRETE_SHADE if is_covered else STEEL_DARK, radius=4)
        _breakers(canvas, top, row=row, are_marked=is_covered)
    return canvas


def _breakers(canvas: Canvas, top: float, *, row: int, are_marked: bool) -> None:
    for place in range(12):
        x = 350 + place * 42
        canvas.rectangle((x, top), (x + 38, top + 100), PAPER if are_marked else LINE, radius=3)
        canvas.rectangle((x + 9, top + 26), (x + 29, top + 74), INK_2, radius=3)
        is_on = (place + row * 5) % 6 != 4
        canvas.rectangle(
            (x + 12, top + (30 if is_on else 52)),
            (x + 26, top + (50 if is_on else 70)),
            STEEL_LIT if is_on else INK_3,
            radius=2,
        )
        if are_marked:
            canvas.rectangle((x + 5, top + 82), (x + 33, top + 94), (SOUND, ACTION, AMBER)[place // 4])
        else:
            canvas.line([(x + 19, top - 6), (x + 19, top - 26)], CABLES[place % len(CABLES)], 7)


def _thermal_view(look: Look) -> Canvas:
    cool = mixed(NIGHT, ACTION, 0.30)
    canvas = Canvas(mixed(mixed(NIGHT, ACTION, 0.08), look.wall, 0.07))
    for x in (300, 600, 900):
        warm = mixed(cool, ACTION, 0.55)
        for width, warmth in ((54, 0.0), (38, 0.35), (20, 0.7)):
            canvas.line([(x, -20), (x, 300)], mixed(cool, warm, warmth), width)
            canvas.line([(x, 560), (x, HEIGHT_PX + 20)], mixed(cool, warm, warmth), width)
        canvas.rectangle((x - 112, 260), (x + 112, 580), cool, radius=12)
        canvas.rectangle((x - 92, 282), (x + 92, 560), warm, radius=10, alpha=0.55)
        canvas.rectangle((x - 44, 380), (x + 44, 480), mixed(warm, PAPER, 0.16), radius=8, alpha=0.8)
        for y in (330, 532):
            canvas.ellipse((x, y), 26, colour=mixed(warm, PAPER, 0.22))
            canvas.ellipse((x, y), 15, colour=mixed(warm, PAPER, 0.36))
    steps = 44
    scale = (NIGHT, ACTION, AMBER, LATE_GROUND)
    for step in range(steps):
        share = step / (steps - 1) * (len(scale) - 1)
        part = min(int(share), len(scale) - 2)
        top = 667 - step * 12.6
        canvas.rectangle((1100, top), (1140, top + 13), mixed(scale[part], scale[part + 1], share - part))
    canvas.rectangle((1098, 124), (1142, 682), PAPER, border=3)
    return canvas


def _aim(canvas: Canvas, centre: Point) -> None:
    x, y = centre
    for across, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        canvas.line([(x + across * 34, y + down * 34), (x + across * 78, y + down * 78)], PAPER, 5)
    canvas.ring(centre, 34, PAPER, width=4)
