"""The terminal channel: a short talk, answers by number, and how to leave it."""

import os
import pty
import signal
import subprocess
from pathlib import Path

import pytest

from tests.bot.commands import TUOYU, environment, tuoyu


@pytest.mark.parametrize("leave", ["quit\n", "退出程序\n", ""])
def test_talk(tmp_path: Path, leave: str) -> None:
    done = tuoyu(tmp_path, "chat", given=f"你好\n2\n[bold]\n{leave}".encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert "1. 我想开托育机构" in done.stdout
    assert "楼" in done.stdout
    assert list(tmp_path.glob("tuoyu-*")) == []


def test_ctrl_c_leaves_at_once(tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [TUOYU, "chat"],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(tmp_path, PYTHONUNBUFFERED="1"),
    ) as process:
        os.write(controller, "你好\n".encode())
        assert process.stdout
        while "备案要什么材料" not in process.stdout.readline().decode():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    os.close(controller)
    os.close(terminal)
    assert b"Traceback" not in errors
    assert list(tmp_path.glob("tuoyu-*")) == []
