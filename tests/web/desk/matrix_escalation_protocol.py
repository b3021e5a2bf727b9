"""What stands behind the addresses of the protocol at the desk, for the test that asks every address as everybody."""

from collections.abc import Callable, Mapping, Sequence

from accord.casework.escalation.protocol import take
from accord.rules.escalation.profile_file import delivered_text
from accord.rules.public.disclosed_protocol import DELIVERED
from tests.web.desk.matrix_objects import Asked, World


def _versions(world: World) -> Sequence[Asked]:
    text = delivered_text().replace("2019-05-08", world.moment.today.isoformat(), 1)
    taken = take(world.session, text, reason="As an example.", who=None, actor="a test", moment=world.moment)
    return Asked({"number": DELIVERED}), Asked({"number": taken.id})


PROTOCOL: Mapping[str, Callable[[World], Sequence[Asked]]] = {"protocol_desk.version": _versions}
"""By endpoint."""
