"""``python -m evals score``: judge the answers of a run.

The texts are read again, to compare quotes with them; the embedding model is loaded only where a
chat model worded an answer.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.settings import Settings
from assistant.turn import Support
from evals.configuration import corpus_digest
from evals.holdings import Holdings
from evals.measures.citing import Checks, Evidence
from evals.missed import missed
from evals.published import shown
from evals.record import Answered
from evals.run import FOLDER, NoRun, Run, named
from evals.scoring import score
from evals.summary import summary


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge, print the figures on stdout, and return 0."""
    parser = argparse.ArgumentParser(prog="python -m evals score", description=__doc__)
    parser.add_argument(
        "run", type=Path, nargs="?", metavar="RUN", help="folder or name; the newest without it"
    )
    parser.add_argument(
        "--misses", type=Path, metavar="FILE", help="write what failed, in full, as YAML"
    )
    options = parser.parse_args(arguments)
    settings = Settings()
    root = settings.data_dir / FOLDER
    run = Run.open(named(options.run, root)) if options.run else Run.newest(root)
    score_run(run, settings)
    if options.misses:
        options.misses.write_text(missed(run), "utf-8")
    sys.stdout.write("\n".join(shown(run)) + "\n")
    return 0


def score_run(run: Run, settings: Settings) -> None:
    """Judge the answers of every system of a run, and keep the scores in it.

    Raises :class:`evals.run.NoRun` where answers are missing.
    """
    for system in run.systems:
        if not run.answered(system):
            raise NoRun(
                f"{run.folder} has not all answers of {system} yet. "
                f"Go on: python -m evals run --resume {run.folder}"
            )
    held = _holdings(run, settings)
    for system in run.systems:
        turns = run.turns(system)
        evidence = Evidence(held, _check(run, turns, settings))
        scores = [
            score(case, answered.turn, evidence)
            for case, answered in zip(run.cases, turns, strict=True)
        ]
        run.write_scores(system, scores, summary(system, scores))


def _holdings(run: Run, settings: Settings) -> Holdings | None:
    """What the corpus holds, if it is still what the run was made with."""
    from assistant.assembly import read_documents
    from corpus.library import SHIPPED

    documents = run.configuration.settings["documents"]
    try:
        if documents:
            library = read_documents(Path(documents), quiet=True)
        else:
            library = read_documents(SHIPPED, settings.official_dir, quiet=True)
    except NotADirectoryError:
        library = None
    if library is not None:
        found = corpus_digest(library.passages(), library.sources.values())
        if found == run.configuration.corpus:
            return Holdings(library)
    sys.stderr.write(
        "The texts are no longer those that the run searched, so its quotes are not compared with "
        "them. Make it anew to have them compared: python -m evals run --again "
        f"{run.folder}\n"
    )
    return None


def _check(run: Run, turns: Sequence[Answered], settings: Settings) -> Checks | None:
    """What judges reworded sentences; ``None`` where there are none."""
    if not any(
        statement.support is Support.SUPPORTED
        for answered in turns
        for statement in answered.turn.statements
    ):
        return None
    from assistant.assembly import embedding_model, support_check
    from index.search import Index

    named_index = run.configuration.settings["index"]
    root = Path(named_index) if named_index else settings.index_dir
    index = Index.open(root, embedding_model(settings), settings.chroma_url)
    return support_check(settings, index.names)
