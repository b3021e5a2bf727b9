"""Whether the fonts that documents are set in are there."""

import shutil
import subprocess
from collections.abc import Sequence

from accord.gateways.printing.terms import NEEDED_FONTS


def missing_fonts() -> tuple[str, ...]:
    """Return the fonts that documents are set in and that are not installed; none missing is an empty tuple."""
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        return NEEDED_FONTS
    listed = subprocess.run(  # noqa: S603 (the path comes from `which`, the arguments are constant)
        [fc_list, ":", "family"], capture_output=True, check=True, encoding="utf-8"
    ).stdout
    installed = {family.strip() for line in listed.splitlines() for family in line.split(",")}
    return tuple(font for font in NEEDED_FONTS if font not in installed)


def missing_fonts_sentence(missing: Sequence[str]) -> str:
    """Return what to do about missing fonts, for the person who starts the program."""
    return f"PDFs need the font {' and '.join(missing)}. On Debian or Ubuntu: sudo apt-get install fonts-noto-core"
