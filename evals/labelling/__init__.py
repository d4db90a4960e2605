"""The page on which two people label the answers of a run."""
