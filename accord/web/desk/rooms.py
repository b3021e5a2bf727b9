"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import (
    account,
    claims,
    factories,
    finance,
    kept,
    links,
    meetings,
    now,
    people,
    plan_lines,
    plans,
    programme,
    recognition,
    rounds,
    sign_in,
    verification,
    withdrawals,
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
    plan_lines,
    finance,
    meetings,
    recognition,
    withdrawals,
    factories,
)
"""Each module has its views in a blueprint `bp`."""
