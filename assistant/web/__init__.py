"""The web page: a Turn becomes HTML, Gradio carries it, FastAPI serves it."""
