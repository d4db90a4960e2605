"""Text without what nobody sees, wherever it comes from."""

import re

# Controls that are no white space; Default_Ignorable_Code_Point (Unicode 15.1,
# DerivedCoreProperties.txt: direction, joiners, fillers, selectors, tags); interlinear marks; the
# blank of braille; halves of characters. Joiners after letters of Arabic and Indic scripts stay:
# there they are spelling (Unicode Standard Annex 31, section 2.3).
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|(?<![\u0600-\u1cff])[\u200c\u200d]+"
)


def visible(text: str) -> str:
    """The text without hidden characters; what is left, white space too, stays as it is."""
    return _UNSEEN.sub("", text)
