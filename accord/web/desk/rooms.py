"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import (
    account,
    claims,
    coverage,
    factories,
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
from accord.web.desk.visiting import incidents, inspections, measurements, papers, places, reports, trips, visits

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
    rounds,
    plans,
    inspections,
    measurements,
    places,
    reports,
    visits,
    trips,
    papers,
    incidents,
    factories,
    journal,
)
"""Each module has its views in a blueprint `bp`."""
