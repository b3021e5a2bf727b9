"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import account, kept, links, now, people, programme, sign_in

DESK = (
    sign_in,
    now,
    account,
    links,
    kept,
    people,
    programme,
)
"""Each module has its views in a blueprint `bp`."""
