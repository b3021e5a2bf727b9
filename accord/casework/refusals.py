"""The base of every refusal: its text is the sentence for the person."""


class Refused(Exception):
    """What was asked cannot be done as it stands; nothing was changed."""


class Told(Refused):
    """A refusal that people read at the desk, each in their language: the sentence is also its msgid."""

    sentence = ""

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence % values if values else self.sentence)


def N_(sentence: str) -> str:  # noqa: N802  the name by which translators' tools know it
    """Return the sentence as it is: one that is translated where it is shown."""
    return sentence
