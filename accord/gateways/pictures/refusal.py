"""Why an uploaded file is not taken, as a sentence in the language of the person who sent it."""

from enum import StrEnum

from accord.gateways.formats import format_number
from accord.gateways.language import Language, translator

LONGEST_NAME = 60
"""Characters of a file name that are shown; what tells photos apart stands at either end of it."""
_JOINERS = "\u200c\u200d"
"""Invisible, but Bangla spelling needs them."""


class Reason(StrEnum):
    """Every reason: what the file is, and what to do. Each is the msgid of its translation (uploads.po)."""

    EMPTY = "The file is empty: choose it again, or take the photo again."
    PHOTO_TOO_HEAVY = "The photo has %(size)s MB, and at most %(most)s MB are taken: send a smaller copy of it."
    PDF_TOO_HEAVY = (
        "The PDF has %(size)s MB, and at most %(most)s MB are taken: scan it in a lower resolution, or divide it."
    )
    TOO_MANY_PIXELS = (
        "The photo has %(size)s million pixels, and at most %(most)s million are taken: "
        "choose a smaller picture size in the camera and take it again."
    )
    TOO_FEW_PIXELS = (
        "The picture is only %(width)s by %(height)s pixels, too small to show anything: "
        "send the photo itself, not a preview of it."
    )
    CUT_OFF = "The photo is incomplete, its end is missing: send it again, whole."
    UNREADABLE = "The photo is damaged or far too large and cannot be read: send it again, or save it as JPEG first."
    PDF_CUT_OFF = "The PDF is incomplete, its end is missing: send it again, whole."
    PDF_ENCRYPTED = "The PDF is protected, and others could not open it: save it without a password, and send that."
    PDF_NOT_WANTED = "This is a PDF, and a photo is needed here: take a photo, or attach the PDF where documents go."
    TWO_IN_ONE = (
        "The file is two kinds of file in one, and could do harm where it is opened: "
        "take the photo again, or save the document anew, and send that."
    )
    DRAWING = "This is an SVG drawing, not a photo: save it as PNG, and send that."
    WEB_PAGE = "This is a web page, not the photo or document itself: save what it shows, and send that."
    PROGRAM = "This is a program, not a photo or document; it is not taken: choose another file."
    ARCHIVE = "This is an archive: unpack it, and send what is in it one by one."
    OFFICE = "This is an Office document: save it as PDF, or send the photos in it one by one."
    RECORDING = "This is a video or sound recording: take photos of what it shows, and send those."
    OTHER_PICTURE = "This is a kind of picture that not everybody can open: save it as JPEG, and send that."
    UNKNOWN = "This is no photo or document that can be recognised: choose another file."


class Expected(StrEnum):
    """What would have been taken; also msgids."""

    PHOTO = "Needed is a photo (JPEG, PNG, WebP or HEIC)."
    PHOTO_OR_PDF = "Needed is a photo (JPEG, PNG, WebP or HEIC) or a document as PDF."


class UploadRefused(Exception):
    """The file that somebody sent is not taken; nothing of it was kept."""

    def __init__(self, reason: Reason, *, expected: Expected | None = None, **numbers: int) -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.expected = expected
        self.numbers = numbers
        self.file_name = ""

    def __str__(self) -> str:
        return self.in_language(Language.EN)

    def named(self, file_name: str) -> "UploadRefused":
        """Return the same refusal, which now says which of several files it means."""
        self.file_name = _shown(file_name)
        return self

    def in_language(self, language: Language) -> str:
        """Return the sentence for the person, with the name of the file where that is known."""
        gettext = translator(language).gettext
        said = gettext(self.reason) % {name: format_number(number, language) for name, number in self.numbers.items()}
        if self.expected:
            said = f"{said} {gettext(self.expected)}"
        return f"“{self.file_name}”: {said}" if self.file_name else said


def _shown(file_name: str) -> str:
    """Return the name without folders and without what would change how the rest of the sentence is read."""
    name = file_name.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if sign.isprintable() or sign in _JOINERS).strip()
    half = LONGEST_NAME // 2
    return name if len(name) <= LONGEST_NAME else f"{name[:half]}…{name[-half:]}"
