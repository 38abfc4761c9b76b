"""Questions asked at the same time are answered together, each with its own answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from nlu.together import MOST, Together


def test_each_caller_gets_its_own_answer() -> None:
    together: Together[int, int] = Together(lambda batch: [n * 2 for n in batch])
    with ThreadPoolExecutor(16) as callers:
        assert list(callers.map(together, range(500))) == [n * 2 for n in range(500)]


def test_what_waits_is_answered_in_one_batch() -> None:
    first, go, sizes = Event(), Event(), []

    def answer(batch: list[int]) -> list[int]:
        sizes.append(len(batch))
        first.set()
        go.wait(10)
        return batch

    together: Together[int, int] = Together(answer)
    with ThreadPoolExecutor(6) as callers:
        begun = callers.submit(together, 0)
        assert first.wait(10)
        rest = [callers.submit(together, n) for n in range(1, 6)]
        while together._queue.qsize() < 5:
            pass
        go.set()
        assert [f.result(10) for f in (begun, *rest)] == [0, 1, 2, 3, 4, 5]
    assert sizes[:2] == [1, 5]
    assert max(sizes) <= MOST


def test_a_failure_reaches_its_callers_and_the_next_is_answered() -> None:
    def answer(batch: list[int]) -> list[int]:
        if 13 in batch:
            raise ValueError("thirteen")
        return batch

    together: Together[int, int] = Together(answer)
    with pytest.raises(ValueError, match="thirteen"):
        together(13)
    assert together(1) == 1
