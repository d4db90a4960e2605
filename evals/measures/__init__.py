"""Measures: each a small pure function of a case and its Turn, or of scores.

A measure that does not bear on a case is ``None``, never zero.
"""
