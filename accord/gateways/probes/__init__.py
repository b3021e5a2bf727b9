"""Looks at what lies outside the program: the disk, the clock, the mail server, the site's certificate.

A probe changes nothing, waits seconds at most, and says what it met by an exception of its own.
"""

import ssl

TIMEOUT_SECONDS = 5.0
"""Ours: a server on another continent answers within one; five leave room for a poor line."""


class NothingAnswers(Exception):
    """Nobody could be spoken to there; `is_refused` where the machine is there and says that nothing listens."""

    def __init__(self, sentence: str, *, is_refused: bool) -> None:
        super().__init__(sentence)
        self.is_refused = is_refused


class NotTrusted(Exception):
    """The certificate that was shown proves nothing: expired, of another name, or signed by nobody we know."""


class NotServed(Exception):
    """Somebody answers, but does not do what is asked for."""


def met(error: OSError | UnicodeError, where: str) -> NothingAnswers | NotTrusted:
    """Return what an error on the way to a server means."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return NotTrusted(f"{where} shows a certificate that is not trusted: {error.verify_message.lower()}")
    if isinstance(error, UnicodeError):  # what can be no name at all
        return NothingAnswers(f"{where} is no name of a machine", is_refused=False)
    said = "it did not answer in time" if isinstance(error, TimeoutError) else error.strerror or str(error)
    return NothingAnswers(f"{where} cannot be reached: {said}", is_refused=isinstance(error, ConnectionRefusedError))
