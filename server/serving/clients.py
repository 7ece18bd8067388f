"""Who asks, under which address the server is known to them, and how much they may ask for."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter, OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from server.http import is_host
from server.settings import Settings

_WINDOW = 60.0
"""Seconds in which a client gets its whole budget back."""
_KNOWN = 20_000
_LONGEST_KEPT = 260
"""Characters of a Host field whose meaning is remembered."""
_READ = 4000
"""Characters of a list of addresses that are read, from its end: that is where proxies add."""
_PAIR = re.compile(r'(?:^|;)[ \t]*(for|proto)=("[^"]*"|[^;\s]*)', re.IGNORECASE)
_OWN_NAME = re.compile(r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asker:
    """A client: its address, the scheme and host it used, and whether it is this machine.

    ``by_name``: whether it called this machine by one of its own names. A browser here that was
    led here by a page of somebody else, under a name of theirs, does not.
    """

    address: str
    scheme: str
    host: str
    here: bool
    by_name: bool = True
    told: bool = False
    """Whether a trusted proxy named the address; else it is that of the connection."""

    @property
    def group(self) -> str:
        """Return what counts as one client: an address, and of IPv6 the network that one line
        gets.
        """
        return group_of(self.address)


def asker(peer: str, fields: Mapping[str, str], settings: Settings, listens: str) -> Asker:
    """Return who sent a request that came from ``peer`` (``host:port``).

    What proxies say is believed only as far as ``settings.proxies`` trusts them: of the addresses
    they list, the last ``proxies`` were added by trusted ones, and the first of these is the
    client. Of ``Forwarded`` and ``X-Forwarded-For`` only one is written by them, and a client can
    send the other: ``settings.forwarded`` says which one counts.
    """
    address = address_of(peer)
    scheme = "http"
    told = False
    forwarded = "forwarded" in fields or "x-forwarded-for" in fields
    named = fields.get("host", "")
    if not settings.proxies and not forwarded and len(named) <= _LONGEST_KEPT:
        return _plain_asker(address, named, settings.origin, listens)
    if settings.proxies:
        chain = _chain(fields, settings.forwarded)
        if told := bool(chain):
            address, scheme = chain[-min(settings.proxies, len(chain))]
        elif settings.forwarded != "forwarded":
            scheme = _scheme(fields.get("x-forwarded-proto", ""))
    here = _is_here(address) and not forwarded
    return Asker(address, *_asked(scheme, named, settings.origin, listens), here, _own(named), told)


@lru_cache(maxsize=1024)
def _plain_asker(address: str, named: str, origin: str, listens: str) -> Asker:
    """Return who asks without a proxy: most requests are of a few that come again and again."""
    asked = _asked("http", named, origin, listens)
    return Asker(address, *asked, _is_here(address), _own(named))


def _asked(scheme: str, named: str, origin: str, listens: str) -> tuple[str, str]:
    """Return the scheme and host by which the server is known to a client."""
    if origin:
        scheme, _, host = origin.rstrip("/").partition("://")
        return scheme, host
    return scheme, named if is_host(named) else listens


def _own(named: str) -> bool:
    return not named or bool(_OWN_NAME.fullmatch(named))


def address_of(peer: str) -> str:
    """Return the address of ``host:port``."""
    return peer.rpartition(":")[0].strip("[]") or peer


def _chain(fields: Mapping[str, str], counts: str) -> list[tuple[str, str]]:
    """Return addresses a request passed through, the client first, each with the scheme it used."""
    listed = fields.get("x-forwarded-for", "")
    if counts == "forwarded" or (not counts and not listed):
        # Parted at every comma: an address has none, and a quote that a client left open must not
        # swallow what proxies add behind it.
        elements = fields.get("forwarded", "")[-_READ:].split(",")
        said = [{n.lower(): v.strip('"') for n, v in _PAIR.findall(one)} for one in elements]
        return [(_bare(one["for"]), _scheme(one.get("proto", ""))) for one in said if "for" in one]
    scheme = _scheme(fields.get("x-forwarded-proto", ""))
    return [(_bare(one), scheme) for one in listed[-_READ:].split(",") if one.strip()]


def _scheme(said: str) -> str:
    return "https" if said.rpartition(",")[2].strip().lower() == "https" else "http"


def _bare(entry: str) -> str:
    """Return an address without port, brackets and whatever does not belong into one."""
    entry = entry.strip().strip('"')
    if entry.startswith("["):
        entry = entry[1:].partition("]")[0]
    elif entry.count(":") == 1:
        entry = entry.partition(":")[0]
    return re.sub(r"[^0-9A-Za-z:._\-]", "", entry)[:60]


@lru_cache(maxsize=1024)
def group_of(address: str) -> str:
    """Return what counts as one client: an address, and of IPv6 the network that one line gets."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 6 and not found.is_loopback:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


@lru_cache(maxsize=1024)
def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


class Budgets:
    """Seconds of work that a client may have in a minute; what is left grows back evenly."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str, now: float) -> float:
        """Return seconds until a client may ask again; 0 where it may now."""
        over = self._now(client, now) - self.seconds
        return 0.0 if over < 0 else max(1.0, over * _WINDOW / self.seconds)

    def spend(self, client: str, seconds: float, now: float) -> None:
        """Note work done for a client."""
        self._spent[client] = (self._now(client, now) + seconds, now)
        self._spent.move_to_end(client)
        if len(self._spent) > _KNOWN:
            self._spent.popitem(last=False)

    def _now(self, client: str, now: float) -> float:
        spent, then = self._spent.get(client, (0.0, now))
        return max(0.0, spent - (now - then) * self.seconds / _WINDOW)


class Bodies:
    """Bytes of requests' bodies that are held, for the server as a whole and for each client."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._held: Counter[str] = Counter()

    def take(self, client: str, size: int) -> bool:
        """Count bytes that have come; returns whether there is room for them."""
        self.size += size
        self._held[client] += size
        # A quarter for one client, so that no one alone can keep the others from asking.
        return self.size <= self.limit and self._held[client] <= self.limit // 4

    def give_back(self, client: str, size: int) -> None:
        """Count them no more."""
        self.size -= size
        self._held[client] -= size
        if self._held[client] <= 0:
            del self._held[client]
