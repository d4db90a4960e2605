"""Documents in, passages out: sources, their texts, sections and passages.

The lowest floor. It reads files and knows nothing of search, answers or pages.
"""
