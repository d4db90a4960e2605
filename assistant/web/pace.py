"""How often somebody may do something."""

import threading
import time
from collections import deque
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

_MOST_NAMES = 10_000


class Pace:
    """At most ``most`` times in ``seconds`` for each name, counted in memory; safe in any thread.

    A sliding log: a time leaves the count when it is ``seconds`` old.
    """

    def __init__(
        self, most: int, seconds: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._seconds = seconds
        self._now = now
        self._times: dict[str, deque[float]] = {}
        self._counting = threading.Lock()

    def wait(self, name: str) -> float:
        """Seconds until ``name`` may; 0 when it may now, which counts."""
        with self._counting:
            now = self._now()
            times = self._times.pop(name, deque())
            while times and now - times[0] >= self._seconds:
                times.popleft()
            # Whoever came last stands last, so that the first is the longest idle.
            self._times[name] = times
            if len(self._times) > _MOST_NAMES:
                del self._times[next(iter(self._times))]
            if len(times) >= self._most:
                return self._seconds - (now - times[0])
            times.append(now)
            return 0.0


def network(address: str) -> str:
    """Who has an address: itself, or for IPv6 the /64 network, which is one household's or host's.

    (RFC 6177: end sites get at least a /64.)
    """
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return address
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(IPv6Address(int(known) >> 64 << 64))
