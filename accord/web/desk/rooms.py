"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import (
    account,
    claims,
    coverage,
    factories,
    hazards,
    journal,
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
    coverage,
    claims,
    verification,
    hazards,
    rounds,
    plans,
    factories,
    journal,
)
"""Each module has its views in a blueprint `bp`."""
