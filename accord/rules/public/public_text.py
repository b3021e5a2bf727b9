"""What a free text may show to the public: no telephone number, no mail address, no trace of a complaint.

Source: DOMAIN.md sections 8 and 9. Names cannot be told from other words by a rule and are a person's work.
"""

import re
import unicodedata
from collections.abc import Sequence

from accord.rules.words.complaint_words import tells_of_complaint

HIDDEN = "[…]"
"""What stands where something was hidden; the same mark as where a document is cut."""

_GAP = r"[ \t.\-–—‐‑_()]"
# With the code of the country, with or without its plus, and with or without the zero after it.
_COUNTRY = rf"\(?(?:(?:\+|00){_GAP}{{0,2}}88(?:{_GAP}{{0,2}}0)?|88{_GAP}{{0,2}}0){_GAP}{{0,3}}"
_YEARS = rf"(?!(?:19|20)\d\d{_GAP}(?:19|20)\d\d)"
_CONTACTS = tuple(
    re.compile(pattern)
    for pattern in (
        # Mail, also to addresses in other scripts. "12 mm @ 150 mm" is a spacing of bars: the last part has letters.
        r"[^\s@,;:<>()\[\]]{1,64}(?: ?@ ?| ?[(\[] ?at ?[)\]] ?)"
        r"[^\s@,;:<>()\[\]./\d][^\s@,;:<>()\[\]./]{0,62}"
        r"(?:(?:\.| ?[(\[] ?dot ?[)\]] ?)[^\s@,;:<>()\[\]./\d][^\s@,;:<>()\[\]./]{1,62})+",
        # Mobile numbers of Bangladesh: 01X and eight digits. The X stands close, else "01.4.2018 2500" were one.
        rf"(?<!\d)(?:{_COUNTRY}\(?|\(?0\){_GAP}{{0,2}}|\(?0)1[3-9](?:{_GAP}{{0,3}}\d){{8}}(?!\d)",
        # The same typed into a cell of numbers, which loses the zero. No other gaps: "15 20 25 30 35" is a list.
        r"(?<!\d)(?<!\d[.,])1[3-9]\d{2}(?:\d{6}|[ -]\d{6}|[ -]\d{3}[ -]\d{3})(?!\d|[.,]\d)",
        # Landlines: Dhaka has 02, other places longer codes. The rest stands close, or it were a date.
        rf"(?<!\d)(?<!\d[.,/])(?:{_COUNTRY}\(?0?|\(?0)2{_GAP}{{0,3}}(?:\d{{7,9}}|{_YEARS}\d{{3,4}}[ -]\d{{4}})(?!\d)",
        rf"(?<!\d)(?<!\d[.,/])(?:{_COUNTRY}\(?0?|\(?0)[3-9]\d{{1,3}}{_GAP}{{0,3}}\d{{5,7}}(?!\d)",
        # Any other country: a plus, and groups of two digits or more.
        r"(?<![\d+])\+[1-9](?=(?:[ ()-]{0,2}\d){8,13}(?!\d))\d{0,3}(?:[ ()-]{0,2}\d{2,})+",
    )
)


def public_text(text: str) -> str:
    """Return the text as the public may read it: none of it where it tells of a complaint.

    The whole text goes then, not a sentence: "it was locked again, as they had said" would still tell.
    """
    if tells_of_complaint(text):
        return HIDDEN
    plain, places = _plain(text)
    spans = [found.span() for contact in _CONTACTS for found in contact.finditer(plain)]
    return _without(text, [(places[start], places[end - 1] + 1) for start, end in spans])


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Return the text in plain signs and Western digits, for matching only, and where each sign stood."""
    if text.isascii():
        return text, range(len(text))
    signs, places = [], []
    for place, written in enumerate(text):
        for sign in unicodedata.normalize("NFKC", written):
            category = unicodedata.category(sign)
            if category != "Cf":
                signs.append(str(unicodedata.decimal(sign)) if category == "Nd" else sign)
                places.append(place)
    return "".join(signs), places


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    shown, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            shown += [text[at:start], HIDDEN]
        at = max(at, end)
    return "".join([*shown, text[at:]])
