"""Fetching official texts from their publishers onto this machine; no other module here does.

Every file goes the same way: a conditional request, as many attempts as the limits allow, a
partial file that the next attempt or the next run continues, checks of size and type, and only
then one replacement of the file that was there.

    NotFetched          what went wrong with a file, and what to do
    └── _Passing        may go better at the next attempt
        └── _Unreachable
"""

import asyncio
import random
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
from filelock import FileLock, Timeout

from corpus.arrival import Fetched, Outcome, confirmed, held, kept, sha256
from corpus.official import Record, file_name, same_page
from corpus.partial import Partial, has_end, looks_like
from corpus.readers import MOST_BYTES
from corpus.source import FileType, OfficialText, Source

AGENT = "human-rights-cities-assistant/0.1 (fetches official texts for one reader)"

_PACKED = frozenset({"application/zip", "application/octet-stream"})
_CONTENT_TYPES = {
    FileType.HTML: frozenset({"text/html", "application/xhtml+xml"}),
    FileType.PDF: frozenset({"application/pdf", "application/x-pdf", "application/octet-stream"}),
    FileType.DOCX: _PACKED
    | {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
}
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WHAT_TO_DO = {
    401: "the publisher asks for a login; fetch it by hand",
    403: "the publisher refuses programs; fetch it by hand",
    404: "nothing is at this address; look for the new one and mend sources.toml",
    410: "the publisher took it down; look for the new address and mend sources.toml",
}
_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a publisher's server may ask of us, and we of it. Times are in seconds."""

    connect: float = 10
    silence: float = 30
    """Nothing at all arrives for this long: the attempt is over."""
    total: float = 600
    """One file, with all its attempts and waits."""
    attempts: int = 4
    first_wait: float = 1
    """Before the second attempt; doubled before each further one. Half of it is left to chance."""
    longest_wait: float = 60
    """Also when the server asks for more with ``Retry-After``."""
    between: float = 1
    """Between two files from the same host."""
    redirects: int = 5
    bytes: int = MOST_BYTES
    hosts: int = 4
    """So many hosts are asked at the same time, each for one file at a time."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a fetch takes from the world beside the network; a test hands in its own."""

    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


REAL = Surroundings()


class NotFetched(Exception):
    """A file that could not be fetched. Its message says why and what to do."""


class Busy(Exception):
    """Another process fetches into the same folder."""


class _Passing(NotFetched):
    """A failure that may pass. ``wait`` is what the server asked for, in seconds."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class _Unreachable(_Passing):
    """No connection to the host at all."""


@dataclass(frozen=True, slots=True)
class Download:
    """A document from an address, in a folder of the caller's."""

    path: Path
    final_url: str
    type: FileType


def fetch(
    wanted: Iterable[tuple[Source, OfficialText]],
    into: Path,
    limits: Limits = DEFAULT_LIMITS,
    *,
    proxy: str | None = None,
    surroundings: Surroundings = REAL,
    report: Callable[[Fetched], None] = lambda _: None,
) -> list[Fetched]:
    """Bring official texts into the folder ``into``; the result is in the order given.

    A file that fails never stops the others. ``report`` is called with each as it is done.
    Raises :class:`Busy` when another process is at it, and ``OSError`` when ``into`` cannot be
    made.
    """
    into.mkdir(parents=True, exist_ok=True)
    with _alone(into):
        fetcher = _Fetcher(limits, surroundings)
        return asyncio.run(fetcher.all(list(wanted), into, proxy, report))


def download(
    url: str,
    into: Path,
    limits: Limits = DEFAULT_LIMITS,
    *,
    proxy: str | None = None,
    surroundings: Surroundings = REAL,
) -> Download:
    """Bring one document of any type that can be read into the folder ``into``.

    Raises :class:`NotFetched`.
    """
    return asyncio.run(_Fetcher(limits, surroundings).one(url, into, proxy))


@contextmanager
def _alone(into: Path) -> Iterator[None]:
    try:
        with FileLock(into / ".lock", timeout=0):
            yield
    except Timeout as error:
        raise Busy(f"Another fetch into {into} is running; wait for it to end.") from error


@dataclass(frozen=True, slots=True)
class _Arrived:
    """What the server said of a file that came to its end.

    ``measured`` is whether it said how long the file is.
    """

    final_url: str
    content_type: str
    etag: str
    last_modified: str
    measured: bool


@dataclass(slots=True)
class _Fetcher:
    limits: Limits
    surroundings: Surroundings
    unreachable: dict[str, str] = field(default_factory=dict)
    """Hosts that could not be reached in this run, and why; they are not tried again."""

    async def all(
        self,
        wanted: Sequence[tuple[Source, OfficialText]],
        into: Path,
        proxy: str | None,
        report: Callable[[Fetched], None],
    ) -> list[Fetched]:
        by_host: dict[str, list[int]] = defaultdict(list)
        for number, (_, text) in enumerate(wanted):
            by_host[same_page(text.url).partition("/")[0]].append(number)
        done: dict[int, Fetched] = {}
        at_once = asyncio.Semaphore(self.limits.hosts)

        async def host(numbers: Iterable[int]) -> None:
            async with at_once:
                for turn, number in enumerate(numbers):
                    if turn and _host(wanted[number][1].url) not in self.unreachable:
                        await self.surroundings.sleep(self.limits.between)
                    done[number] = await self._file(client, *wanted[number], into)
                    report(done[number])

        async with self._client(proxy) as client, asyncio.TaskGroup() as group:
            for numbers in by_host.values():
                group.create_task(host(numbers))
        return [done[number] for number in range(len(wanted))]

    async def one(self, url: str, into: Path, proxy: str | None) -> Download:
        partial = Partial(into / "document.download")
        async with self._client(proxy) as client:
            arrived = await self._attempts(client, url, "", tuple(FileType), None, partial)
        type_ = next((type_ for type_ in FileType if looks_like(partial.path, type_)), None)
        if arrived is None or type_ is None:
            raise NotFetched("is neither HTML nor PDF nor DOCX; save it in one of these forms.")
        path = into / file_name(url, type_)
        partial.become(path)
        return Download(path, arrived.final_url, type_)

    def _client(self, proxy: str | None) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            timeout=httpx.Timeout(self.limits.silence, connect=self.limits.connect),
            follow_redirects=True,
            max_redirects=self.limits.redirects,
            # The environment is not ours to read: a proxy is named by the caller.
            trust_env=False,
            proxy=proxy,
            # Unpacked: only then do the bytes of a partial file count as the server counts.
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
        )

    async def _file(
        self, client: httpx.AsyncClient, source: Source, text: OfficialText, into: Path
    ) -> Fetched:
        target = into / source.id / file_name(text.url, text.type)
        partial = Partial(target)
        try:
            target.parent.mkdir(exist_ok=True)
            record = await asyncio.to_thread(held, target)
            arrived = await self._attempts(
                client, text.url, text.language, (text.type,), record, partial
            )
            if arrived is None and record is not None:
                return confirmed(source, target, record, self._now())
            if arrived is None:
                raise NotFetched("is unchanged, says the server, but was never fetched.")
            return await asyncio.to_thread(self._keep, source, text, target, partial, arrived)
        except NotFetched as error:
            reason = str(error)
        except OSError as error:
            reason = f"could not be written: {error.strerror or error}."
        there = target if target.is_file() else None
        return Fetched(source.id, text.url, Outcome.FAILED, there, reason=reason)

    def _keep(
        self,
        source: Source,
        text: OfficialText,
        target: Path,
        partial: Partial,
        arrived: _Arrived,
    ) -> Fetched:
        if not looks_like(partial.path, text.type):
            partial.discard()
            raise NotFetched(f"is not {text.type.value.upper()}; mend its type in sources.toml.")
        if not arrived.measured and not has_end(partial.path, text.type):
            partial.discard()
            raise NotFetched("came without its end; try later.")
        now = self._now()
        record = Record(
            url=text.url,
            final_url=arrived.final_url,
            language=text.language,
            type=text.type,
            licence=source.licence,
            fetched=now,
            confirmed=now,
            content_type=arrived.content_type,
            bytes=partial.path.stat().st_size,
            sha256=sha256(partial.path),
            etag=arrived.etag,
            last_modified=arrived.last_modified,
        )
        return kept(source, text, target, partial, record)

    async def _attempts(
        self,
        client: httpx.AsyncClient,
        url: str,
        language: str,
        types: Sequence[FileType],
        record: Record | None,
        partial: Partial,
    ) -> _Arrived | None:
        """Try until it works or the attempts or the time are used up; ``None``: unchanged."""
        host = _host(url)
        if reason := self.unreachable.get(host):
            raise NotFetched(reason)
        headers = {"Accept": ", ".join(_accepted(types))}
        if language:
            headers["Accept-Language"] = language
        wait = self.limits.first_wait
        attempt = 1
        try:
            async with asyncio.timeout(self.limits.total):
                while True:
                    try:
                        return await self._attempt(client, url, headers, types, record, partial)
                    except _Passing as error:
                        if attempt >= self.limits.attempts:
                            if isinstance(error, _Unreachable):
                                self.unreachable[host] = str(error)
                            raise NotFetched(str(error)) from error
                        drawn = wait * (0.5 + 0.5 * self.surroundings.chance())
                        asked = drawn if error.wait is None else error.wait
                    await self.surroundings.sleep(min(asked, self.limits.longest_wait))
                    wait *= 2
                    attempt += 1
        except TimeoutError as error:
            raise NotFetched(
                f"took more than {self.limits.total:g} seconds; run it again to go on."
            ) from error

    async def _attempt(
        self,
        client: httpx.AsyncClient,
        url: str,
        headers: dict[str, str],
        types: Sequence[FileType],
        record: Record | None,
        partial: Partial,
    ) -> _Arrived | None:
        size, validator = partial.resumable(url)
        if size:
            headers = headers | {"Range": f"bytes={size}-", "If-Range": validator}
        elif record is not None:
            headers = headers | _conditions(record)
        try:
            async with client.stream("GET", url, headers=headers) as response:
                if response.status_code == httpx.codes.NOT_MODIFIED:
                    return None
                if size and response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                    partial.discard()
                    raise _Passing("could not be continued; try later.")
                _check_status(response, self.surroundings.now())
                _check_content_type(response, types)
                return await self._receive(response, url, size, partial)
        except httpx.TooManyRedirects as error:
            raise NotFetched("redirects too often; mend its address in sources.toml.") from error
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise NotFetched("leads to an address that is neither http nor https.") from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _Unreachable("cannot be reached: is the network up? Try later.") from error
        except httpx.TimeoutException as error:
            raise _Passing("stopped arriving; try later.") from error
        except httpx.RequestError as error:
            raise _Passing(f"broke off ({type(error).__name__}); try later.") from error

    async def _receive(
        self, response: httpx.Response, url: str, size: int, partial: Partial
    ) -> _Arrived:
        """Write the body behind what is there, or anew when the server starts anew."""
        goes_on = bool(size) and response.status_code == httpx.codes.PARTIAL_CONTENT
        match = _RANGE.fullmatch(response.headers.get("content-range", ""))
        if response.status_code == httpx.codes.PARTIAL_CONTENT and (
            match is None or int(match[1]) != size
        ):
            partial.discard()
            raise _Passing("came in another part than was asked for; try later.")
        whole = int(match[2]) if match and match[2] != "*" else None
        if not goes_on:
            size = 0
            partial.begin(url, _validator(response))
        length = response.headers.get("content-length", "")
        too_large = f"is larger than {self.limits.bytes / 1024**2:g} MB; fetch it by hand."
        if length.isdecimal() and size + float(length) > self.limits.bytes:
            partial.discard()
            raise NotFetched(too_large)
        with partial.path.open("ab" if goes_on else "wb") as file:
            async for chunk in response.aiter_bytes():
                size += len(chunk)
                if size > self.limits.bytes:
                    partial.discard()
                    raise NotFetched(too_large)
                file.write(chunk)
        if whole is not None and size != whole:
            partial.discard()
            raise _Passing(f"came with {size} of {whole} bytes; try later.")
        chunked = "chunked" in response.headers.get("transfer-encoding", "")
        return _Arrived(
            final_url=str(response.url),
            content_type=response.headers.get("content-type", ""),
            etag=response.headers.get("etag", ""),
            last_modified=response.headers.get("last-modified", ""),
            measured=bool(length) or chunked or response.http_version == "HTTP/2",
        )

    def _now(self) -> str:
        return self.surroundings.now().isoformat(timespec="seconds")


def _host(url: str) -> str:
    """The host and port that an http address names, in one spelling, sound or not."""
    return url.split("/")[2].lower()


def _accepted(types: Iterable[FileType]) -> list[str]:
    return sorted({content for type_ in types for content in _CONTENT_TYPES[type_]})


def _conditions(record: Record) -> dict[str, str]:
    conditions = {"If-None-Match": record.etag, "If-Modified-Since": record.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _validator(response: httpx.Response) -> str:
    """What names this version when the rest is asked for; empty when nothing does."""
    if "content-encoding" in response.headers:
        return ""
    etag = response.headers.get("etag", "")
    strong = "" if etag.startswith("W/") else etag
    return strong or response.headers.get("last-modified", "")


def _check_status(response: httpx.Response, now: datetime) -> None:
    status = response.status_code
    if status in _TRY_AGAIN:
        wait = _retry_after(response.headers.get("retry-after", ""), now)
        raise _Passing(f"is not to be had now (status {status}); try later.", wait)
    if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        advice = _WHAT_TO_DO.get(status, "look at the address in a browser")
        raise NotFetched(f"was not delivered (status {status}): {advice}.")


def _check_content_type(response: httpx.Response, types: Sequence[FileType]) -> None:
    named = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if named and named not in _accepted(types):
        wanted = " or ".join(type_.value.upper() for type_ in types)
        raise NotFetched(f"comes as {named}, not as {wanted}; mend sources.toml.")


def _retry_after(written: str, now: datetime) -> float | None:
    """Seconds to wait, from a number or a date; ``None`` when it says neither."""
    if written.strip().isdecimal():
        return float(written)
    try:
        moment = parsedate_to_datetime(written)
    except (ValueError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
