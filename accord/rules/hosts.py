"""Which names of machines mean this machine itself."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Return whether the host is this machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return False
