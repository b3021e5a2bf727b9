"""PDF documents: a drawing, a certificate, a bill. They are kept as they came and only ever handed over as a download.

Scripts in a PDF are not searched for: they may stand in a compressed part, where only a whole PDF reader finds them,
and a search that is easily walked around would promise what it does not keep. What keeps people safe is that no page of
ours shows the document: it is sent as an attachment, `nosniff`, and the reader that opens it trusts no script.
"""

import re

from accord.gateways.pictures.refusal import Reason, UploadRefused

MAX_PDF_BYTES = 25_000_000
"""A scanned drawing of A0 in 300 dpi has some 10 MB; more is a book, which no phone loads on a factory's network."""

_START = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]{0,16}%PDF-\d")
_END_WITHIN_BYTES = 1024
"""As far from the end as readers look for the end mark."""
_POINTER = re.compile(rb"startxref\s+(\d{1,10})")
_DICTIONARY_BYTES = 4096


def begins_as_pdf(raw: bytes) -> bool:
    """Return whether a PDF stands at the very beginning; whoever begins with something else is no PDF to us."""
    return bool(_START.match(raw))


def refuse_unusable_pdf(raw: bytes) -> None:
    """Raise UploadRefused if the PDF is too large, cut off, or can be opened only with a password."""
    if len(raw) > MAX_PDF_BYTES:
        raise UploadRefused(Reason.PDF_TOO_HEAVY, size=-(-len(raw) // 1_000_000), most=MAX_PDF_BYTES // 1_000_000)
    tail = raw[-_END_WITHIN_BYTES:]
    pointers = _POINTER.findall(tail)
    if b"%%EOF" not in tail or not pointers or int(pointers[-1]) >= len(raw):
        raise UploadRefused(Reason.PDF_CUT_OFF)
    if b"/Encrypt" in _last_dictionary(raw, int(pointers[-1])) or b"/Encrypt" in tail:
        raise UploadRefused(Reason.PDF_ENCRYPTED)


def _last_dictionary(raw: bytes, at: int) -> bytes:
    """Return the dictionary to which the end of the file points, which must name the encryption of all the rest.

    It follows either the table of objects or, since PDF 1.5, stands at the head of a stream.
    """
    start = raw[at : at + 32].lstrip()
    if not start.startswith(b"xref"):
        return raw[at : at + _DICTIONARY_BYTES].partition(b"stream")[0]
    trailer = raw.find(b"trailer", at)
    return raw[trailer : trailer + _DICTIONARY_BYTES].partition(b"startxref")[0] if trailer >= 0 else b""
