"""Where the files that are not code lie: inside the package when installed from a wheel, beside it in a checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def reports_folder() -> Path:
    """Return the folder of the print templates and their stylesheet."""
    return _folder("reports")


def templates_folder() -> Path:
    """Return the folder of the page and letter templates."""
    return _folder("templates")


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
