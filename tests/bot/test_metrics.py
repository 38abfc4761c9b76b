"""/metrics: what is counted, who may read it, and that it names nobody."""

import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.conversation.service import Inbound, Service
from bot.conversation.talk import Talk
from bot.errors import StoreUnavailable
from bot.metrics import Metrics
from bot.outbox.outcome import Later, Refused, Sent, Unreachable
from bot.store.database import Database
from bot.web.app import create_app
from bot.web.identity import Identity
from bot.web.operation import Operation
from bot.web.outages import CountedDatabase
from tests.bot.outbox.post_office import Clock, Platform, courier, write
from tests.bot.said import AT, said

TOKEN = "a token of the operators"
Labels = dict[str, str]


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0.0


def reading(
    service: Service, operation: Operation, address: str = "127.0.0.1"
) -> httpx.AsyncClient:
    app = create_app(service, Identity(b"secret"), Clock(), operation=operation)
    transport = httpx.ASGITransport(app=app, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="http://test")


async def scraped(service: Service, operation: Operation) -> dict[str, dict[str, float]]:
    """What Prometheus reads: name of a sample → values of its labels → value."""
    async with reading(service, operation) as client:
        response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    found: dict[str, dict[str, float]] = {}
    for family in text_string_to_metric_families(response.text):
        for sample in family.samples:
            key = "/".join(sample.labels.values())
            found.setdefault(sample.name, {})[key] = sample.value
    return found


async def test_messages_by_channel_and_status(talker: Talk, sqlite: Database) -> None:
    metrics = Metrics()
    ticks = iter([0.0, 0.2, 1.0, 1.03])
    service = Service(talker, sqlite, 2000, observer=metrics.message, timer=lambda: next(ticks))
    statuses = [
        (await service.handle(said("备案要什么材料", 1)))["status"],
        (await service.handle(said("今天股票涨了吗", 2)))["status"],
    ]
    assert statuses == ["answered", "declined"]
    for status in statuses:
        assert value(metrics, "tuoyu_messages_total", channel="test", status=status) == 1
    assert value(metrics, "tuoyu_nlu_declined_total", channel="test") == 1
    seconds = "tuoyu_message_seconds"
    assert value(metrics, f"{seconds}_sum", channel="test") == pytest.approx(0.23)
    assert value(metrics, f"{seconds}_bucket", channel="test", le="0.05") == 1
    assert value(metrics, f"{seconds}_bucket", channel="test", le="0.25") == 2


async def test_messages_that_were_not_answered(
    talker: Talk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metrics = Metrics()
    database = CountedDatabase(f"sqlite:///{tmp_path}", metrics.outage)
    service = Service(talker, database, 2000, observer=metrics.message)
    with pytest.raises(StoreUnavailable):
        await service.handle(said("你好"))
    assert value(metrics, "tuoyu_messages_total", channel="test", status="unavailable") == 1
    assert value(metrics, "tuoyu_store_outages_total") == 1

    def fail(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Talk, "understand", fail)
    with pytest.raises(RuntimeError):
        await service.handle(said("你好"))
    assert value(metrics, "tuoyu_messages_total", channel="test", status="failed") == 1
    assert value(metrics, "tuoyu_store_outages_total") == 1
    await database.close()


async def test_deliveries_by_outcome(database: Database) -> None:
    metrics, platform = Metrics(), Platform()
    outcomes = {"a1": Sent(), "b1": Refused("no"), "c1": Unreachable("no"), "d1": Later("no")}
    platform.answer = lambda letter: outcomes[letter.key]
    sender = courier(database, platform, Clock())
    sender.on_settled = metrics.delivered
    await write(database, [(key[0], key) for key in outcomes])
    await sender.deliver_due()
    for outcome in ("sent", "refused", "unreachable", "later"):
        assert value(metrics, "tuoyu_deliveries_total", channel="test", outcome=outcome) == 1


async def test_depth_and_age_of_the_outbox(service: Service) -> None:
    operation, clock = Operation(channels=("test", "idle")), Clock()
    clock.forward(-90)
    await write(service.database, [("a", "a1")], clock.now)
    await write(service.database, [("a", "a2"), ("b", "b1")])
    found = await scraped(service, operation)
    assert found["tuoyu_outbox_open"] == {"test": 3, "idle": 0}
    assert found["tuoyu_outbox_oldest_seconds"] == {"test": 90, "idle": 0}
    assert found["tuoyu_database_up"] == {"": 1}
    await courier(service.database, Platform(), Clock()).deliver_due()
    assert (await scraped(service, operation))["tuoyu_outbox_open"]["test"] == 0


async def test_database_away_is_told_and_not_a_failure(talker: Talk, tmp_path: Path) -> None:
    operation = Operation(channels=("test",))
    database = CountedDatabase(f"sqlite:///{tmp_path}", operation.metrics.outage)
    found = await scraped(Service(talker, database, 2000), operation)
    assert found["tuoyu_database_up"] == {"": 0}
    assert found["tuoyu_store_outages_total"] == {"": 1}
    assert "tuoyu_outbox_open" not in found
    await database.close()


async def test_nobody_is_named(talker: Talk, sqlite: Database) -> None:
    metrics = Metrics()
    service = Service(talker, sqlite, 2000, observer=metrics.message)
    secrets = ["oXw7T5openid4Wang", "王小明", "m-77315", "幸福路七号"]
    openid, name, message, text = secrets
    await service.handle(
        Inbound("wechat", openid, message, AT, f"我叫{name}，住{text}", label=name)
    )
    async with reading(service, Operation(metrics)) as client:
        told = (await client.get("/metrics")).text
    assert 'tuoyu_messages_total{channel="wechat"' in told
    assert [secret for secret in secrets if secret in told] == []
    assert set(re.findall(r'(\w+)="', told)) <= {"channel", "status", "outcome", "le"}


async def test_two_applications_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.outage()
    assert value(one, "tuoyu_store_outages_total") == 1
    assert value(other, "tuoyu_store_outages_total") == 0


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.5", {}, 403),
        ("testclient", {}, 403),
        # A proxy on this machine that passes on what comes from outside.
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.7"}, 403),
        ("127.0.0.1", {"X-Real-IP": "203.0.113.7"}, 403),
        ("203.0.113.7", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("203.0.113.7", {"Authorization": "Bearer "}, 403),
    ],
)
async def test_without_a_token_this_machine_alone(
    talker: Talk, sqlite: Database, address: str, headers: Labels, status: int
) -> None:
    service = Service(talker, sqlite, 2000)
    async with reading(service, Operation(), address) as client:
        response = await client.get("/metrics", headers=headers)
    assert response.status_code == status
    assert ("tuoyu_" in response.text) == (status == 200)


@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 401),
        (f"Bearer {TOKEN[:-1]}", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
        ("Bearer ", 401),
        ("Bearer \u00fc", 401),
        ("", 401),
    ],
)
@pytest.mark.parametrize("address", ["127.0.0.1", "203.0.113.7"])
async def test_with_a_token_who_gives_it(
    talker: Talk, sqlite: Database, given: str, status: int, address: str
) -> None:
    service = Service(talker, sqlite, 2000)
    async with reading(service, Operation(metrics_token=TOKEN), address) as client:
        response = await client.get(
            "/metrics", headers=[(b"authorization", given.encode("latin-1"))]
        )
    assert response.status_code == status
    assert ("tuoyu_" in response.text) == (status == 200)
    assert ("www-authenticate" in response.headers) == (status == 401)
