"""The NLU alone: the runtime, and the Rasa server on the same model in the same run."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.bench.pipeline import texts

# Run in a process of its own, so that its memory is its own.
_RUNTIME = """
import json, statistics, sys, time, psutil
from concurrent.futures import ThreadPoolExecutor
start = time.perf_counter()
from nlu.runtime import Runtime
runtime = Runtime()
runtime.parse("你好")
started = time.perf_counter() - start
texts = json.load(sys.stdin)
times = []
for text in texts:
    begin = time.perf_counter()
    runtime.parse(text)
    times.append(time.perf_counter() - begin)
begin = time.perf_counter()
with ThreadPoolExecutor(8) as clients:
    list(clients.map(runtime.parse, texts))
together = time.perf_counter() - begin
print(json.dumps({
    "nlu runtime start s": started,
    "nlu runtime memory MB": psutil.Process().memory_info().rss / 2**20,
    "nlu runtime median ms": statistics.median(times) * 1000,
    "nlu runtime sentences/s, one at a time": len(times) / sum(times),
    "nlu runtime sentences/s, 8 clients": len(texts) / together,
}))
"""


def measure(with_rasa: bool, count: int = 1000) -> dict[str, float]:
    command = [sys.executable, "-c", _RUNTIME]
    asked = json.dumps(texts(count))
    done = subprocess.run(command, input=asked, text=True, capture_output=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    if with_rasa:
        figures |= _rasa(texts(count))
        theirs = figures["rasa server sentences/s, 8 clients"]
        for mode in ("one at a time", "8 clients"):
            ours = figures[f"nlu runtime sentences/s, {mode}"]
            figures[f"runtime ({mode}) / rasa (8 clients), throughput"] = ours / theirs
        figures["runtime / rasa, memory"] = (
            figures["nlu runtime memory MB"] / figures["rasa server memory MB"]
        )
    return figures


def _rasa(asked: list[str]) -> dict[str, float]:
    import statistics

    from nlu.rasa import RasaBackend
    from tests.rasa_server import rasa_server

    with rasa_server() as server:
        backend = RasaBackend(server.url)
        backend.parse("你好")
        times = []
        for text in asked[:200]:
            begin = time.perf_counter()
            backend.parse(text)
            times.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        with ThreadPoolExecutor(8) as clients:
            list(clients.map(backend.parse, asked))
        total = time.perf_counter() - begin
        backend.close()
        return {
            "rasa server start s": server.seconds_to_start,
            "rasa server memory MB": server.memory / 2**20,
            "rasa server median ms": statistics.median(times) * 1000,
            "rasa server sentences/s, 8 clients": len(asked) / total,
        }
