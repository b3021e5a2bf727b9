"""The first look at an uploaded file: by its content, never by its name, and cheap enough for a request."""

from collections.abc import Callable, Mapping, Set

from accord.gateways.pictures.documents import begins_as_pdf, refuse_unusable_pdf
from accord.gateways.pictures.foreign import is_two_in_one, what_it_is
from accord.gateways.pictures.headers import Header, heif_brands, read_heif, read_jpeg, read_png, read_webp
from accord.gateways.pictures.kinds import EVERYTHING, PHOTOS, PictureKind
from accord.gateways.pictures.refusal import Expected, Reason, UploadRefused

MAX_PHOTO_BYTES = 30_000_000
"""A photo of 50 megapixels in the best quality of a phone has 15 to 25 MB."""
MAX_IMAGE_PIXELS = 8192 * 6144
"""What phones call 50 megapixels. Pillow's own limit lets a file of 7 kB claim 64 million pixels and 220 MB."""
MIN_SIDE_PX = 50
"""Ours: less is an icon or a preview, on which nobody sees whether a gate is locked."""

_HEVC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
_HEADERS: Mapping[PictureKind, Callable[[bytes], Header]] = {
    PictureKind.JPEG: read_jpeg,
    PictureKind.PNG: read_png,
    PictureKind.WEBP: read_webp,
    PictureKind.HEIF: read_heif,
}


def look_at(raw: bytes, *, file_name: str = "", accepts: Set[PictureKind] = EVERYTHING) -> PictureKind:
    """Return what the file is, or raise UploadRefused with the sentence for the person.

    The name serves only to say which file is meant. Whether a photo can be decoded is found out later, in a process of
    its own (`Processor`); here nothing is decoded.
    """
    try:
        return _looked_at(raw, accepts)
    except UploadRefused as refused:
        raise refused.named(file_name) from None


def refuse_heavy_photo(raw: bytes) -> None:
    """Raise UploadRefused if the photo has more bytes than are taken."""
    if len(raw) > MAX_PHOTO_BYTES:
        raise UploadRefused(Reason.PHOTO_TOO_HEAVY, size=-(-len(raw) // 1_000_000), most=MAX_PHOTO_BYTES // 1_000_000)


def refuse_bad_size(width_px: int, height_px: int) -> None:
    """Raise UploadRefused if so many pixels are more than may be decoded, or too few to show anything."""
    refuse_too_many_pixels(width_px, height_px)
    if min(width_px, height_px) < MIN_SIDE_PX:
        raise UploadRefused(Reason.TOO_FEW_PIXELS, width=width_px, height=height_px)


def refuse_too_many_pixels(width_px: int, height_px: int) -> None:
    """Raise UploadRefused if there are more pixels than may be decoded."""
    if (pixels := width_px * height_px) > MAX_IMAGE_PIXELS:
        raise UploadRefused(Reason.TOO_MANY_PIXELS, size=-(-pixels // 1_000_000), most=MAX_IMAGE_PIXELS // 1_000_000)


def _looked_at(raw: bytes, accepts: Set[PictureKind]) -> PictureKind:
    if not raw:
        raise UploadRefused(Reason.EMPTY)
    kind = _kind(raw)
    if kind is None:
        expected = Expected.PHOTO_OR_PDF if PictureKind.PDF in accepts else Expected.PHOTO
        raise UploadRefused(_why_unknown(raw), expected=expected)
    if kind not in accepts:
        raise UploadRefused(Reason.PDF_NOT_WANTED, expected=Expected.PHOTO)
    if kind in PHOTOS:
        _refuse_unusable_photo(raw, kind)
    else:
        refuse_unusable_pdf(raw)
    if is_two_in_one(raw, is_pdf=kind is PictureKind.PDF):
        raise UploadRefused(Reason.TWO_IN_ONE)
    return kind


def _kind(raw: bytes) -> PictureKind | None:
    if raw.startswith(b"\xff\xd8\xff"):
        return PictureKind.JPEG
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureKind.PNG
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return PictureKind.WEBP
    if heif_brands(raw) & _HEVC_BRANDS:
        return PictureKind.HEIF
    return PictureKind.PDF if begins_as_pdf(raw) else None


def _why_unknown(raw: bytes) -> Reason:
    # A web page that goes on as a PDF is a web page to the browser and a PDF to the reader.
    return Reason.TWO_IN_ONE if b"%PDF-" in raw[:1024] else what_it_is(raw, heif_brands(raw))


def _refuse_unusable_photo(raw: bytes, kind: PictureKind) -> None:
    refuse_heavy_photo(raw)
    header = _HEADERS[kind](raw)
    if header.size:
        refuse_bad_size(*header.size)
    if not header.is_whole:
        raise UploadRefused(Reason.CUT_OFF)
