"""Where a visitor goes on after a deed."""

from flask import current_app, url_for

from accord.records.hazard import Hazard


def after_hazard(hazard: Hazard) -> str:
    """Return the address of the hazard's page."""
    if "hazards.show" in current_app.view_functions:
        return url_for("hazards.show", hazard_id=hazard.id)
    return url_for("now.show")
