"""Who asks, under which address the server is known to them, and how much they may ask for."""

from __future__ import annotations

import ipaddress
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from server.http import is_host
from server.settings import Settings

_WINDOW = 60.0
"""Seconds in which a client gets its whole budget back."""
_KNOWN = 20_000
_FORWARDED = re.compile(r'(?:^|[;,\s])(for|proto)\s*=\s*("[^"]*"|[^;,\s]+)', re.IGNORECASE)


@dataclass(slots=True)
class Asker:
    """A client: its address, the scheme and host it used, and whether it is this machine."""

    address: str
    scheme: str
    host: str
    here: bool

    @property
    def group(self) -> str:
        """Return what counts as one client: an address, and of IPv6 the network that one line
        gets.
        """
        return _group(self.address)


def asker(peer: str, fields: Mapping[str, str], settings: Settings, listens: str) -> Asker:
    """Return who sent a request that came from ``peer`` (``host:port``).

    What proxies say is believed only as far as ``settings.proxies`` trusts them: of the addresses
    they list, the last ``proxies`` were added by trusted ones, and the first of these is the
    client.
    """
    address = peer.rpartition(":")[0].strip("[]") or peer
    scheme = "http"
    forwarded = "forwarded" in fields or "x-forwarded-for" in fields
    if settings.proxies and forwarded:
        chain, scheme = _chain(fields)
        if chain:
            address = chain[-min(settings.proxies, len(chain))]
    elif settings.proxies:
        scheme = _scheme(fields.get("x-forwarded-proto", ""))
    if settings.origin:
        scheme, _, host = settings.origin.rstrip("/").partition("://")
    else:
        host = fields.get("host", "")
        if not is_host(host):
            host = listens
    return Asker(address, scheme, host, _is_here(address) and not forwarded)


def _chain(fields: Mapping[str, str]) -> tuple[list[str], str]:
    """Return addresses a request passed through, the client first, and the scheme it began with."""
    if "forwarded" in fields:
        chain: list[str] = []
        schemes: list[str] = []
        for name, value in _FORWARDED.findall(fields["forwarded"][:4000]):
            (chain if name.lower() == "for" else schemes).append(value.strip('"'))
        return [_bare(entry) for entry in chain], _scheme(schemes[-1] if schemes else "")
    listed = fields["x-forwarded-for"][-4000:].split(",")
    chain = [_bare(entry) for entry in listed if entry.strip()]
    return chain, _scheme(fields.get("x-forwarded-proto", ""))


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
def _group(address: str) -> str:
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
