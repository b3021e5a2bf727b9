"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import entry, mending, now, pasting, sign_in

DESK = (
    sign_in,
    now,
    entry,
    mending,
    pasting,
)
"""Each module has its views in a blueprint `bp`."""
