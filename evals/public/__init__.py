"""Question sets that others made, so that the engine can be compared with published figures."""
