"""The rooms of the desk, in the order in which they were built."""

from accord.web.desk import now, sign_in
from accord.web.desk.visiting import inspections, measurements, places, reports

DESK = (
    sign_in,
    now,
    inspections,
    measurements,
    places,
    reports,
)
"""Each module has its views in a blueprint `bp`."""
