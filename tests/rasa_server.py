"""A live Rasa server on the freshly trained model, for the parity suite and the bench."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parent.parent
RASA = ROOT / "nlu/train/.venv/bin/python"
ARCHIVE = ROOT / "nlu/train/models/nlu.tar.gz"
STARTS_WITHIN = 240.0


@dataclass
class Server:
    url: str
    process: psutil.Process
    seconds_to_start: float

    @property
    def memory(self) -> int:
        """Resident bytes of the server and its children."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(process.memory_info().rss for process in processes)


def train_if_stale() -> None:
    """Train where the archive is older than what it is made from."""
    from nlu.fingerprint import inputs

    newest = max(path.stat().st_mtime for path in inputs())
    if not ARCHIVE.exists() or ARCHIVE.stat().st_mtime < newest:
        command = [str(RASA), "-W", "ignore", "-m", "nlu.train.train"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


@contextmanager
def rasa_server() -> Iterator[Server]:
    """Start it, wait until it answers, stop it."""
    train_if_stale()
    port = _free_port()
    command = [str(RASA), "-W", "ignore", "-m", "rasa", "run", "--enable-api",
               "-m", str(ARCHIVE), "-p", str(port), "-i", "127.0.0.1"]  # fmt: skip
    environment = os.environ | {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SANIC_WORKERS": "1",
        "PYTHONPATH": str(ROOT),
    }
    started = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, started)
        yield Server(url, psutil.Process(process.pid), time.monotonic() - started)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(url: str, process: "subprocess.Popen[bytes]", started: float) -> None:
    while time.monotonic() - started < STARTS_WITHIN:
        if process.poll() is not None:
            raise RuntimeError(f"the Rasa server ended with {process.returncode}")
        try:
            answer = httpx.post(f"{url}/model/parse", json={"text": "你好"}, timeout=10)
            if answer.status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise RuntimeError("the Rasa server did not answer in time")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
