"""The web app: settings in, page out."""

from assistant.settings import Settings
from assistant.web.launch import launch

if __name__ == "__main__":
    launch(Settings())
