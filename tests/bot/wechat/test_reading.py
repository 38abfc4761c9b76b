"""Every kind of push as what the service takes."""

from dataclasses import replace
from typing import Any

import pytest

from bot.channels.wechat.reading import Push, understood
from bot.conversation.service import Inbound
from content.positions.gcj02 import to_wgs84
from tests.bot.outbox.post_office import START
from tests.fakes.wechat import ACCOUNT, event_xml, text_xml, xml

MOMENT = 1_795_312_800


def read(body: str) -> Push:
    return understood(body, START)


def heard(body: str) -> dict[str, Any]:
    """What differs from a bare message."""
    inbound = read(body).inbound
    assert inbound is not None
    bare = replace(Inbound("wechat", "oFollower1", "", START), external_id=inbound.external_id)
    return {k: v for k, v in vars(inbound).items() if v != getattr(bare, k)}


def message(kind: str, **more: str) -> str:
    return xml(FromUserName="oFollower1", CreateTime=MOMENT, MsgType=kind, MsgId=7, **more)


def test_who_says_what_to_whom() -> None:
    push = read(text_xml("你好", 23456789012345678, MOMENT))
    assert (push.follower, push.account, push.created) == ("oFollower1", ACCOUNT, MOMENT)
    expected = Inbound("wechat", "oFollower1", "m23456789012345678", START, "你好")
    assert push.inbound == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (message("text", Content="第一个"), {"text": "第一个"}),
        (message("text", Content=""), {}),
        # Fault 7: the library knows nothing of the number of a menu's choice.
        (
            message("text", Content="营利性", bizmsgmenuid="2"),
            {"text": "营利性", "choice": "2", "label": "营利性"},
        ),
        (message("image", PicUrl="http://x/1", MediaId="1"), {"unread": True, "picture": "1"}),
        (message("voice", MediaId="1", Format="amr", Recognition=""), {"unread": True}),
        (message("voice", MediaId="1", Recognition="你好"), {"unread": True}),
        (message("video", MediaId="1", ThumbMediaId="2"), {"unread": True}),
        (message("shortvideo", MediaId="1", ThumbMediaId="2"), {"unread": True}),
        (message("link", Title="t", Url="http://x"), {"unread": True}),
        (message("file", Title="t"), {"unread": True}),
        (
            message("location", Location_X="29.1", Location_Y="119.7", Scale="16", Label="金东"),
            {"position": to_wgs84(29.1, 119.7)},
        ),
        (
            event_xml("CLICK", MOMENT, EventKey="flow=open_daycare"),
            {"choice": "flow=open_daycare", "opens": "touch"},
        ),
        (event_xml("CLICK", MOMENT, EventKey="菜单"), {"text": "菜单", "opens": "touch"}),
        (event_xml("subscribe", MOMENT, EventKey=""), {"text": "你好", "opens": "touch"}),
        (event_xml("subscribe", MOMENT), {"text": "你好", "opens": "touch"}),
        (
            event_xml("subscribe", MOMENT, EventKey="qrscene_Ab12", Ticket="t"),
            {"choice": "bind=Ab12", "label": "扫码", "opens": "touch"},
        ),
        (
            event_xml("SCAN", MOMENT, EventKey="Ab12", Ticket="t"),
            {"choice": "bind=Ab12", "label": "扫码", "opens": "touch"},
        ),
    ],
)
def test_what_is_said(body: str, expected: dict[str, Any]) -> None:
    assert heard(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        # Comes by itself when somebody opens the chat: no answer, and it is not remembered.
        event_xml("LOCATION", MOMENT, Latitude="29.1", Longitude="119.7", Precision="10"),
        event_xml("VIEW", MOMENT, EventKey="https://x"),
        event_xml("CLICK", MOMENT, EventKey=""),
        event_xml("location_select", MOMENT, EventKey="k"),
        event_xml("MASSSENDJOBFINISH", MOMENT, MsgID="1", Status="send success"),
        event_xml("something_new", MOMENT),
    ],
)
def test_events_that_nobody_expects_an_answer_to(body: str) -> None:
    push = read(body)
    assert (push.inbound, push.gone, push.delivery) == (None, False, None)


def test_leaving_and_deliveries() -> None:
    assert read(event_xml("unsubscribe", MOMENT, EventKey="")).gone
    push = read(event_xml("TEMPLATESENDJOBFINISH", MOMENT, MsgID="200163", Status="success"))
    assert push.delivery
    assert (push.delivery.message, push.delivery.status) == ("200163", "success")


def test_events_are_the_same_by_moment_kind_and_key() -> None:
    def number(event: str, created: int, key: str) -> str:
        inbound = read(event_xml(event, created, EventKey=key)).inbound
        assert inbound
        assert len(inbound.external_id) <= 100
        return inbound.external_id

    ids = [
        number("CLICK", MOMENT, "flow=open_daycare"),
        number("CLICK", MOMENT, "菜单"),
        number("CLICK", MOMENT + 1, "菜单"),
        number("SCAN", MOMENT, "菜单"),
        number("SCAN", MOMENT, "x" * 128),
    ]
    assert len(set(ids)) == 5
    assert number("CLICK", MOMENT, "菜单") == ids[1]
