"""What is not taken, told by its first bytes, so that the refusal can say what to do about it."""

import re

from accord.gateways.pictures.refusal import Reason

HEAD_BYTES = 4096
"""Browsers sniff 1,445 bytes, PDF readers look for their mark in 1,024."""

_STARTS: tuple[tuple[bytes, Reason], ...] = (
    (b"MZ", Reason.PROGRAM),
    (b"\x7fELF", Reason.PROGRAM),
    (b"\xfe\xed\xfa\xce", Reason.PROGRAM),
    (b"\xfe\xed\xfa\xcf", Reason.PROGRAM),
    (b"\xce\xfa\xed\xfe", Reason.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Reason.PROGRAM),
    (b"\xca\xfe\xba\xbe", Reason.PROGRAM),
    (b"\0asm", Reason.PROGRAM),
    (b"dex\n", Reason.PROGRAM),
    (b"#!", Reason.PROGRAM),
    (b"@echo", Reason.PROGRAM),
    (b"<?php", Reason.PROGRAM),
    (b"\x1f\x8b", Reason.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Reason.ARCHIVE),
    (b"Rar!", Reason.ARCHIVE),
    (b"BZh", Reason.ARCHIVE),
    (b"\xfd7zXZ", Reason.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", Reason.ARCHIVE),
    (b"MSCF", Reason.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OFFICE),
    (b"{\\rtf", Reason.OFFICE),
    (b"GIF8", Reason.OTHER_PICTURE),
    (b"BM", Reason.OTHER_PICTURE),
    (b"II*\0", Reason.OTHER_PICTURE),
    (b"MM\0*", Reason.OTHER_PICTURE),
    (b"8BPS", Reason.OTHER_PICTURE),
    (b"\0\0\1\0", Reason.OTHER_PICTURE),
    (b"\xff\x0a", Reason.OTHER_PICTURE),
    (b"\0\0\0\x0cJXL ", Reason.OTHER_PICTURE),
    (b"\0\0\0\x0cjP  ", Reason.OTHER_PICTURE),
    (b"ID3", Reason.RECORDING),
    (b"OggS", Reason.RECORDING),
    (b"\x1aE\xdf\xa3", Reason.RECORDING),
    (b"RIFF", Reason.RECORDING),
)
_OFFICE_IN_ZIP = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis", b"_rels/.rels")
_WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|meta)\b", re.IGNORECASE)
_SVG = re.compile(rb"<svg\b", re.IGNORECASE)
_HIDDEN_MARKUP = re.compile(rb"<(?:!doctype\s+html|html[\s>]|script[\s>]|iframe[\s>]|svg[\s>]|\?php)", re.IGNORECASE)
_TAR_MARK_AT = 257

_END_OF_ZIP = b"PK\x05\x06"
_END_OF_ZIP_BYTES = 22
_LONGEST_ZIP_COMMENT = 0xFFFF


def what_it_is(raw: bytes, brands: frozenset[bytes]) -> Reason:
    """Return why a file is not taken that begins like none of our kinds; `brands` are those of an ISO media file."""
    if raw.startswith(b"PK"):
        return Reason.OFFICE if any(mark in raw[:HEAD_BYTES] for mark in _OFFICE_IN_ZIP) else Reason.ARCHIVE
    if brands:
        return Reason.OTHER_PICTURE if brands & {b"avif", b"avis", b"mif1", b"crx "} else Reason.RECORDING
    head = raw[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    # An SVG may hold scripts, a web page drawings: what opens first decides.
    found = [(match.start(), why) for form, why in _MARKUP if (match := form.search(head))]
    if head.startswith(b"<") and found:
        return min(found)[1]
    if raw[_TAR_MARK_AT:].startswith(b"ustar"):
        return Reason.ARCHIVE
    return next((why for start, why in _STARTS if head.lower().startswith(start.lower())), Reason.UNKNOWN)


def is_two_in_one(raw: bytes, *, is_pdf: bool) -> bool:
    """Return whether a photo or PDF is also a web page, script, archive or PDF to those who look for one there.

    Only the obvious: whoever hides better is met by the re-encoding, which keeps nothing but the pixels. A second JPEG
    or a video behind the photo is no sign of ill will; phones put them there.
    """
    head, tail = raw[1:HEAD_BYTES], raw[-HEAD_BYTES:]
    return (
        (b"%PDF-" in head[:1024] and not is_pdf)
        or bool(_HIDDEN_MARKUP.search(head))
        or bool(_HIDDEN_MARKUP.search(tail))
        or _ends_as_zip(raw)
    )


def _ends_as_zip(raw: bytes) -> bool:
    """Return whether the file ends with the directory of a zip archive: programs read those from behind."""
    tail = raw[-(_END_OF_ZIP_BYTES + _LONGEST_ZIP_COMMENT) :]
    at = tail.rfind(_END_OF_ZIP)
    if at < 0 or at + _END_OF_ZIP_BYTES > len(tail):
        return False
    comment_bytes = int.from_bytes(tail[at + 20 : at + 22], "little")
    return at + _END_OF_ZIP_BYTES + comment_bytes == len(tail)


_MARKUP = ((_SVG, Reason.DRAWING), (_WEB_PAGE, Reason.WEB_PAGE))
