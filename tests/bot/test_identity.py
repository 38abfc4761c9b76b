"""Who is writing, and how often: signed cookies, the kept secret, the bucket."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Misconfigured
from bot.web.identity import SHORTEST, Identity, kept_secret
from bot.web.limits import RateLimit

OURS = Identity(b"secret of the tests")


def test_new_people_are_different_and_known_again() -> None:
    cookies = {OURS.new() for _ in range(50)}
    assert len(cookies) == 50
    assert all(OURS.person(cookie) == cookie.partition(".")[0] for cookie in cookies)


@given(st.none() | st.text())
def test_no_cookie_but_ours(cookie: str | None) -> None:
    assert OURS.person(cookie) is None


@given(st.data())
def test_one_character_changed(data: st.DataObject) -> None:
    cookie = OURS.sign("someone")
    place = data.draw(st.integers(0, len(cookie) - 1))
    other = data.draw(st.characters(codec="latin-1").filter(lambda c: c != cookie[place]))
    assert OURS.person(cookie[:place] + other + cookie[place + 1 :]) is None


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    secret = kept_secret(folder)
    assert len(secret) == SHORTEST
    assert kept_secret(folder) == secret
    assert stat.S_IMODE((folder / "secret").stat().st_mode) == 0o600
    assert [file.name for file in folder.iterdir()] == ["secret"]


def test_starts_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        secrets = list(pool.map(kept_secret, [tmp_path] * 64))
    assert len(set(secrets)) == 1


@pytest.mark.parametrize("content", [b"", b"short"])
def test_damaged_secret_signs_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    with pytest.raises(Misconfigured, match="damaged"):
        kept_secret(tmp_path)


def test_no_place_for_the_secret(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "secret").mkdir()
    for folder in (tmp_path, tmp_path / "file", tmp_path / "file" / "var"):
        with pytest.raises(Misconfigured, match="no secret can be kept"):
            kept_secret(folder)


def test_burst_then_one_by_one() -> None:
    now = [0.0]
    limit = RateLimit(lambda: now[0], burst=3, every=2.0)
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 0, 2.0]
    now[0] = 1.0
    assert limit.wait("a") == 1.0
    now[0] = 2.0
    assert [limit.wait("a"), limit.wait("a")] == [0, 2.0]
    now[0] = 1000.0
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 0, 2.0]


def test_people_do_not_slow_each_other() -> None:
    limit = RateLimit(lambda: 0.0, burst=1)
    assert [limit.wait("a"), limit.wait("b")] == [0, 0]
    assert limit.wait("a") > 0


def test_only_so_many_are_remembered() -> None:
    limit = RateLimit(lambda: 0.0, burst=1, clients=10)
    assert [limit.wait(str(n)) for n in range(1000)] == [0.0] * 1000
    assert len(limit._buckets) == 10


@given(
    st.lists(st.floats(0, 5), max_size=60),
    st.integers(1, 5),
    st.floats(0.1, 3),
)
def test_never_more_than_promised(pauses: list[float], burst: int, every: float) -> None:
    now = [0.0]
    limit = RateLimit(lambda: now[0], burst=burst, every=every)
    allowed = 0
    for pause in pauses:
        now[0] += pause
        wait = limit.wait("a")
        assert wait >= 0
        allowed += wait == 0
    assert allowed <= burst + now[0] / every + 1e-6
