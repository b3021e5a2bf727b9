"""A photo made anew from its pixels: right way up, in sRGB, of a bounded size, and with no word of where it was taken.

This is the real defence: a file that is also a web page or holds a hidden second picture leaves both behind. It runs on
files from anywhere, so the server has it done in a process apart (`work.Processor`).
"""

import struct
import warnings
import zlib
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image
from pillow_heif import register_heif_opener

from accord.gateways.pictures.colour import in_srgb
from accord.gateways.pictures.encode import THUMBNAIL_QUALITY, as_jpeg, thumbnail
from accord.gateways.pictures.exif import Told, told_by
from accord.gateways.pictures.fingerprint import fingerprint
from accord.gateways.pictures.kinds import PHOTOS
from accord.gateways.pictures.look import look_at, refuse_bad_size, refuse_too_many_pixels
from accord.gateways.pictures.picture import LONGEST_PX, Picture
from accord.gateways.pictures.refusal import Reason, UploadRefused
from accord.gateways.pictures.whole import whole_files_only

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
"""Pillow tries no other of its forty readers."""
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DAMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)
"""What Pillow and libheif raise on files that are damaged or made to do harm."""

# Previews within the file are not the photo, and may show what was cut away from it: only the main picture is decoded.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def reencoded(raw: bytes, *, zone: ZoneInfo) -> Picture:
    """Return the photo made anew, or raise UploadRefused; the same bytes give the same picture.

    Of a file with several pictures (animations, bursts, stereo) the main one is taken. The zone is where a time of
    capture without an offset is meant.
    """
    look_at(raw, accepts=PHOTOS)
    try:
        with warnings.catch_warnings():
            # Damaged words beside the picture, which we drop anyhow.
            warnings.simplefilter("ignore", UserWarning)
            told, upright = _opened(raw, zone)
    except _DAMAGE as damage:
        raise UploadRefused(Reason.UNREADABLE) from damage
    if told.orientation in _TURNS:
        upright = upright.transpose(_TURNS[told.orientation])
    small = thumbnail(upright)
    return Picture(
        jpeg=as_jpeg(upright),
        width_px=upright.width,
        height_px=upright.height,
        thumbnail=as_jpeg(small, THUMBNAIL_QUALITY),
        captured_at=told.captured_at,
        fingerprint=fingerprint(small),
    )


def _opened(raw: bytes, zone: ZoneInfo) -> tuple[Told, Image.Image]:
    with whole_files_only(), Image.open(BytesIO(raw), formats=_FORMATS) as image:
        refuse_bad_size(*image.size)
        return told_by(image, zone), _decoded(image)


def _decoded(image: Image.Image) -> Image.Image:
    """Return the pixels in sRGB, made as small as we keep them, before anything else is done to them."""
    size = _within_bounds(*image.size)
    # Only JPEGs can; the others leave the image as it is.
    image.draft("RGB", size)
    image.load()
    refuse_too_many_pixels(*image.size)  # a HEIC may turn out to be larger than it said
    return in_srgb(image, size)


def _within_bounds(width: int, height: int) -> tuple[int, int]:
    longest = max(width, height)
    if longest <= LONGEST_PX:
        return width, height
    return max(1, round(width * LONGEST_PX / longest)), max(1, round(height * LONGEST_PX / longest))
