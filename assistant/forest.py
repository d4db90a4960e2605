"""A boosted forest of small decision trees, kept as text (``support-trees.json``)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

TREES = Path(__file__).with_name("support-trees.json")


class Branch(BaseModel):
    """A question at a node: whether ``measure`` is at most ``bound``; or a leaf with a ``value``.

    ``low`` and ``high`` are the numbers of the nodes that follow, always greater than its own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    measure: str = ""
    bound: float = 0.0
    low: int = 0
    high: int = 0
    value: float = 0.0


class Forest(BaseModel):
    """Trees whose values add up to log odds (gradient boosting, Friedman 2001).

    ``trees`` are lists of nodes, the first being the root.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    trees: tuple[tuple[Branch, ...], ...]

    def odds(self, measures: Mapping[str, float]) -> float:
        """The sum over the trees; a measure that is not given is 0."""
        # The trees were fitted on single precision.
        single = {name: float(np.float32(value)) for name, value in measures.items()}
        total = 0.0
        for tree in self.trees:
            node = tree[0]
            while node.low:
                node = tree[node.low if single.get(node.measure, 0.0) <= node.bound else node.high]
            total += node.value
        return total


@cache
def support_forest() -> Forest:
    """The forest beside this module. Raises ``pydantic.ValidationError`` if unfit."""
    return Forest.model_validate_json(TREES.read_text("utf-8"))
