"""What the public reads of a letter of recognition: that it stands, or when and why it was withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accord.gateways.wording import Text, Wording
from accord.rules.public.disclosure import RecognitionDisclosed, letter_on
from accord.rules.public.public_lists import recognition_taken_back


@dataclass(frozen=True)
class LetterView:
    """A letter of recognition; `withdrawn_on` None: it stands."""

    recognised_on: date
    number: str | None
    """By which somebody who is shown a letter can tell that it is this one."""
    withdrawn_on: date | None = None
    why_withdrawn: Text | None = None


def letter_of(letters: Sequence[RecognitionDisclosed], wording: Wording, *, as_of: date) -> LetterView | None:
    """Return the letter that stood on that day, else the one withdrawn last; None: there was none."""
    if standing := letter_on(letters, as_of=as_of):
        return LetterView(standing.recognised_on, standing.number)
    if gone := recognition_taken_back(letters, as_of=as_of):
        because = wording.of(gone.why_withdrawn, gone.why_withdrawn_bn)
        return LetterView(gone.recognised_on, gone.number, gone.withdrawn_on, because)
    return None
