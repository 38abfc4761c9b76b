"""Answer together what is asked at the same time.

A model that streams its weights from memory for one sentence does eight for little more. One
worker thread answers: it takes all that is queued. After a batch of several it waits half a
millisecond for as many again, so that callers who come back at once are not answered one by
one; a single caller never waits for anybody.
"""

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

Q = TypeVar("Q")
A = TypeVar("A")
MOST = 32
LINGER = 0.0005  # seconds


class Together(Generic[Q, A]):
    """Calls ``answer_all`` in one thread, with all that has been asked by then."""

    def __init__(self, answer_all: Callable[[list[Q]], list[A]]) -> None:
        self._answer_all = answer_all
        self._queue: SimpleQueue[tuple[Q, Future[A]]] = SimpleQueue()
        self._worker: Thread | None = None
        self._starting = Lock()

    def __call__(self, question: Q) -> A:
        """The answer to one question; raises what ``answer_all`` raised for its batch."""
        future: Future[A] = Future()
        self._queue.put((question, future))
        if self._worker is None:
            self._start()
        return future.result()

    def _start(self) -> None:
        with self._starting:
            if self._worker is None:
                self._worker = Thread(target=self._work, name="together", daemon=True)
                self._worker.start()

    def _work(self) -> None:
        expected = 1
        while True:
            batch = self._gather(expected)
            expected = len(batch)
            try:
                answers = self._answer_all([question for question, _ in batch])
                for (_, future), answer in zip(batch, answers, strict=True):
                    future.set_result(answer)
            except BaseException as error:
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)

    def _gather(self, expected: int) -> list[tuple[Q, Future[A]]]:
        batch = [self._queue.get()]
        until = monotonic() + LINGER
        while len(batch) < MOST:
            wait = until - monotonic() if len(batch) < expected else 0.0
            try:
                batch.append(self._queue.get(timeout=max(wait, 0.0)))
            except Empty:
                break
        return batch
