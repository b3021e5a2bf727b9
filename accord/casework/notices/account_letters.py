"""Sends the letters of accounts, which wait in their box until the mail server takes them.

Whoever asks for one is answered at once, whether there is such an account or not, and whether the server is there.
"""

from dataclasses import replace

from accord.casework.desk.links import GOOD_FOR
from accord.casework.notices.wording import Site
from accord.gateways.answers import NotCarried
from accord.gateways.letters import ENDING, REFUSED, LetterBox, letter_in
from accord.gateways.mail import MailDoor
from accord.rules.moments import Moment


def send_kept(box: LetterBox, door: MailDoor, *, site: Site, moment: Moment) -> int:
    """Send every letter of the box whose link still works, the oldest first, and return how many were taken.

    One that was taken is gone from the box; one that is refused for good stays in it, and is not tried again.
    """
    waiting = [file for file in reversed(box.files()) if not file.name.endswith(REFUSED)]
    letters = [(file, letter_in(file)) for file in waiting]
    due = [(file, letter) for file, letter in letters if letter.at > moment.now - GOOD_FOR]
    if not due:
        return 0
    taken = 0
    try:
        with door.opened() as opened:
            for file, letter in due:
                key = file.name.removesuffix(ENDING)
                answer = opened.send(replace(letter, message_id=f"<letter-{key}@{site.host}>"))
                if answer.is_taken:
                    file.unlink(missing_ok=True)
                    taken += 1
                elif answer.is_final:
                    file.rename(file.with_name(f"{key}{REFUSED}"))
    except NotCarried:
        return taken
    return taken
