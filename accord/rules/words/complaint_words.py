"""Words that tell of a worker's complaint: one pattern for what is read in and for what is shown.

Nothing that a factory, a brand or the public can see may show that a visit or a hazard came from a complaint.
Source: DOMAIN.md section 9.
"""

import re
import unicodedata

_COMPLAINT = re.compile(
    r"complain|grievance|whistle[\W_]*blow|anonymous\W+(?:phone\W+)?(?:call|letter|tip|report|worker)|অভিযোগ|নালিশ",
    re.IGNORECASE,
)


def tells_of_complaint(text: str) -> bool:
    """Return whether the words tell of a complaint, however they are encoded or invisibly broken up."""
    shown = unicodedata.normalize("NFKC", text)
    return bool(_COMPLAINT.search("".join(sign for sign in shown if unicodedata.category(sign) != "Cf")))
