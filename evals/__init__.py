"""How good and how fast the answers are, measured."""
