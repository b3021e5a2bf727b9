"""What arrived at the mail server of a story: to whom, and what stands on the paper that came with it."""

from datetime import time

from tests.browser.stage import Stage
from tests.post_office import PostOffice
from tests.reports.reading import pdfium_text


def told(stage: Stage, office: PostOffice, subject: str, *, at: tuple | None = None) -> set[str]:
    """Let the clockwork work a minute, by default the present one; return who got a letter of this subject in it.

    `at`: the day, the hour and the minute to which the story goes before.
    """
    if at:
        stage.days.today, stage.days.hour = at[0], time(*at[1:])
    before = len(office.taken)
    stage.run_the_clockwork()
    return {address for address, letter in office.taken[before:] if subject in letter["Subject"]}


def letter_to(office: PostOffice, email: str) -> str:
    """Return what the last letter to an address says."""
    letter = next(letter for address, letter in reversed(office.taken) if address == email)
    return str(letter.get_body(("plain",)).get_content())


def paper_to(office: PostOffice, email: str, subject: str) -> str:
    """Return what stands on the paper that came with the last letter of this subject to an address, on one line."""
    letter = next(
        letter for address, letter in reversed(office.taken) if address == email and subject in letter["Subject"]
    )
    [paper] = letter.iter_attachments()
    assert paper.get_content_type() == "application/pdf"
    return " ".join(pdfium_text(paper.get_content()).split())
