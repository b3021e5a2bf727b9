"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import (
    account,
    claims,
    factories,
    kept,
    links,
    now,
    people,
    plans,
    programme,
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
    people,
    programme,
    claims,
    verification,
    rounds,
    plans,
    factories,
)
"""Each module has its views in a blueprint `bp`."""
