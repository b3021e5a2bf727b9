"""The photos that editions show, each at an address of its own that never changes its content."""

from flask import Blueprint, Response, abort, current_app, send_file

from accord.web.access import Action, serves
from accord.web.site import site

bp = Blueprint("published_photos", __name__)


@bp.get("/photos/<sha256>.jpg")
@serves(Action.READ_PUBLISHED)
def photo(sha256: str) -> Response:
    """Return a photo that an edition shows; what is in no edition is not there, whatever file has this name."""
    if site().snapshot.photo(sha256) is None:
        abort(404)
    try:
        response = send_file(site().files.path_of(sha256), mimetype="image/jpeg", etag=sha256)
    except FileNotFoundError:
        current_app.logger.exception("The published photo %s is missing.", sha256)
        abort(503)
    # Kept, but asked after each time: what should not have been seen must be gone at once.
    response.headers["Cache-Control"] = "public, no-cache"
    return response
