"""The fast subset: few cases, spread over kinds and languages, and the same ones every time."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from evals.case import Case

_OF_EACH = 2
"""Cases of each kind in each language that are there before any other, as far as there are."""


def subset(cases: Iterable[Case], count: int) -> list[Case]:
    """At most ``count`` cases, in the order of ``cases``.

    They are taken in the order of the hashes of their ids: first two of each kind in each
    language, so that rare kinds are there, then whichever come. So the choice looks random and is
    always the same, and a case that is added displaces one other at most.
    """
    some = list(cases)
    seen: Counter[tuple[str, str]] = Counter()
    ranked = []
    for case in sorted(some, key=lambda case: hashlib.sha256(case.id.encode()).hexdigest()):
        seen[case.kind, case.language] += 1
        ranked.append((seen[case.kind, case.language] > _OF_EACH, case.id))
    # Sorting is stable, so that the order of the hashes stays within each part.
    chosen = {id_ for _, id_ in sorted(ranked, key=lambda one: one[0])[:count]}
    return [case for case in some if case.id in chosen]
