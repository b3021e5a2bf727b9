"""What a free text may show to the public: no mobile number, no mail address, no sentence about a complaint.

Source: DOMAIN.md sections 8 and 9. Names cannot be told from other words by a rule and are a person's work.
"""

import re

HIDDEN = "[…]"
"""What stands where something was hidden; the same mark as where a document is cut."""

_HIDDEN_WORDS = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # Mobile numbers of Bangladesh: 01X and eight digits, with or without the country code, in either script.
    re.compile(r"(?<![\d.])(?:\+?880[\s-]?|0)1[3-9](?:[\s-]?[0-9]){8}(?!\d)"),
    re.compile(r"(?<![\d.])(?:\+?৮৮০[\s-]?|০)১[৩-৯](?:[\s-]?[০-৯]){8}(?!\d)"),
)
_COMPLAINT = re.compile(r"complain|whistle.?blow|অভিযোগ", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?।\n]*(?:[.!?।\n]+|$)")


def public_text(text: str) -> str:
    """Return the text as the public may read it."""
    if _COMPLAINT.search(text):
        text = "".join(_shown(sentence) for sentence in _SENTENCE.findall(text))
    for hidden in _HIDDEN_WORDS:
        text = hidden.sub(HIDDEN, text)
    return text


def _shown(sentence: str) -> str:
    if not _COMPLAINT.search(sentence):
        return sentence
    start = len(sentence) - len(sentence.lstrip())
    return sentence[:start] + HIDDEN + ("\n" if sentence.endswith("\n") else "")
