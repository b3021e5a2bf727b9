"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import (
    account,
    claims,
    entry,
    kept,
    links,
    mending,
    now,
    pasting,
    plans,
    rounds,
    sign_in,
    verification,
)

DESK = (
    sign_in,
    now,
    account,
    links,
    kept,
    claims,
    verification,
    rounds,
    entry,
    mending,
    pasting,
    plans,
)
"""Each module has its views in a blueprint `bp`."""
