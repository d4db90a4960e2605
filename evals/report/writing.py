"""``python -m evals report [RUN]``: the report of a run, written into its folder.

Neither model nor index is needed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from evals.report.content import WORST, Content, content
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.wording import LANGUAGES, Wording
from evals.run import FOLDER, Run, named


def write(found: Content, folder: Path, language: str) -> Path:
    """Write ``report.html``, ``report.md`` and ``report.json`` into a folder; returns the first."""
    wording = Wording.of(language)
    (folder / "report.json").write_text(found.model_dump_json(indent=1) + "\n", "utf-8")
    (folder / "report.md").write_text(markdown(found, wording), "utf-8")
    html = folder / "report.html"
    html.write_text(page(found, wording), "utf-8")
    return html


def earlier(run: Run, root: Path) -> Run | None:
    """The last scored run of the same split that was made before this one; ``None`` without one."""
    made = run.configuration
    before = [
        one
        for one in Run.all(root)
        if one.scored
        and one.configuration.created < made.created
        and one.configuration.split == made.split
    ]
    return before[-1] if before else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the report; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m evals report", description=__doc__)
    parser.add_argument("run", nargs="?", type=Path, metavar="RUN", help="a run (the newest)")
    parser.add_argument(
        "--before", type=Path, metavar="RUN", help="the run to compare with (the one before)"
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the report")
    parser.add_argument(
        "--worst", type=int, default=WORST, metavar="N", help="cases in full (%(default)s)"
    )
    options = parser.parse_args(arguments)
    root = Settings().data_dir / FOLDER
    run = Run.open(named(options.run, root)) if options.run else Run.newest(root)
    before = (
        Run.open(named(options.before, root)) if options.before else earlier(run, run.folder.parent)
    )
    html = write(content(run, before, options.worst), run.folder, options.lang)
    sys.stdout.write(f"{html}\n")
    return 0
