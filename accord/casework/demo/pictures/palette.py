"""The colours of the drawings: those of the house, as its pages have them, and what can be mixed of them.

The red of the pages is not among them: it belongs to open orders alone.
"""

Colour = tuple[int, int, int]


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return the first colour with that share (0 to 1) of the other in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


INK = (0x17, 0x21, 0x2B)
INK_2 = (0x4A, 0x56, 0x61)
INK_3 = (0x5D, 0x68, 0x73)
LINE = (0xD9, 0xDE, 0xE3)
PAPER = (0xFF, 0xFF, 0xFF)
GROUND = (0xF5, 0xF6, 0xF4)
ACTION = (0x0B, 0x5C, 0x8A)
LATE = (0x8A, 0x53, 0x00)
LATE_GROUND = (0xFF, 0xF4, 0xDC)
SOUND = (0x1D, 0x6B, 0x43)
SOUND_GROUND = (0xE6, 0xF3, 0xEA)
CLAIMED = (0x7A, 0x8F, 0x83)

CONCRETE = mixed(LINE, CLAIMED, 0.30)
CONCRETE_LIT = mixed(CONCRETE, PAPER, 0.35)
CONCRETE_SHADE = mixed(CONCRETE, INK_3, 0.32)
CONCRETE_DEEP = mixed(CONCRETE, INK_2, 0.62)
NEW_CONCRETE = mixed(GROUND, LINE, 0.55)
STEEL = mixed(INK_3, LINE, 0.35)
STEEL_LIT = mixed(STEEL, PAPER, 0.45)
STEEL_DARK = mixed(INK_2, INK, 0.25)
CARTON = mixed(LATE_GROUND, LATE, 0.32)
CARTON_LIT = mixed(LATE_GROUND, LATE, 0.20)
CARTON_SHADE = mixed(LATE_GROUND, LATE, 0.50)
AMBER = mixed(LATE_GROUND, LATE, 0.70)
RUST = mixed(LATE, INK, 0.25)
WATER = mixed(ACTION, PAPER, 0.55)
SKY = mixed(PAPER, ACTION, 0.16)
NIGHT = mixed(INK, ACTION, 0.12)
