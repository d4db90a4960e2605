"""Systems answer the cases of a run, as far as they have not yet."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tqdm import tqdm

from evals.case import Case
from evals.record import Answered
from evals.run import Run
from evals.system import System


def generate(run: Run, systems: Sequence[System], parallel: int = 1) -> None:
    """Let each system answer what it has not answered yet, ``parallel`` cases at a time.

    Turns are put down as they come, in the order of the cases, so that a run that is killed can
    go on. A progress bar is on stderr. Raises :class:`evals.run.NoRun` while another process
    writes into the run, and whatever a system raises.
    """
    with run.alone():
        for system in systems:
            remaining = run.remaining(system.name)
            done = len(run.cases) - len(remaining)
            pool = ThreadPoolExecutor(parallel)
            with tqdm(
                total=len(run.cases), initial=done, desc=system.name, unit="case", disable=None
            ) as bar:
                try:
                    for answered in pool.map(_answering(system), remaining):
                        run.add(system.name, answered)
                        bar.update()
                finally:
                    # Cases that wait are not answered first when somebody stops the run.
                    pool.shutdown(cancel_futures=True)


def _answering(system: System) -> Callable[[Case], Answered]:
    def answered(case: Case) -> Answered:
        turn = system.answer([*case.turns, case.question], case.language)
        return Answered(case=case.id, turn=turn)

    return answered
