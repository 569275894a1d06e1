"""Which network addresses a page may be fetched from: public ones, and those a desk allows by name.

Source: the IANA special-purpose registries for IPv4 and IPv6, by way of `ipaddress`, and tightened where an
address carries another one inside it.
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self

from tocsin.errors import FetchError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = (80, 443)

# Each of these reaches an IPv4 address, or a machine, that the IPv6 address does not show. Mapped, compatible, NAT64
# (well-known and local), Teredo, 6to4, the old site-local range. `is_global` says yes to some of them.
WRAPPED = tuple(
    IPv6Network(network)
    for network in ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32",
                    "2002::/16", "fec0::/10")
)  # fmt: skip


def public(address: Address) -> bool:
    """Whether *address* is on the open internet.

    >>> [public(ip_address(text)) for text in ("93.184.215.14", "10.0.0.1", "100.64.0.1", "::ffff:8.8.8.8")]
    [True, False, False, False]
    """
    if isinstance(address, IPv6Address) and any(address in network for network in WRAPPED):
        return False
    barred = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not (barred or address.is_private or address.is_link_local)


def literal(host: str) -> Address | None:
    """The address *host* spells out; None when it is a name.

    Raises FetchError for the spellings that only some programs read as an address: 2130706433, 0x7f.1, 0177.0.0.1.

    >>> literal("averna.example"), literal("192.0.2.7")
    (None, IPv4Address('192.0.2.7'))
    """
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        # WHATWG URL, "ends in a number": browsers read such a host as IPv4, so it is never a name.
        if ":" in host or re.fullmatch(r"\d+|0[xX][0-9a-fA-F]*", last):
            raise FetchError(
                f"{host!r} is an unusual spelling of a network address: write the host's name, or four numbers"
            ) from None
        return None


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry of the allow-list: a host or a network, on one port or on 80 and 443."""

    host: str | None
    network: Network | None
    ports: tuple[int, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "10.1.0.0/16", "127.0.0.1:8080", "[::1]:8080" or "news.lorusk.example:8443".

        >>> Allowed.parse("10.1.0.0/16:8080").ports
        (8080,)

        Raises FetchError when *text* is none of these.
        """
        written = re.fullmatch(r"(\[[^\]]+\](?:/\d+)?|[^:\s]+)(?::(\d{1,5}))?", text.strip())
        if written is None:
            raise FetchError(f"{text!r} is not an allow-list entry like '10.1.0.0/16' or 'news.example:8443'")
        ports = (int(written[2]),) if written[2] else PORTS
        name = written[1].replace("[", "").replace("]", "")
        try:
            return cls(None, ip_network(name, strict=False), ports)
        except ValueError:
            return cls(name.lower().rstrip("."), None, ports)

    def covers(self, host: str, address: Address, port: int) -> bool:
        """Whether this entry lets *host*, found at *address*, be dialled on *port*."""
        if port not in self.ports:
            return False
        if self.network is not None:
            return address in self.network
        return host.lower().rstrip(".") == self.host
