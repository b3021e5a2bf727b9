"""A browser that does one deed; when nobody answers it looks whether it was done, and else does it again."""

import http.client
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from html import unescape
from urllib.parse import urlencode

from tests.chaos.script import Deed

BROKEN = (ConnectionError, http.client.HTTPException, TimeoutError)
LONGEST_SECONDS = 60.0
HAZARD = {
    "category": "", "severity": "high", "place": "", "location": "Column C3, level 1", "then": "next",
    "recommended_action": "Jacket the column.", "recommended_action_bn": "কলামটি মুড়ে দিন।",
    "recommended_timeline": "6 weeks", "observation_bn": "কলামে ফাটল।",
}  # fmt: skip


class Refused(Exception):
    """The site understood the deed and does not do it: the script is wrong, or something was done twice."""


@dataclass
class Client:
    """Asks the site over one connection at a time."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the status and the text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        said = "; ".join(f"{name}={word}" for name, word in self.cookies.items())
        headers = {"Cookie": said, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, urlencode(typed) if typed is not None else None, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, word = line.partition(";")[0].partition("=")
                self.cookies[name] = word
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def post(self, form: str, to: str, typed: dict[str, str], *, prefix: str = "") -> tuple[int, str]:
        """Load the page with the form, and send what was typed."""
        status, page = self.ask("GET", form)
        if status != 200:
            raise Refused(f"{form} answers {status}")
        told = typed | {"csrf_token": hidden(page, f"{prefix}csrf_token")}
        return self.ask("POST", to, {f"{prefix}{name}": said for name, said in told.items()})


@dataclass(frozen=True)
class Places:
    """Where the pages of a deed are; asked again before each attempt."""

    inspection: Callable[[], int]
    order: Callable[[], int]
    link: Callable[[], str]


def do(deed: Deed, client: Client, places: Places, today: date) -> int:
    """Do the deed until it is acknowledged, and return how often nobody answered."""
    unanswered = 0
    until = time.monotonic() + LONGEST_SECONDS
    while True:
        try:
            if not (unanswered and _stands(deed, client, places)):
                _attempt(deed, client, places, today)
        except BROKEN:
            unanswered += 1
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return unanswered


def _attempt(deed: Deed, client: Client, places: Places, today: date) -> None:
    if deed.kind in ("hazard", "danger"):
        status, page = _hazard(deed, client, places.inspection())
    elif deed.kind == "link":
        path = places.link()
        status, page = client.post(path, path, {"name": deed.mark})
    else:
        path = f"/desk/orders/{places.order()}"
        words = {"said_by": deed.mark} if deed.kind == "acknowledged" else {"note": deed.mark, "said_by": deed.mark}
        typed = words | {name: today.isoformat() if said == "today" else said for name, said in deed.typed.items()}
        status, page = client.post(path, f"{path}/{deed.kind}", typed, prefix=f"{deed.kind}-")
    if status != 303:
        said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        raise Refused(f"{deed}: {status} {said[:3000]}")


def _hazard(deed: Deed, client: Client, inspection_id: int) -> tuple[int, str]:
    path = f"/desk/inspections/{inspection_id}/hazards/new"
    # The key of the form, drawn when it was loaded: it makes the form that is sent again the same form.
    typed = HAZARD | {"observation": f"A crack, {deed.mark}.", "key": sha256(deed.mark.encode()).hexdigest()[:16]}
    if deed.kind == "danger":
        typed |= {"severity": "severe_and_imminent"}
        status, page = client.post(path, path, typed)
        if status == 303:
            return status, page
        typed |= {"confirmed": hidden(page, "confirmed")}
    return client.post(path, path, typed)


def _stands(deed: Deed, client: Client, places: Places) -> bool:
    """Return whether the site shows the deed already: the answer alone was lost."""
    if deed.kind in ("hazard", "danger"):
        return False  # its key makes it the same one
    path = places.link() if deed.kind == "link" else f"/desk/orders/{places.order()}"
    return deed.mark in client.ask("GET", path)[1]


def hidden(page: str, name: str) -> str:
    """Return what a hidden field or a button says."""
    for field_ in re.findall(r"<(?:input|button)[^>]*>", page):
        if f'name="{name}"' in field_ and (found := re.search(r'value="([^"]*)"', field_)):
            return unescape(found[1])
    said = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    raise Refused(f"there is no field {name}: {said[:1500]}")
