"""The page that draws the steps of an order says what the table of the rules says."""

import importlib.util
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent.parent / "docs" / "draw_orders.py"


def test_the_drawing_of_orders_is_made_from_the_table():
    spec = importlib.util.spec_from_file_location("draw_orders", SCRIPT)
    drawing = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(drawing)

    assert drawing.PAGE.read_text(encoding="utf-8") == drawing.page(), "run docs/draw_orders.py"
