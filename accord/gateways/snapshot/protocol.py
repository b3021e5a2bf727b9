"""The escalation protocol in the public snapshot: replaced whole, and read."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from accord.gateways.snapshot import tables
from accord.gateways.snapshot.rows import disclosed, names_of
from accord.rules.public.disclosed_protocol import ProtocolDisclosed, latest_first


def put_protocol(connection: Connection, versions: Iterable[ProtocolDisclosed]) -> None:
    """Replace what the snapshot holds of the protocol: some few versions of some kilobytes each."""
    rows = [{name: getattr(version, name) for name in names_of(ProtocolDisclosed)} for version in versions]
    connection.execute(delete(tables.protocol_version))
    if rows:
        connection.execute(insert(tables.protocol_version), rows)


def read_protocol(connection: Connection) -> tuple[ProtocolDisclosed, ...]:
    """Return every version, the latest first."""
    rows = connection.execute(select(tables.protocol_version)).mappings()
    return tuple(latest_first(disclosed(ProtocolDisclosed, row) for row in rows))
