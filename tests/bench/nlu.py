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
for at in range(0, len(texts), 8):
    runtime.parse_all(texts[at : at + 8])
batched = time.perf_counter() - begin
print(json.dumps({
    "nlu runtime start s": started,
    "nlu runtime memory MB": psutil.Process().memory_info().rss / 2**20,
    "nlu runtime median ms": statistics.median(times) * 1000,
    "nlu runtime sentences/s, one at a time": len(times) / sum(times),
    "nlu runtime sentences/s, eight at a time": len(texts) / batched,
}))
"""


def measure(with_rasa: bool, count: int = 1000) -> dict[str, float]:
    command = [sys.executable, "-c", _RUNTIME]
    asked = json.dumps(texts(count))
    done = subprocess.run(command, input=asked, text=True, capture_output=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout)
    if with_rasa:
        figures |= _rasa(texts(count))
        ours, theirs = (
            figures["nlu runtime sentences/s, one at a time"],
            figures["rasa server sentences/s, 8 clients"],
        )
        figures["runtime / rasa, throughput (one at a time)"] = ours / theirs
        batched = figures["nlu runtime sentences/s, eight at a time"]
        figures["runtime / rasa, throughput (eight at a time)"] = batched / theirs
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
