"""Whose word on a client's address is taken: a proxy's that the settings name, nobody else's."""

from pathlib import Path

import httpx
import pytest
import uvicorn

from bot.conversation.talk import Talk
from bot.settings import Settings
from bot.web.limits import Limits
from bot.web.served import listening, served


@pytest.fixture(autouse=True)
def loaded(talker: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is loaded once for all tests."""
    monkeypatch.setattr("bot.web.served.talk", lambda settings: talker)


def behind(folder: Path, proxies: str) -> tuple[uvicorn.Config, Limits]:
    """The application as uvicorn wraps it, one message a visitor or address."""
    settings = Settings(
        _env_file=None, var=folder, database_url=f"sqlite:///{folder}/a.db",
        trusted_proxies=proxies, rate_burst=1, rate_per_second=0.001,
    )  # fmt: skip
    app = served(settings)
    config = uvicorn.Config(app, **listening(settings))
    config.load()
    return config, app.state.limits


async def scheme_seen(config: uvicorn.Config, peer: str, said: dict[str, str]) -> str:
    """https where X-Forwarded-Proto was believed: the cookie then is for https alone."""
    transport = httpx.ASGITransport(app=config.loaded_app, client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/", headers=said)
    return "https" if "secure" in response.headers["set-cookie"].lower() else "http"


@pytest.mark.parametrize(
    ("proxies", "peer", "believed"),
    [
        ("", "127.0.0.1", False),
        ("", "203.0.113.7", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "203.0.113.7", False),
        ("10.0.0.0/8, ::1", "10.3.2.1", True),
        ("10.0.0.0/8, ::1", "11.0.0.1", False),
    ],
)
async def test_scheme_and_address_of_a_proxy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, proxies: str, peer: str, believed: bool
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    config, limits = behind(tmp_path, proxies)
    said = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "https"}
    assert await scheme_seen(config, peer, said) == ("https" if believed else "http")
    seen = []
    monkeypatch.setattr(limits, "wait", lambda session, address: seen.append(address) or 9.0)
    transport = httpx.ASGITransport(app=config.loaded_app, client=(peer, 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        # What a client forged stands left of what the proxy saw.
        forged = said | {"X-Forwarded-For": "192.0.2.1, 198.51.100.9"}
        refused = await client.post("/api/chat", json={"id": "1", "text": "x"}, headers=forged)
    assert refused.status_code == 429
    assert seen == ["198.51.100.9" if believed else peer]


def test_limits_of_the_settings(tmp_path: Path) -> None:
    _, limits = behind(tmp_path, "")
    assert [limits.wait("a", "127.0.0.1") > 0 for _ in range(2)] == [False, True]
    assert limits.wait("b", "127.0.0.1") == 0


def test_one_subscribers_many_addresses_are_one() -> None:
    limits = Limits(lambda: 0.0, burst=1)
    assert limits.wait(None, "2001:db8::1") == 0
    assert limits.wait(None, "2001:db8::ffff:1") > 0
    assert limits.wait(None, "2001:db8:0:1::1") == 0
    assert limits.wait(None, "") == 0
    assert limits.wait(None, "") > 0
