"""All drawings by name, in pairs: what was found, and the same place after it was corrected."""

from collections.abc import Callable
from functools import cache

from accord.casework.demo.pictures import boiler, doors, power, stairs, stores, structure
from accord.casework.demo.pictures.canvas import Canvas
from accord.casework.demo.pictures.room import LOOKS, Look

_PAIRS: tuple[tuple[Callable[[Look], Canvas], Callable[[Look], Canvas]], ...] = (
    (structure.cracked_column, structure.jacketed_column),
    (stairs.locked_gate, stairs.open_doorway),
    (stairs.open_stair, stairs.enclosed_stair),
    (doors.wedged_door, doors.closed_fire_door),
    (doors.blocked_exit, doors.clear_exit),
    (doors.dark_exit, doors.lit_exit_sign),
    (stores.high_cartons, stores.marked_cartons),
    (stores.missing_sprinkler, stores.sprinkler_head),
    (power.tangled_cables, power.cable_tray),
    (power.dusty_board, power.clean_board),
    (power.hot_spot, power.cool_connection),
    (boiler.broken_gauge, boiler.new_gauge),
    (structure.roof_tanks, structure.clear_roof),
    (structure.unsafe_shed, structure.removed_shed),
)
_DRAWINGS = {drawing.__name__: drawing for pair in _PAIRS for drawing in pair}

AFTER = {before.__name__: after.__name__ for before, after in _PAIRS}
"""The name of the drawing of the corrected place, by that of what was found there."""

VARIANTS = len(LOOKS)
"""Each drawing exists as often: in rooms of other colours, seen from other sides."""


@cache
def drawn(name: str, variant: int) -> bytes:
    """Return the drawing of that name as a JPEG; a pair in the same variant shows the same place."""
    look = LOOKS[variant]
    return _DRAWINGS[name](look).as_jpeg(mirrored=look.is_mirrored)
