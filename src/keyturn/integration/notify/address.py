"""Where events may be sent: to public addresses only, so that nobody can make us knock at inner doors.

A name may change what it points to between two looks. So it is resolved once, every address it has is judged, and
the connection is made to one of those judged.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from keyturn.integration.errors import CallRefused

LONGEST = 2000
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
_NEVER = (
    ip_network("168.63.129.16/32"),  # Azure's metadata and DNS, inside a public range
    ip_network("192.0.0.0/24"),  # protocol assignments; Oracle's metadata among them
    ip_network("192.88.99.0/24"),  # 6to4 relays
    ip_network("64:ff9b:1::/48"),  # NAT64 with inner addresses
)


def may_connect(address: IPv4Address | IPv6Address, loopback: bool = False) -> bool:
    """Whether an address is public; ``loopback``: also this machine's own, for development."""
    inner = _inner(address)
    if inner is not None:
        return may_connect(inner, loopback)
    if address.is_loopback:
        return loopback
    if any(address in network for network in _NEVER if network.version == address.version):
        return False
    if isinstance(address, IPv6Address) and address.is_site_local:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to, by any of the ways to write one into the other."""
    if isinstance(address, IPv4Address):
        return None
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    embedded = address in _NAT64 or (address in _COMPATIBLE and int(address) > 1)
    return IPv4Address(int(address) & 0xFFFFFFFF) if embedded else None


def checked(url: str, loopback: bool = False) -> str:
    """The URL, if events may be sent there as far as can be seen without asking anybody.

    Raises :class:`CallRefused` (``address-refused``).
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise CallRefused("The address is not written like one.", code="address-refused") from None
    wrong = (
        (len(url) > LONGEST or not url.isascii() or not url.isprintable() or " " in url, "is no plain address"),
        (parts.scheme != "https" and not (loopback and parts.scheme == "http"), "does not begin with https://"),
        (not host or port == 0, "names no host"),
        (parts.username is not None or parts.password is not None, "holds a user or a password"),
        (bool(parts.fragment), "has a fragment"),
        (not _host_may_be(host, loopback), "is not a public address"),
    )
    for is_so, what in wrong:
        if is_so:
            raise CallRefused(f"The address {what}.", code="address-refused")
    return url


def _host_may_be(host: str, loopback: bool) -> bool:
    try:
        return may_connect(ip_address(host), loopback)
    except ValueError:
        plain = re.fullmatch(r"[A-Za-z0-9_.-]+", host) is not None  # two readers of a URL must see one host
        return plain and (
            loopback
            or not (
                host.rstrip(".") == "localhost" or host.rstrip(".").endswith((".localhost", ".local", ".internal"))
            )
        )
