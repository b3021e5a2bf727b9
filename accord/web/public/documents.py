"""The published files of a factory, exactly as they were frozen at publication."""

from enum import StrEnum

from flask import Blueprint, Response, abort, current_app, send_file

from accord.rules.public.disclosure import FileDisclosed
from accord.web.access import Action, serves
from accord.web.language import language
from accord.web.sharing import open_to_other_sites
from accord.web.site import site


class Format(StrEnum):
    """A form in which a CAP is published; only the PDF differs from language to language."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
}

bp = Blueprint("documents", __name__)


@bp.get(f"/factories/<factory:number>/cap.<any({', '.join(Format)}):kind>")
@serves(Action.READ_PUBLISHED)
@open_to_other_sites
def cap(number: int, kind: str) -> Response:
    """Return the latest published CAP of a factory, byte for byte as it was published."""
    published = site().snapshot.file(number, kind=kind, language=language().value)
    if published is None:
        abort(404)
    return _sent(published, number, Format(kind))


def _sent(published: FileDisclosed, number: int, kind: Format) -> Response:
    ending = f"-{published.language}" if published.language else ""
    try:
        response = send_file(
            site().files.path_of(published.sha256),
            mimetype=MEDIA_TYPES[kind],
            # A PDF is read in the browser, also on a telephone; the others are meant for other programs.
            as_attachment=kind is not Format.PDF,
            download_name=f"accord-{number}-cap{ending}.{kind}",
            etag=published.sha256,
        )
    except FileNotFoundError:
        current_app.logger.exception("The published file %s is missing.", published.sha256)
        abort(503)
    # Kept, but asked after each time: a correction must reach readers at once.
    response.headers["Cache-Control"] = "public, no-cache"
    if published.language:
        response.content_language.add(published.language)
        response.vary.add("Accept-Language")
    return response
