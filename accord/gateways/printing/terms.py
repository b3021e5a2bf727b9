"""What goes into a print, and what is said when it cannot be made."""

from dataclasses import dataclass

NEEDED_FONTS = ("Noto Sans", "Noto Sans Bengali", "Noto Sans Symbols2")


class PrintRefused(Exception):
    """The document cannot be printed right, so it is not printed at all."""


class TooLong(PrintRefused):
    """The document takes more pages than it may."""


class PrintBusy(Exception):
    """Somebody else prints: this is to be asked for again in a moment."""


@dataclass(frozen=True)
class Attached:
    """A file carried inside the PDF; `relationship` is "Source" or "Data" as PDF/A-3 defines them."""

    name: str
    media_type: str
    content: bytes
    relationship: str
    description: str
