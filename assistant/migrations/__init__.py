"""How the tables came to be, one step after another; ``assistant/database.py`` runs them."""
