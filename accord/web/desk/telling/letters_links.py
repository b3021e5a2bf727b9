"""Whether letters can carry the link by which they are answered."""

from sqlalchemy.orm import Session

from accord.casework.disclosure import is_demonstration
from accord.web.site import site


def carry_no_link(session: Session) -> bool:
    """Return whether nobody told this installation its address, so that no letter can carry a link to it."""
    return site().settings.base_url is None and not is_demonstration(session)
