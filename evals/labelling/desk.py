"""``python -m evals label RUN``: two people label the answers of a run, on this machine alone.

A page is served until the command is stopped; its address, with a key, is on stderr. Every label
is on the disk in the run's folder before the next answer is shown.
"""

import argparse
import secrets
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from assistant.settings import Settings
from evals.labelling.answers import answers, table
from evals.labelling.server import Desk, create_app
from evals.labels import MOST_OF_A_NAME, Labels
from evals.run import FOLDER, NoRun, Run, named

_HOST = "127.0.0.1"
_LAST_WORDS = 2
"""Seconds that open connections have when the server is told to stop."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page, or write the labels as CSV, and return 0.

    Raises what opening a run raises, and ``OSError`` where the port is taken.
    """
    options = _parser().parse_args(arguments)
    run = Run.open(named(options.run, Settings().data_dir / FOLDER))
    system = options.system or run.systems[0]
    labelled = answers(run, system, options.sample)
    if not labelled:
        raise NoRun(f"{run.folder} holds no answer of {system}. Make them: python -m evals run")
    labels = Labels(run.folder)
    if options.csv:
        options.csv.write_text(table(labels.of(system), labelled), "utf-8", newline="")
        return 0
    desk = Desk(system, labelled, labels, secrets.token_urlsafe(24), options.person or "")
    # What people write is in no log: none of requests is kept.
    config = uvicorn.Config(
        create_app(desk), host=_HOST, port=options.port, log_level="warning", access_log=False,
        timeout_graceful_shutdown=_LAST_WORDS,
    )  # fmt: skip
    _Server(config, desk.key).run()
    return 0


class _Server(uvicorn.Server):
    """Says where it is once it is there."""

    def __init__(self, config: uvicorn.Config, key: str) -> None:
        super().__init__(config)
        self._key = key

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            sys.stderr.write(
                f"The page: http://{_HOST}:{port}/?key={self._key} (Ctrl+C stops it)\n"
            )
            sys.stderr.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals label", description=__doc__)
    parser.add_argument("run", type=Path, metavar="RUN", help="the folder of a run, or its name")
    parser.add_argument(
        "--sample", type=_number, metavar="N", help="label N of the answers, the same each time"
    )
    parser.add_argument(
        "--person", type=_name, metavar="NAME", help="who labels; else the page asks"
    )
    parser.add_argument(
        "--system", metavar="NAME", help="whose answers; else the measured system's"
    )
    parser.add_argument(
        "--port", type=int, default=0, help="port to serve on; else any that is free"
    )
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the labels there instead")
    return parser


def _number(written: str) -> int:
    number = int(written)
    if number < 1:
        raise ValueError
    return number


def _name(written: str) -> str:
    name = " ".join(written.split())
    if not name.isprintable() or not 0 < len(name) <= MOST_OF_A_NAME:
        raise ValueError
    return name
