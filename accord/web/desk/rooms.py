"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import account, claims, hazards, kept, links, now, sign_in, verification

DESK = (
    sign_in,
    now,
    account,
    links,
    kept,
    claims,
    verification,
    hazards,
)
"""Each module has its views in a blueprint `bp`."""
