"""The report of a run: one HTML file, and the same as Markdown and JSON."""
