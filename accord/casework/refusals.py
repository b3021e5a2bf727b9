"""The base of every refusal: its text is the sentence for the person."""


class Refused(Exception):
    """What was asked cannot be done as it stands; nothing was changed."""
