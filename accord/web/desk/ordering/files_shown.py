"""What was handed in with an order, as pages show it, and the files themselves for those who see the order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import Response, abort, current_app, request, send_file, url_for

from accord.casework.desk.file_names import plain_name
from accord.gateways.pictures import PictureKind
from accord.gateways.pictures.at_once import small_copy
from accord.records.order_care import OrderFile
from accord.web.desk.manner import may_be_kept_by_reader
from accord.web.site import site


@dataclass(frozen=True)
class FileShown:
    """A photo or a paper, and where it is found."""

    name: str
    is_photo: bool
    size_bytes: int
    address: str
    small: str
    """The address of its small copy; photos only."""


def shown(files: Iterable[OrderFile]) -> tuple[FileShown, ...]:
    """Return the files as a page shows them, in the order in which they came."""
    return tuple(
        FileShown(
            each.name,
            is_photo=_is_photo(each),
            size_bytes=each.size_bytes,
            address=url_for("orders_desk.file", order_id=each.order_id, file_id=each.id),
            small=url_for("orders_desk.file", order_id=each.order_id, file_id=each.id, size="small"),
        )
        for each in files
    )


def shown_by_event(files: Sequence[OrderFile]) -> Mapping[int, tuple[FileShown, ...]]:
    """Return what came with each step of the order, by the id of the step."""
    steps = {each.event_id for each in files if each.event_id is not None}
    return {step: shown(each for each in files if each.event_id == step) for step in steps}


def shown_by_measure_step(files: Sequence[OrderFile]) -> Mapping[int, tuple[FileShown, ...]]:
    """Return what came with each step of a measure, by the id of the step."""
    steps = {each.measure_step_id for each in files if each.measure_step_id is not None}
    return {step: shown(each for each in files if each.measure_step_id == step) for step in steps}


def sent(found: OrderFile) -> Response:
    """Return the file: a photo to be looked at, or with `?size=small` its small copy; a paper only as a download."""
    try:
        return _photo(found) if _is_photo(found) else _paper(found)
    except FileNotFoundError:
        current_app.logger.exception("The file %s of order %d is missing.", found.sha256, found.order_id)
        abort(404)


def _photo(found: OrderFile) -> Response:
    place = site().photos.path_of(found.sha256)
    may_be_kept_by_reader()
    if request.args.get("size") != "small":
        return send_file(place, mimetype=PictureKind.JPEG.value, etag=found.sha256)
    answer = Response(mimetype=PictureKind.JPEG.value)
    answer.set_etag(f"{found.sha256}-small")
    # Drawn only for a browser that does not have it yet.
    if not request.if_none_match.contains_weak(f"{found.sha256}-small"):
        answer.set_data(small_copy(place.read_bytes()))
    answer.make_conditional(request)
    return answer


def _paper(found: OrderFile) -> Response:
    return send_file(
        site().documents.path_of(found.sha256),
        # Not as the PDF that it is: what opens it is the reader's own choice, after it was saved.
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=plain_name(found.name, otherwise="document"),
        etag=False,
    )


def _is_photo(found: OrderFile) -> bool:
    return found.media_type == PictureKind.JPEG.value
