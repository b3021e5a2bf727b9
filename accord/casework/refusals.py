"""The base of every refusal: its text is the sentence for the person."""


class Refused(Exception):  # noqa: N818  each refusal is named for what was refused, not for an error of the program
    """What was asked cannot be done as it stands; nothing was changed."""
