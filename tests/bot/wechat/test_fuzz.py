"""Whatever is pushed: 200, 400, 403 or 413, never another status and never an exception.

TUOYU_FUZZ says how many examples each test tries (100 without it).
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.fuzzing import examples
from tests.bot.wechat.town import Deadline, Town
from tests.fakes.wechat import aes_push, plain_push, sealed, text_xml, xml

ALLOWED = {200, 400, 403, 413}
BROAD = settings(
    max_examples=examples(100),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

KINDS = [
    "text", "image", "voice", "video", "shortvideo", "location", "link", "event", "device_text",
    "EVENT", "", "none",
]  # fmt: skip
EVENTS = [
    "subscribe", "unsubscribe", "SCAN", "LOCATION", "CLICK", "VIEW", "TEMPLATESENDJOBFINISH",
    "scancode_waitmsg", "pic_weixin", "location_select", "kf_create_session", "", "x",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(["", "1", "-1", "oFollower1", "1795312800", "qrscene_a", "flow=open_daycare"]),
    st.sampled_from(["]]>", "<a>1</a>", "&lt;", "nan", "1e999", "营利性", "x" * 500, "=", "flow="]),
    st.text(st.characters(codec="utf-8"), max_size=30),
)
NAMES = [
    "FromUserName", "CreateTime", "MsgId", "MsgID", "Content", "EventKey", "Ticket", "Status",
    "Location_X", "Location_Y", "Latitude", "MediaId", "Recognition", "bizmsgmenuid", "Event",
    "MsgType", "ToUserName",
]  # fmt: skip
GOOD = {"FromUserName": "oFollower1", "CreateTime": "1795312800", "MsgId": "1"}
FIELDS = st.builds(
    lambda kind, event, more: {**GOOD, "MsgType": kind, "Event": event, **more},
    st.sampled_from(KINDS),
    st.sampled_from(EVENTS),
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=6),
)
BODIES = st.one_of(
    FIELDS.map(lambda fields: xml(**fields).encode("utf-8", "replace")),
    st.builds(
        lambda start, end: text_xml("你好", 1, 1).encode()[start:end],
        st.integers(0, 300),
        st.integers(0, 300),
    ),
    st.binary(max_size=300),
)
QUERIES = st.dictionaries(
    st.sampled_from(
        ["signature", "msg_signature", "timestamp", "nonce", "encrypt_type", "echostr"]
    ),
    st.one_of(st.text(max_size=40), st.just("aes"), st.just("1795312800")),
)


@pytest.fixture
def town_in_a_hurry(town: Town, deadline: Deadline) -> Town:
    """Answers are not waited for: what is tried here is what comes in."""
    deadline.strike()
    return town


@BROAD
@given(body=BODIES)
async def test_signed_pushes(town_in_a_hurry: Town, plain: Town, body: bytes) -> None:
    for where in (town_in_a_hurry, plain):
        response = await where.push(body)
        assert response.status_code in ALLOWED, response.text
    await town_in_a_hurry.quiet()
    await plain.quiet()


@BROAD
@given(query=QUERIES, body=BODIES)
async def test_unsigned_requests(
    town: Town, plain: Town, query: dict[str, Any], body: bytes
) -> None:
    for where in (town, plain):
        pushed = await where.client.post("/wechat", params=query, content=body)
        echoed = await where.client.get("/wechat", params=query)
        assert {pushed.status_code, echoed.status_code} <= {400, 403, 413}


@BROAD
@given(
    encrypted=st.one_of(
        st.text(st.sampled_from("ABCDEFGHabcdefgh0123456789+/="), max_size=200),
        st.binary(max_size=200).map(lambda noise: aes_push(noise, 1)[1].decode().split("[")[-1]),
    ),
    keep=st.integers(0, 400),
)
async def test_signed_noise(town: Town, encrypted: str, keep: int) -> None:
    town._nonce += 1
    query, body = sealed(encrypted.partition("]")[0], town.now, f"s{town._nonce}")
    response = await town.client.post("/wechat", params=query, content=body)
    assert response.status_code in ALLOWED
    cut = await town.client.post("/wechat", params=query, content=body[:keep])
    assert cut.status_code in ALLOWED


async def test_the_good_one_among_them_is_answered(town: Town) -> None:
    """So that the others are refused for what they are."""
    assert (await town.push(xml(**GOOD, MsgType="text", Content="你好"))).text != "success"
    query, body = plain_push(b"", town.now)
    assert (await town.client.post("/wechat", params=query, content=body)).status_code == 403
