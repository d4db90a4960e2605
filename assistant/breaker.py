"""A rest for something that keeps failing."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Opens after ``most`` failures in a row, for ``rest`` seconds; then one call may try again.

    The circuit breaker of Nygard, *Release It!* (2007). ``clock`` gives seconds that only grow.
    Safe to share between threads.
    """

    def __init__(
        self, most: int = 3, rest: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._rest = rest
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._resting_until = float("-inf")

    def lets_through(self) -> bool:
        """Whether to call now. After a rest, one caller at a time is let through to try."""
        with self._lock:
            if self._failures < self._most:
                return True
            if self._clock() < self._resting_until:
                return False
            self._resting_until = self._clock() + self._rest
            return True

    def failed(self) -> None:
        """Note a failure."""
        with self._lock:
            self._failures += 1
            self._resting_until = self._clock() + self._rest

    def succeeded(self) -> None:
        """Note a success: the failures before it count no more."""
        with self._lock:
            self._failures = 0
