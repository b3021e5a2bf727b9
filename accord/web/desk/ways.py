"""Where a visitor goes on after a deed."""

from flask import url_for

from accord.records.hazard import Hazard


def after_hazard(hazard: Hazard) -> str:
    """Return the address of the hazard's page."""
    return url_for("hazards.show", hazard_id=hazard.id)
