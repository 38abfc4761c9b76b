"""The menu below the chat: three buttons, up to five below each."""

from typing import Any


def _click(name: str, key: str) -> dict[str, Any]:
    return {"type": "click", "name": name, "key": key}


# A key is a payload of ours (bot.conversation.choices) or what somebody would say. WeChat shows
# four characters of a button and eight of one below it.
MENU: dict[str, Any] = {
    "button": [
        {
            "name": "我要办托",
            "sub_button": [
                _click("一步步带我办", "flow=open_daycare"),
                _click("场地够不够格", "flow=setup_self_check"),
                _click("倒排开业时间", "flow=opening_plan"),
                _click("备案要啥材料", "topic=filing_materials"),
                _click("接着上次的办", "接着来"),
            ],
        },
        _click("问政策", "菜单"),
        {
            "name": "算补贴",
            "sub_button": [
                _click("机构能拿多少", "flow=operator_money"),
                _click("家庭能省多少", "flow=parent_money"),
            ],
        },
    ]
}


def keys(menu: dict[str, Any]) -> list[str]:
    """The keys of all its buttons."""
    buttons = [b for top in menu["button"] for b in top.get("sub_button", [top])]
    return [button["key"] for button in buttons]
