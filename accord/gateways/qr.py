"""Codes that a telephone reads with its camera."""

from io import BytesIO
from xml.sax.saxutils import escape

import segno


def qr_svg(text: str, *, means: str) -> str:
    """Return the code of a text as an SVG element; `means` says in words what it leads to, for whoever cannot see it.

    Of the strength Q: a quarter of it may be dirty or torn.
    """
    drawn = BytesIO()
    segno.make(text, error="q", micro=False).save(
        drawn,
        kind="svg",
        border=2,
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    head, mark, rest = drawn.getvalue().decode().partition(">")
    return f"{head}{mark}<title>{escape(means)}</title>{rest}"
