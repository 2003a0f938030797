"""Where a host name leads, and whether a newsroom's machine may go there.

A page can name any address, and a name can resolve to any: without a check, a feed could have the pipeline read the
metadata service of a cloud machine or the printer next door (server-side request forgery, CWE-918). A name is resolved
once for each request and the connection is made to the very address that was checked, so that a second answer of the
name server changes nothing (DNS rebinding).
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from hearsay.fetch.errors import TOO_LONG, FetchFault

Resolve = Callable[[str, int], list[str]]
RESOLVE_SECONDS = 10.0

# IANA's special-purpose registries (RFC 6890), spelled out: what ``ipaddress.is_global`` knows of them depends on the
# version of Python.
NOT_PUBLIC_4 = tuple(map(IPv4Network, (
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",  # private
    "100.64.0.0/10",  # carrier-grade NAT
    "127.0.0.0/8",  # loopback
    "169.254.0.0/16",  # link-local, cloud metadata
    "172.16.0.0/12",  # private
    "192.0.0.0/24",  # protocol assignments
    "192.0.2.0/24",  # documentation
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",  # private
    "198.18.0.0/15",  # benchmarks
    "198.51.100.0/24",  # documentation
    "203.0.113.0/24",  # documentation
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, broadcast
)))  # fmt: skip
PUBLIC_6 = IPv6Network("2000::/3")  # global unicast; everything else is not
NOT_PUBLIC_6 = tuple(map(IPv6Network, (
    "2001::/23",  # protocol assignments, Teredo, ORCHID
    "2001:db8::/32",  # documentation
    "3fff::/20",  # documentation
)))  # fmt: skip
NAT64 = IPv6Network("64:ff9b::/96")
SIX_TO_FOUR = IPv6Network("2002::/16")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4) is as public as that one.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        inner = _embedded(parsed)
        if inner is None:
            return parsed in PUBLIC_6 and not any(parsed in network for network in NOT_PUBLIC_6)
        parsed = inner
    return not any(parsed in network for network in NOT_PUBLIC_4)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.sixtofour if address in SIX_TO_FOUR else None


def resolve_host(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host name, in the order in which the system wants them tried.

    :raises FetchFault: there are none.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        is_passing = error.errno == socket.EAI_AGAIN
        raise FetchFault("host not found", f"{host}: {error.strerror}", is_passing=is_passing) from error
    except (OSError, UnicodeError) as error:
        raise FetchFault("host not found", f"{host[:100]}: {error}") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def resolve_within(seconds: float, resolve: Resolve, host: str, port: int) -> list[str]:
    """Return what a resolver gives, if it does in time.

    The system's resolver cannot be interrupted; it is left to itself, and keeps no process from ending.

    :raises FetchFault: it does not answer in time, or says that there are no addresses.
    """
    answers: SimpleQueue[list[str] | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except Exception as error:
            answers.put(error)

    Thread(target=ask, name=f"resolve {host[:100]}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        detail = f"no answer of the name server within {seconds:.2g} seconds"
        raise FetchFault(TOO_LONG, detail, is_passing=True) from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def public_addresses(
    host: str, port: int, *, resolve: Resolve, allow_private: bool, seconds: float = RESOLVE_SECONDS
) -> list[str]:
    """Return the addresses of a host that may be connected to.

    :param seconds: how long its name may take to resolve.
    :raises FetchFault: there is none, or the name is not resolved in time.
    """
    addresses = resolve_within(min(seconds, RESOLVE_SECONDS), resolve, host, port)
    allowed = addresses if allow_private else [address for address in addresses if is_public(address)]
    if not allowed:
        named = "" if addresses == [host] else f"{host} is "
        raise FetchFault("address not public", named + (", ".join(addresses) or "nowhere"))
    return allowed
