"""Passages in, ranked hits out: Chroma for meaning, BM25 for words.

Built data lives in a folder that the caller names; this package is code only.
"""
