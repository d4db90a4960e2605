"""Nothing calls out: the whole road runs while every other host is out of reach."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SMALL
from tests.end_to_end.conftest import ROOT

WATCHED = """
import sys
LOOPBACK = ("127.0.0.1", "::1", "localhost", "")
def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            sys.stderr.write(f"CALLED OUT {address}\\n"); sys.stderr.flush()
            raise PermissionError(address)
    elif event == "socket.getaddrinfo" and str(arguments[0]) not in LOOPBACK:
        sys.stderr.write(f"LOOKED UP {arguments[0]}\\n"); sys.stderr.flush()
        raise PermissionError(arguments[0])
sys.addaudithook(watch)
import threading, time, urllib.request
from pathlib import Path
import uvicorn
from assistant.assembly import build_index, embedding_model, open_assistant, read_documents
from assistant.service import Service
from assistant.settings import Settings
from assistant.web.server import create_app
settings, root = Settings(), Path(sys.argv[2])
build_index(read_documents(Path(sys.argv[1])), root, embedding_model(settings), settings)
service = Service(
    lambda: open_assistant(settings, root), lambda: None, settings.contact_url)
server = uvicorn.Server(uvicorn.Config(
    create_app(service, service.ready, {}), port=0, log_level="warning"))
threading.Thread(target=server.run, daemon=True).start()
service.start()
while not (server.started and service.ready()):
    time.sleep(0.05)
port = server.servers[0].sockets[0].getsockname()[1]
for path in ("/healthz", "/", "/sv/"):
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20).status == 200
print(service.answer(["When did Lund become a human rights city?"], "en").outcome)
"""


def test_building_serving_and_answering_reach_no_other_host(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED, str(SMALL), str(tmp_path / "index")],
        cwd=ROOT, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert ran.stdout.strip() == "answered", ran.stderr
    assert "CALLED OUT" not in ran.stderr
    assert "LOOKED UP" not in ran.stderr


def test_it_answers_in_a_machine_without_a_network(small_root: Path) -> None:
    """The same from outside Python: the kernel gives the process no network at all."""
    unshare = shutil.which("unshare")
    alone = [unshare or "unshare", "--map-root-user", "--net"]
    if unshare is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("this machine lets nobody take the network away from a process (unshare)")
    ran = subprocess.run(
        [*alone, sys.executable, "-m", "assistant", "ask", "När blev Lund MR-stad?",
         "--index", str(small_root)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert ran.stdout.startswith("Lund blev MR-stad i augusti 2018."), ran.stderr
