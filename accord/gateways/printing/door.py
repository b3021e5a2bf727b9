"""The door to paper. Nothing is fetched from a network or from outside the given folder; same input, same bytes.

WeasyPrint takes over a second to import, so this module names it only when something is printed.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from accord.gateways.printing.seldom import loaded_when_called
from accord.gateways.printing.terms import Attached


def print_document(
    html: str,
    *,
    folder: Path,
    language: str,
    title: str,
    identifier: bytes,
    made_at: datetime,
    attachments: Sequence[Attached] = (),
    most_pages: int | None = None,
) -> bytes:
    """Return the page as a tagged PDF; stylesheets and images are read from `folder` only.

    `made_at` must know its time zone. Raises PrintRefused where a file is missing or lies elsewhere, and where
    a glyph, an image or a description that PDF/A and PDF/UA ask for is not there; TooLong where it takes more pages
    than `most_pages`.
    """
    with loaded_when_called():
        from accord.gateways.printing import engine

    return engine.print_html(
        html,
        folder=folder,
        facts=engine.Facts(
            language=language, title=title, identifier=identifier, made_at=made_at, most_pages=most_pages
        ),
        attachments=attachments,
    )
