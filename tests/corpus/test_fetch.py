"""Official texts against a publisher's server that misbehaves."""

import contextlib
import gzip
import itertools
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.__main__ import main
from corpus.arrival import Fetched, Outcome
from corpus.fetch import Busy, Limits, NotFetched, Surroundings, download, fetch
from corpus.library import read_library
from corpus.official import file_name, official_files, read_record
from corpus.partial import has_end, looks_like
from corpus.passage import passages
from corpus.readers import Unreadable, read
from corpus.source import FileType, Force, Kind, OfficialText, Source
from corpus.text import Sort
from tests.corpus.misbehaving import DOCX, HTML, PDF, Answer, Publisher, publisher
from tests.corpus.papers import page, scanned, two_columns, word_document

LIMITS = Limits(connect=2, silence=0.5, total=10, attempts=3, bytes=300_000)
WHOLE = {FileType.HTML: page(), FileType.PDF: two_columns(), FileType.DOCX: word_document()}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Naps:
    """A clock that only notes how long it was asked to wait."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)

    @property
    def surroundings(self) -> Surroundings:
        return Surroundings(sleep=self, chance=lambda: 1.0, now=lambda: NOW)


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


def source(id_: str = "charter", *official: str) -> Source:
    return Source(
        id=id_,
        titles={"en": "A charter"},
        publisher="A publisher",
        year=2000,
        kind=Kind.CHARTER,
        force=Force.SOFT_LAW,
        languages=("en",),
        licence="May be read",
        official=official,
    )


def bring(
    into: Path,
    *urls: str,
    type_: FileType = FileType.HTML,
    limits: Limits = LIMITS,
    naps: Naps | None = None,
) -> list[Fetched]:
    wanted = [(source(), OfficialText(url, "en", type_)) for url in urls]
    return fetch(wanted, into, limits, surroundings=(naps or Naps()).surroundings)


def bring_one(into: Path, url: str, **how: object) -> Fetched:
    return bring(into, url, **how)[0]  # type: ignore[arg-type]


def visible(into: Path) -> list[str]:
    return sorted(path.name for path in (into / "charter").iterdir() if path.name[0] != ".")


def test_a_page_is_kept_with_where_it_comes_from(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/en/charter", Answer(body=page(), etag='"v1"', modified="Mon"))
    done = bring_one(tmp_path, url)
    assert done.outcome is Outcome.NEW
    assert done.file is not None
    assert done.file.read_bytes() == page()
    record = read_record(done.file)
    assert record is not None
    assert (record.url, record.final_url, record.licence) == (url, url, "May be read")
    assert (record.etag, record.last_modified, record.bytes) == ('"v1"', "Mon", len(page()))
    assert record.fetched == "2026-11-23T12:00:00+00:00"
    assert server.requests[0].headers["accept-language"] == "en"


def test_the_second_time_the_server_is_asked_what_changed(
    server: Publisher, tmp_path: Path
) -> None:
    url = server.answers("/charter", Answer(body=page(), etag='"v1"', modified="Mon"))
    first = bring_one(tmp_path, url)
    second = bring_one(tmp_path, url)
    assert (first.outcome, second.outcome) == (Outcome.NEW, Outcome.UNCHANGED)
    assert server.requests[1].headers["if-none-match"] == '"v1"'
    assert server.requests[1].headers["if-modified-since"] == "Mon"


def test_a_server_that_forgets_conditions_changes_nothing(
    server: Publisher, tmp_path: Path
) -> None:
    url = server.answers("/charter", Answer(body=page()))
    bring_one(tmp_path, url)
    before = sorted(tmp_path.rglob("*"))
    assert bring_one(tmp_path, url).outcome is Outcome.UNCHANGED
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_that_was_tampered_with_is_fetched_anew(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page(), etag='"v1"'))
    file = bring_one(tmp_path, url).file
    assert file is not None
    file.write_bytes(page([("one", "Something else.")]))
    done = bring_one(tmp_path, url)
    assert "if-none-match" not in server.requests[1].headers
    assert done.outcome is Outcome.CHANGED
    assert file.read_bytes() == page()


def test_a_changed_file_keeps_the_former_one_and_names_passages(
    server: Publisher, tmp_path: Path
) -> None:
    old = page([("one", "The city is for all."), ("two", "The council reports yearly.")])
    new = page([("one", "The city is for all."), ("two", "The council reports monthly.")])
    url = server.answers("/charter", Answer(body=old, etag='"1"'), Answer(body=new, etag='"2"'))
    bring_one(tmp_path, url)
    done = bring_one(tmp_path, url)
    assert done.outcome is Outcome.CHANGED
    assert done.file is not None
    assert done.file.read_bytes() == new
    assert done.file.with_name(done.file.name + ".previous").read_bytes() == old
    assert [passage.text for passage in done.removed] == ["The council reports yearly."]
    assert [passage.text for passage in done.added] == ["The council reports monthly."]
    assert done.added[0].section_id == "two"


def test_new_bytes_with_the_same_words_change_no_passage(server: Publisher, tmp_path: Path) -> None:
    other = page() + b"<!-- made at noon -->"
    url = server.answers("/charter", Answer(body=page()), Answer(body=other))
    bring_one(tmp_path, url)
    done = bring_one(tmp_path, url)
    assert (done.outcome, done.removed, done.added) == (Outcome.CHANGED, (), ())


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 501])
def test_a_refusal_is_not_repeated(status: int, server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(status, b"no"))
    done = bring_one(tmp_path, url)
    assert done.outcome is Outcome.FAILED
    assert f"status {status}" in done.reason
    assert len(server.requests) == 1
    assert done.file is None
    assert visible(tmp_path) == []


def test_trouble_that_passes_is_waited_out(server: Publisher, tmp_path: Path) -> None:
    naps = Naps()
    url = server.answers("/charter", Answer(500), Answer(503), Answer(body=page()))
    assert bring_one(tmp_path, url, naps=naps).outcome is Outcome.NEW
    assert naps.seconds == [1, 2]


def test_chance_takes_up_to_half_of_a_wait(server: Publisher, tmp_path: Path) -> None:
    naps = Naps()
    surroundings = Surroundings(sleep=naps, chance=lambda: 0.0, now=lambda: NOW)
    url = server.answers("/charter", Answer(502))
    wanted = [(source(), OfficialText(url, "en", FileType.HTML))]
    assert fetch(wanted, tmp_path, LIMITS, surroundings=surroundings)[0].outcome is Outcome.FAILED
    assert naps.seconds == [0.5, 1]
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("7", 7),
        ("86400", 60),
        ("9" * 400, 60),
        ("Mon, 23 Nov 2026 12:00:09 GMT", 9),
        ("Mon, 23 Nov 2020 12:00:09 GMT", 0),
        ("soon", 1),
        ("-5", 1),
    ],
)
def test_retry_after_is_honoured_up_to_a_cap(
    asked: str, waited: float, server: Publisher, tmp_path: Path
) -> None:
    naps = Naps()
    busy = Answer(429, headers={"Retry-After": asked})
    url = server.answers("/charter", busy, Answer(body=page()))
    assert bring_one(tmp_path, url, naps=naps).outcome is Outcome.NEW
    assert naps.seconds == [waited]


def test_redirects_are_followed_and_the_end_is_noted(server: Publisher, tmp_path: Path) -> None:
    server.answers("/new", Answer(body=page()))
    url = server.answers("/old", Answer(301, headers={"Location": "/new"}))
    done = bring_one(tmp_path, url)
    assert (done.outcome, done.final_url) == (Outcome.NEW, server.address + "/new")


@pytest.mark.parametrize(
    "target", ["/old", "file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://["]
)
def test_redirects_that_lead_nowhere_fail(target: str, server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/old", Answer(302, headers={"Location": target}))
    done = bring_one(tmp_path, url)
    assert done.outcome is Outcome.FAILED
    assert visible(tmp_path) == []


def test_a_cut_page_is_not_taken_for_whole(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page(), cut=60))
    done = bring_one(tmp_path, url)
    assert done.outcome is Outcome.FAILED
    assert visible(tmp_path) == []


@pytest.mark.parametrize(
    ("type_", "content", "body"),
    [(FileType.HTML, HTML, page()), (FileType.PDF, PDF, two_columns())],
)
def test_a_cut_file_of_unknown_length_is_not_taken_for_whole(
    type_: FileType, content: str, body: bytes, server: Publisher, tmp_path: Path
) -> None:
    whole = Answer(body=body, content_type=content, unmeasured=True)
    cut = Answer(body=body, content_type=content, unmeasured=True, cut=len(body) - 40)
    url = server.answers("/charter", cut, whole)
    assert "without its end" in bring_one(tmp_path, url, type_=type_).reason
    assert bring_one(tmp_path, url, type_=type_).outcome is Outcome.NEW


def test_a_broken_download_goes_on_where_it_broke(server: Publisher, tmp_path: Path) -> None:
    body = two_columns(20)
    whole = Answer(body=body, content_type=PDF, etag='"v1"', ranges=True)
    cut = Answer(body=body, content_type=PDF, etag='"v1"', ranges=True, cut=5000)
    url = server.answers("/charter.pdf", cut, whole)
    done = bring_one(tmp_path, url, type_=FileType.PDF)
    assert done.outcome is Outcome.NEW
    assert done.file is not None
    assert done.file.read_bytes() == body
    assert server.requests[1].headers["range"] == "bytes=5000-"
    assert server.requests[1].headers["if-range"] == '"v1"'


def test_the_next_run_goes_on_where_this_one_stopped(server: Publisher, tmp_path: Path) -> None:
    body = two_columns(20)
    cut = Answer(body=body, content_type=PDF, modified="Mon", ranges=True, cut=4000)
    url = server.answers("/charter.pdf", cut)
    once = Limits(attempts=1, silence=0.3)
    assert bring_one(tmp_path, url, type_=FileType.PDF, limits=once).outcome is Outcome.FAILED
    server.answers("/charter.pdf", Answer(body=body, content_type=PDF, modified="Mon", ranges=True))
    done = bring_one(tmp_path, url, type_=FileType.PDF)
    assert done.outcome is Outcome.NEW
    assert server.requests[-1].headers["range"] == "bytes=4000-"
    assert official_files(tmp_path) == [done.file]


def test_two_versions_are_never_joined(server: Publisher, tmp_path: Path) -> None:
    old, new = two_columns(20), two_columns(21)
    cut = Answer(body=old, content_type=PDF, etag='"1"', ranges=True, cut=4000)
    url = server.answers(
        "/charter.pdf", cut, Answer(body=new, content_type=PDF, etag='"2"', ranges=True)
    )
    done = bring_one(tmp_path, url, type_=FileType.PDF)
    assert done.file is not None
    assert done.file.read_bytes() == new


@pytest.mark.parametrize("content_range", ["bytes 0-9/10", "bytes 4000-4001/99999", "nonsense", ""])
def test_the_wrong_part_is_thrown_away(
    content_range: str, server: Publisher, tmp_path: Path
) -> None:
    body = two_columns(20)
    cut = Answer(body=body, content_type=PDF, etag='"1"', cut=4000)
    wrong = Answer(
        206, b"%PDF-wrong", PDF, headers={"Content-Range": content_range} if content_range else {}
    )
    url = server.answers("/charter.pdf", cut, wrong, Answer(body=body, content_type=PDF))
    done = bring_one(tmp_path, url, type_=FileType.PDF)
    assert done.file is not None
    assert done.file.read_bytes() == body


def test_a_server_that_does_not_know_the_rest_is_asked_for_all(
    server: Publisher, tmp_path: Path
) -> None:
    body = two_columns(20)
    cut = Answer(body=body, content_type=PDF, etag='"1"', cut=4000)
    url = server.answers("/c.pdf", cut, Answer(416), Answer(body=body, content_type=PDF))
    done = bring_one(tmp_path, url, type_=FileType.PDF)
    assert done.outcome is Outcome.NEW
    assert "range" not in server.requests[2].headers


def test_a_file_that_says_it_is_huge_is_not_begun(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(headers={"Content-Length": "300001"}))
    assert "larger than" in bring_one(tmp_path, url).reason
    assert len(server.requests) == 1


def test_a_file_that_never_ends_is_stopped(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(endless=True))
    assert "larger than" in bring_one(tmp_path, url).reason
    assert visible(tmp_path) == []
    assert list((tmp_path / "charter").iterdir()) == []


def test_a_packed_file_is_measured_unpacked(server: Publisher, tmp_path: Path) -> None:
    bomb = gzip.compress(b"<html>" + b" " * 50_000_000)
    url = server.answers("/charter", Answer(body=bomb, headers={"Content-Encoding": "gzip"}))
    assert "larger than" in bring_one(tmp_path, url).reason
    honest = gzip.compress(page())
    url = server.answers("/other", Answer(body=honest, headers={"Content-Encoding": "gzip"}))
    done = bring_one(tmp_path, url)
    assert done.file is not None
    assert done.file.read_bytes() == page()


def test_a_packed_file_that_is_not_packed_fails(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page(), headers={"Content-Encoding": "gzip"}))
    assert bring_one(tmp_path, url).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "slow",
    [Answer(body=page(), pause=1), Answer(body=page(), cut=0, headers={"Content-Length": "9"})],
)
def test_silence_ends_an_attempt(slow: Answer, server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", slow, Answer(body=page()))
    assert bring_one(tmp_path, url).outcome is Outcome.NEW
    assert len(server.requests) >= 2


def test_a_drip_is_cut_by_the_time_for_the_whole_file(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page(), drip=0.05))
    limits = Limits(silence=1, total=0.3)
    assert "0.3 seconds" in bring_one(tmp_path, url, limits=limits).reason


@pytest.mark.parametrize(
    ("type_", "answer"),
    [
        (FileType.PDF, Answer(body=page())),
        (FileType.PDF, Answer(body=page(), content_type=PDF)),
        (FileType.PDF, Answer(body=page(), content_type="application/octet-stream")),
        (FileType.HTML, Answer(body=two_columns(), content_type=PDF)),
        (FileType.HTML, Answer(body=two_columns())),
        (FileType.HTML, Answer(body=b'{"error": true}')),
        (FileType.HTML, Answer(body=b'{"a": 1}', content_type="application/json")),
        (FileType.HTML, Answer(body=b"")),
        (FileType.DOCX, Answer(body=b"PK\x03\x04 and no more", content_type=DOCX)),
    ],
)
def test_a_file_of_another_type_is_refused(
    type_: FileType, answer: Answer, server: Publisher, tmp_path: Path
) -> None:
    url = server.answers("/charter", answer)
    done = bring_one(tmp_path, url, type_=type_)
    assert done.outcome is Outcome.FAILED
    assert "sources.toml" in done.reason
    assert visible(tmp_path) == []


def test_a_wrong_answer_leaves_the_good_file(server: Publisher, tmp_path: Path) -> None:
    good = Answer(body=two_columns(), content_type=PDF)
    broken = two_columns()[:700] + b"\n%%EOF\n"
    url = server.answers(
        "/c.pdf", good, Answer(body=page()), Answer(404), Answer(body=broken, content_type=PDF)
    )
    file = bring_one(tmp_path, url, type_=FileType.PDF).file
    assert file is not None
    outcomes = [bring_one(tmp_path, url, type_=FileType.PDF).outcome for _ in range(3)]
    assert outcomes == [Outcome.FAILED, Outcome.FAILED, Outcome.UNREADABLE]
    assert file.read_bytes() == two_columns()


def test_a_pdf_without_text_is_named_each_time(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/scan.pdf", Answer(body=scanned(), content_type=PDF, etag='"1"'))
    for _ in range(2):
        done = bring_one(tmp_path, url, type_=FileType.PDF)
        assert done.outcome is Outcome.UNREADABLE
        assert "OCR" in done.reason


def test_one_failing_file_never_stops_the_others(server: Publisher, tmp_path: Path) -> None:
    naps = Naps()
    urls = [
        server.answers("/gone", Answer(404)),
        "http://127.0.0.1:1/nobody-is-there",
        "http://127.0.0.1:1/nobody-is-there-either",
        server.answers("/here", Answer(body=page())),
    ]
    done = bring(tmp_path, *urls, naps=naps)
    assert [one.url for one in done] == urls
    assert [one.outcome is Outcome.NEW for one in done] == [False, False, False, True]
    assert "cannot be reached" in done[1].reason
    # Two waits for the host that is not there, none for its second file; one pause at the other.
    assert sorted(naps.seconds) == [1, 1, 2]


def test_a_host_gets_a_pause_between_files(server: Publisher, tmp_path: Path) -> None:
    naps = Naps()
    urls = [server.answers(f"/{number}", Answer(body=page())) for number in range(3)]
    bring(tmp_path, *urls, naps=naps, limits=Limits(between=2.5))
    assert naps.seconds == [2.5, 2.5]


def test_a_disk_that_refuses_is_one_file_s_trouble(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page()))
    (tmp_path / "charter").write_text("a file where a folder should be")
    done = bring_one(tmp_path, url)
    assert done.outcome is Outcome.FAILED
    assert "could not be written" in done.reason


def test_two_fetches_into_one_folder_do_not_meet(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page()))
    wanted = [(source(), OfficialText(url, "en", FileType.HTML))] * 2

    def again(_: Fetched) -> None:
        with pytest.raises(Busy):
            fetch([], tmp_path)

    fetch(wanted[:1], tmp_path, LIMITS, report=again)


def test_a_stop_in_the_middle_leaves_nothing_half(server: Publisher, tmp_path: Path) -> None:
    url = server.answers("/charter", Answer(body=page()), Answer(body=page([("one", "New.")])))
    file = bring_one(tmp_path, url).file
    assert file is not None
    # The record is written before the file takes its place: as if it stopped between the two.
    record = read_record(file)
    assert record is not None
    file.with_name(file.name + ".json").write_text(
        record.model_copy(update={"sha256": "0" * 64}).model_dump_json()
    )
    assert bring_one(tmp_path, url).outcome is Outcome.CHANGED
    file.with_name(file.name + ".json").write_text("not JSON")
    assert bring_one(tmp_path, url).outcome is Outcome.UNCHANGED


@given(
    st.sampled_from(FileType),
    st.integers(200, 599),
    st.binary(max_size=300),
    st.text(max_size=30),
    st.text(max_size=30),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_answer_of_a_server_breaks_a_fetch(
    server: Publisher,
    tmp_path: Path,
    type_: FileType,
    status: int,
    body: bytes,
    content: str,
    etag: str,
) -> None:
    written = [words.encode("ascii", "ignore").decode() for words in (content, etag)]
    content, etag = ("".join(sign for sign in words if sign.isprintable()) for words in written)
    url = server.answers("/charter", Answer(status, body, content, etag=etag))
    done = bring_one(tmp_path, url, type_=type_, limits=Limits(attempts=2, silence=0.2))
    assert done.outcome in Outcome
    assert done.reason or done.outcome in {Outcome.NEW, Outcome.UNCHANGED, Outcome.CHANGED}


@given(st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_damage_to_a_file_breaks_a_fetch(tmp_path: Path, data: st.DataObject) -> None:
    """Each file is damaged in places and put where a fetch puts it before it is read."""
    type_ = data.draw(st.sampled_from(FileType))
    body = bytearray(WHOLE[type_])
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=20)):
        body[place] = data.draw(st.integers(0, 255))
    partial = tmp_path / f".damaged.part.{type_.value}"
    partial.write_bytes(bytes(body))
    looks_like(partial, type_)
    has_end(partial, type_)
    with contextlib.suppress(Unreadable):
        read(partial)


@given(st.lists(st.text(max_size=60), min_size=2, max_size=2, unique=True))
def test_file_names_are_plain_and_tell_addresses_apart(paths: list[str]) -> None:
    names = [file_name(f"https://example.org/{path}", FileType.PDF) for path in paths]
    assert len(set(names)) == 2
    for name in names:
        assert name.isascii()
        assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
        assert len(name) < 80


def test_download_finds_out_the_type(server: Publisher, tmp_path: Path) -> None:
    for path, answer, type_ in (
        ("/a", Answer(body=page()), FileType.HTML),
        ("/b", Answer(body=two_columns(), content_type=PDF), FileType.PDF),
        ("/c", Answer(body=word_document(), content_type=DOCX), FileType.DOCX),
    ):
        got = download(server.answers(path, answer), tmp_path, LIMITS)
        assert (got.type, got.path.suffix) == (type_, f".{type_.value}")
    with pytest.raises(NotFetched, match="neither"):
        download(server.answers("/d", Answer(body=b"plain words")), tmp_path, LIMITS)


@pytest.mark.parametrize("url", ["http://[", "https://", "http://127.0.0.1:x/"])
def test_an_address_that_is_none_is_not_fetched(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotFetched):
        download(url, tmp_path, Limits(attempts=1))


# --- what was fetched is part of the library ---


def corpus(folder: Path, *fetched: tuple[str, str], sections: str = "") -> Path:
    """A corpus of one source with one digest, that fetches URLs of these types."""
    addresses = ", ".join(f'"{url}"' for url, _ in fetched)
    listed = ", ".join(
        f'{{ url = "{url}", language = "en", type = "{type_}" }}' for url, type_ in fetched
    )
    (folder / "texts" / "charter").mkdir(parents=True)
    (folder / "sources.toml").write_text(
        f'[[source]]\nid = "charter"\ntitle = "A charter"\npublisher = "P"\nkind = "charter"\n'
        f'force = "soft-law"\nlanguages = ["en"]\nlicence = "L"\nofficial = [{addresses}]\n'
        f"fetch = [{listed}]\n"
    )
    (folder / "texts" / "charter" / "en.md").write_text(
        "---\nsource: charter\nlanguage: en\ntitle: A charter\nreviewed: 2026-11-23\n---\n"
        + (sections or section("one", f"{fetched[0][0]}#one"))
    )
    return folder


def section(id_: str, address: str) -> str:
    return (
        f"\n## What does {id_} say?\n\n```section\nid: {id_}\nlocator: {id_}\n"
        f'address: "{address}"\nchecked: true\n```\n\nPart {id_} is for all.\n'
    )


def test_official_texts_stand_beside_the_digests(server: Publisher, tmp_path: Path) -> None:
    html = server.answers("/charter", Answer(body=page()))
    pdf = server.answers("/charter.pdf", Answer(body=two_columns(), content_type=PDF))
    docx = server.answers("/plan.docx", Answer(body=word_document(), content_type=DOCX))
    scan = server.answers("/scan.pdf", Answer(body=scanned(), content_type=PDF))
    folder = corpus(
        tmp_path / "corpus", (html, "html"), (pdf, "pdf"), (docx, "docx"), (scan, "pdf")
    )
    into = tmp_path / "official"
    assert main(["fetch", "--corpus", str(folder), "--into", str(into)]) == 0
    library = read_library(folder, official=into)
    by_type = {text.file.suffix: text for text in library.texts if text.sort is Sort.OFFICIAL}
    assert set(by_type) == {".html", ".pdf", ".docx"}
    assert {text.source_id for text in by_type.values()} == {"charter"}
    assert {text.title for text in by_type.values()} == {"A charter"}
    assert [text.sort for text in library.texts].count(Sort.DIGEST) == 1
    found = [passage for text in by_type.values() for passage in passages(text)]
    assert all(passage.checked for passage in found)
    pages = {passage.address: passage.page for passage in found if passage.page}
    assert pages == {f"{pdf}#page=1": 1, f"{pdf}#page=2": 2}
    assert f"{html}#one" in {passage.address for passage in found}
    assert "Schools · Train every teacher" in by_type[".docx"].sections[1].blocks
    (skipped,) = library.skipped
    assert skipped.file.parts[:2] == ("official", "charter")
    assert "OCR" in skipped.reason


def test_both_columns_of_a_page_are_read_one_after_the_other(
    server: Publisher, tmp_path: Path
) -> None:
    pdf = server.answers("/charter.pdf", Answer(body=two_columns(), content_type=PDF))
    folder = corpus(tmp_path / "corpus", (pdf, "pdf"))
    into = tmp_path / "official"
    main(["fetch", "--corpus", str(folder), "--into", str(into)])
    (text,) = (
        text for text in read_library(folder, official=into).texts if text.sort is Sort.OFFICIAL
    )
    words = " ".join(text.sections[0].blocks)
    assert "belongs to all who live in it, now and later." in words
    assert words.index("takes part in its affairs") < words.index("Article II")


def test_a_file_put_there_by_hand_is_read_under_its_source(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", ("https://publisher.example/charter", "html"))
    for name in ("charter", "nobody"):
        (tmp_path / "official" / name).mkdir(parents=True)
        (tmp_path / "official" / name / "saved.html").write_bytes(page())
    library = read_library(folder, official=tmp_path / "official")
    (text,) = (text for text in library.texts if text.sort is Sort.OFFICIAL)
    assert text.sections[0].address == "https://publisher.example/charter#one"
    assert [skipped.file.parts[1] for skipped in library.skipped] == ["nobody"]


def test_no_official_folder_is_no_trouble(tmp_path: Path) -> None:
    folder = corpus(tmp_path / "corpus", ("https://publisher.example/charter", "html"))
    assert len(read_library(folder, official=tmp_path / "nowhere").texts) == 1


# --- the command ---


def test_a_change_names_what_rests_on_it(
    server: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = page([("one", "The city is for some.")])
    url = server.answers("/charter", Answer(body=page()), Answer(body=new))
    other = server.answers("/other", Answer(body=page()))
    folder = corpus(
        tmp_path / "corpus",
        (url, "html"),
        (other, "html"),
        sections=section("one", f"{url}/#one") + section("two", other),
    )
    cases = tmp_path / "cases.yaml"
    cases.write_text(
        "- {id: rests, question: What, sources: [charter, else]}\n- {id: stays, sources: [else]}\n"
        "- {id: bare}\n"
    )
    command = ["fetch", "charter", "--corpus", str(folder), "--into", str(tmp_path / "official")]
    assert main([*command, "--cases", str(cases)]) == 0
    assert "new=2" in capsys.readouterr().out
    assert main([*command, "--json", "--cases", str(cases)]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["summary"] == {
        "new": 0, "changed": 1, "unchanged": 1, "unreadable": 0, "failed": 0
    }  # fmt: skip
    changed = record["files"][0]
    assert [one["id"] for one in changed["sections"]] == ["one"]
    assert changed["cases"] == ["rests"]
    assert [one["text"] for one in changed["added"]] == ["The city is for some."]


def test_lines_name_passages_sections_and_cases(
    server: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = page([("one", "The city is for some.")])
    url = server.answers("/charter", Answer(body=page()), Answer(body=new))
    folder = corpus(tmp_path / "corpus", (url, "html"))
    cases = tmp_path / "cases.yaml"
    cases.write_text("- {id: rests, sources: [charter]}\n")
    command = ["fetch", "--corpus", str(folder), "--into", str(tmp_path), "--cases", str(cases)]
    main(command)
    main(command)
    shown = capsys.readouterr().out
    assert "- Part one: The city is for all." in shown
    assert "+ Part one: The city is for some." in shown
    assert "look again at texts/charter/en.md:8 (one)" in shown
    assert "look again at case rests" in shown


def test_exit_codes(server: Publisher, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.answers("/charter", Answer(404))
    folder = corpus(tmp_path / "corpus", (url, "html"))
    into = ["--corpus", str(folder), "--into", str(tmp_path / "official")]
    assert main(["fetch", *into]) == 1
    captured = capsys.readouterr()
    assert "sources.toml" in captured.out
    assert "failed=1" in captured.out
    assert "Nothing could be fetched" in captured.err
    assert main(["fetch", "no-such-source", *into]) == 2
    assert main(["fetch", *into, "--cases", str(tmp_path / "none.yaml")]) == 1
    (tmp_path / "bad.yaml").write_text("a: [")
    assert main(["fetch", *into, "--cases", str(tmp_path / "bad.yaml")]) == 1
    (tmp_path / "wrong.yaml").write_text("- {question: no id}")
    assert main(["fetch", *into, "--cases", str(tmp_path / "wrong.yaml")]) == 1
    assert main(["fetch", "--corpus", str(tmp_path / "nowhere")]) == 1


@pytest.mark.parametrize(
    ("listed", "complaint"),
    [
        (
            '{ url = "https://b.example/x", language = "en", type = "html" }',
            "is not among official",
        ),
        ('{ url = "https://a.example/x", language = "fr", type = "html" }', "not among languages"),
        ('{ url = "https://a.example/x", language = "en", type = "exe" }', "type"),
        ('{ url = "https://a.example/x", language = "en" }', "type"),
        (
            ", ".join(
                itertools.repeat(
                    '{ url = "https://a.example/x", language = "en", type = "pdf" }', 2
                )
            ),
            "listed twice",
        ),
    ],
)
def test_the_manifest_says_what_is_wrong_with_what_to_fetch(
    listed: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = corpus(tmp_path, ("https://a.example/x", "html"))
    manifest = folder / "sources.toml"
    before, _, _ = manifest.read_text().partition("fetch = ")
    manifest.write_text(f"{before}fetch = [{listed}]\n")
    assert main(["check", "--corpus", str(folder)]) == 1
    assert complaint in capsys.readouterr().out
