"""Which IP addresses are public.

Invariant: an address passes only where it, and every IPv4 address inside it, is public unicast,
or where the user named it; one of a cloud's metadata service only where it was named by itself.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

from provenance.errors import FetchError, FetchFailure, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["check_address", "internal_name", "networks", "unsafe"]

Ip = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# what Python's registry has as global in one version or another although no public page stands there
SPECIAL = tuple(
    map(
        ip_network,
        ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4", "2001::/23", "3fff::/20"),
    )
)
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")
COMPATIBLE = IPv6Network("::/96")
ISATAP = frozenset({0x00005EFE, 0x02005EFE})
METADATA = frozenset(map(ip_address, ("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")))
INTERNAL_NAMES = frozenset(
    {
        "instance-data",
        "instance-data.ec2.internal",
        "ip6-localhost",
        "ip6-loopback",
        "localhost",
        "localhost.localdomain",
        "metadata",
        "metadata.goog",
        "metadata.google.internal",
    }
)


def check_address(ip: str, allow: Sequence[str] = ()) -> None:
    """Refuse an IP address that is not public.

    Args:
        ip: the address, in its canonical form.
        allow: addresses and networks that may be reached all the same.

    Raises:
        FetchError: ``UNSAFE_ADDRESS``.
        UsageError: an entry of ``allow`` is no address and no network.
    """
    why = unsafe(ip, allow)
    if why is not None:
        message = f"{ip}: {why}"
        raise FetchError(message, FetchFailure.UNSAFE_ADDRESS, f"--allow-private {ip} where you may reach it")


def unsafe(ip: str, allow: Sequence[str] = ()) -> str | None:
    """Say why an IP address is not reached; ``None`` where it may be.

    Raises:
        UsageError: an entry of ``allow`` is no address and no network.
    """
    address = ip_address(ip)
    named = networks(tuple(allow))
    inside = _inside(address) if isinstance(address, IPv6Address) else ()
    if METADATA.intersection((address, *inside)):
        exact = any(network.num_addresses == 1 and address in network for network in named)
        return None if exact else "the metadata service of a cloud"
    if any(address in network for network in named):
        return None
    for inner in inside:
        why = _kind(inner)
        if why is not None:
            return f"{why} inside an IPv6 address"
    mapped = isinstance(address, IPv6Address) and (address.ipv4_mapped is not None or address in NAT64)
    return None if mapped else _kind(address)


def internal_name(host: str) -> bool:
    """Whether a name is one for this machine or a cloud's metadata service, whatever it resolves to."""
    return host in INTERNAL_NAMES or host.endswith(".localhost")


@lru_cache(maxsize=16)
def networks(allow: tuple[str, ...]) -> tuple[Network, ...]:
    """The addresses and networks that a user named.

    Raises:
        UsageError: an entry is no address and no network.
    """
    found = []
    for entry in allow:
        try:
            found.append(ip_network(entry.strip("[] "), strict=False))
        except ValueError as error:
            message = f"{entry}: no IP address and no network"
            raise UsageError(message, "name it as 127.0.0.1 or 10.0.0.0/8") from error
    return tuple(found)


def _kind(address: Ip) -> str | None:
    """What an address is, where it is not public unicast."""
    if address.is_loopback:
        return "an address of this machine"
    if address.is_link_local:
        return "a link-local address"
    if address.is_multicast:
        return "a multicast address"
    if address.is_unspecified:
        return "the unspecified address"
    outside = isinstance(address, IPv6Address) and (address not in GLOBAL_UNICAST or address.is_site_local)
    special = any(address in network for network in SPECIAL if network.version == address.version)
    if address.is_private or address.is_reserved or not address.is_global or outside or special:
        return "a private or reserved address"
    return None


def _inside(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an IPv6 address stands for or is reached through."""
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in NAT64 or address in LOCAL_NAT64 or address in COMPATIBLE:
        return (low,)
    return (low,) if int(address) >> 32 & 0xFFFFFFFF in ISATAP else ()
