"""The web app: settings in, page out."""

from assistant.web.launch import launch

from assistant.settings import Settings

if __name__ == "__main__":
    launch(Settings())
