"""Why the words of a chat model are not shown."""

from enum import StrEnum


class Trouble(StrEnum):
    """What went wrong with a chat model, or with what it wrote."""

    UNUSABLE = "unusable"
    """The settings name no model that can be opened here."""
    RESTING = "resting"
    """It failed several times in a row and is left alone for a while."""
    TIMED_OUT = "timed_out"
    UNREACHABLE = "unreachable"
    UNAUTHORISED = "unauthorised"
    UNKNOWN_MODEL = "unknown_model"
    RATE_LIMITED = "rate_limited"
    REJECTED = "rejected"
    """The provider found the request itself wrong."""
    FAILED = "failed"
    """The provider reports a failure of its own."""
    GARBLED = "garbled"
    """What came back is no answer that can be read."""
    CUT_OFF = "cut_off"
    OVER_LONG = "over_long"
    EMPTY = "empty"
    REFUSED = "refused"
    REPEATING = "repeating"
    WRONG_LANGUAGE = "wrong_language"
    ADDRESSED = "addressed"
    """A passage that the extract cites speaks to a model; it is not sent to one."""
    UNSUPPORTED = "unsupported"
    """Too few of its sentences stand."""
    LOST = "lost"
    """What stands no longer holds what the extract said."""


class NoProse(Exception):
    """A chat model gave nothing that can be used; ``trouble`` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
