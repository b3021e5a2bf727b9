"""Names of files that people send: kept as far as they are harmless, for a person to know the file by."""

LONGEST = 120
"""Characters that are kept; what tells files apart stands at either end."""
JOINERS = "\u200c\u200d"
"""Invisible, but Bangla spelling needs them."""
FORBIDDEN = frozenset('<>:"/\\|?*')
"""What some file system does not take, or what would lead out of a folder."""


def plain_name(file_name: str, *, otherwise: str) -> str:
    """Return the name without folders, without signs that mislead or that no disk takes; never empty."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign for sign in name if (sign.isprintable() or sign in JOINERS) and sign not in FORBIDDEN)
    kept = kept.strip(" .") or otherwise
    half = LONGEST // 2
    return kept if len(kept) <= LONGEST else f"{kept[:half]}…{kept[-half:]}"
