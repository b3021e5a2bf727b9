"""The kinds of file that people may send."""

from enum import StrEnum


class PictureKind(StrEnum):
    """What a file is by its content; the value is its media type."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIF = "image/heic"
    PDF = "application/pdf"


PHOTOS = frozenset({PictureKind.JPEG, PictureKind.PNG, PictureKind.WEBP, PictureKind.HEIF})
EVERYTHING = PHOTOS | {PictureKind.PDF}
