"""A message through everything (NLU, engine, commit) on SQLite, and the JSONL channel."""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import yaml

from bot.conversation.service import Inbound, Service
from bot.settings import Settings
from bot.store.migrate import upgrade
from bot.wiring import service

QUESTIONS = Path("nlu/eval/questions.yml")


def texts(count: int) -> list[str]:
    """Different sentences; from the second round on with a number that makes them new."""
    asked = [q["text"] for q in yaml.safe_load(QUESTIONS.read_text("utf-8"))]
    rounds = (f"{text}{n or ''}" for n in range(count) for text in asked)
    return [text for text, _ in zip(rounds, range(count), strict=False)]


def measure(count: int = 1000) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        times = asyncio.run(_pipeline(f"sqlite+aiosqlite:///{folder}/bench.db", count))
        lines = _jsonl(folder, 1000)
    return {
        "pipeline median ms": statistics.median(times) * 1000,
        "pipeline p95 ms": statistics.quantiles(times, n=20)[-1] * 1000,
        "pipeline messages/s": len(times) / sum(times),
        "jsonl 1000 lines, seconds with start": lines,
    }


async def _pipeline(url: str, count: int) -> list[float]:
    made = service(Settings(database_url=url))
    await upgrade(made.database)
    times = []
    for number, text in enumerate(texts(count)):
        times.append(await _one(made, number, text))
    await made.database.close()
    return times[10:]


async def _one(made: Service, number: int, text: str) -> float:
    inbound = Inbound("bench", f"u{number % 50}", str(number), datetime.now(UTC), text)
    start = time.perf_counter()
    await made.handle(inbound)
    return time.perf_counter() - start


def _jsonl(folder: str, count: int) -> float:
    lines = "".join(
        json.dumps({"sender": f"u{n % 20}", "text": text}, ensure_ascii=False) + "\n"
        for n, text in enumerate(texts(count))
    )
    start = time.perf_counter()
    command = [str(Path(sys.executable).parent / "tuoyu"), "chat", "--jsonl"]
    done = subprocess.run(command, input=lines, text=True, capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == count, done.stderr
    return time.perf_counter() - start
