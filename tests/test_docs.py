"""The documents say what the program does."""

import re
import subprocess
import sys
from pathlib import Path

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_setting_is_in_the_table_with_its_default_and_nothing_else_is() -> None:
    rows = dict(re.findall(r"^\| `ASSISTANT_(\w+)` \| (.*?) \|", README, re.MULTILINE))
    fields = Settings.model_fields
    assert set(rows) == {name.upper() for name in fields}
    for name, field in fields.items():
        default = str(field.default)
        assert rows[name.upper()] == (f"`{default}`" if default else "empty"), name
        assert (field.description or "?") in README, name


def test_every_command_in_the_readme_exists() -> None:
    commands = set(re.findall(r"python -m (assistant|corpus|evals) ([a-z]+)", README))
    assert {
        ("assistant", name) for name in ("ask", "search", "index", "serve", "model")
    } <= commands
    assert ("corpus", "check") in commands
    for package, command in sorted(commands):
        shown = subprocess.run(
            [sys.executable, "-m", package, command, "--help"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert shown.returncode == 0, (package, command, shown.stderr)


def test_every_make_target_in_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        one or other
        for one, other in re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", README, re.MULTILINE)
    }
    assert {"run", "test", "setup", "bench"} <= named
    assert named <= targets


def test_every_local_link_leads_somewhere() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    dependencies = project.split("dependencies = [")[1].split("]\n")[0]
    for name in re.findall(r'^  "([A-Za-z0-9-]+)', dependencies, re.MULTILINE):
        assert f"| `{name}`" in README, name


def test_the_lock_pins_everything_and_names_no_host() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[\w.]+", line) for line in lines)
    assert "torch==2.13.0" in lines


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(page.name[:4]) for page in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers
