"""Line by line as JSON, on a database that is kept: the sender is the address."""

import json
from datetime import timedelta
from pathlib import Path

from bot.channels.jsonl import answer_line
from bot.channels.opened import opened
from bot.institutions import bind_codes
from bot.institutions.bind_codes import key_of
from bot.settings import Settings
from bot.web.identity import secret_of
from tests.bot.members.town import AT, CODE
from tests.bot.reminders.world import nursery


async def test_an_institution_is_bound_and_cared_for_line_by_line(tmp_path: Path) -> None:
    settings, url = Settings(_env_file=None, var=tmp_path), f"sqlite:///{tmp_path / 'chat.db'}"
    async with opened(settings, url) as service:
        async with service.database.unit() as rows:
            home = await nursery(rows)
            hashed = bind_codes.digest(key_of(secret_of(settings)), CODE)
            code = bind_codes.for_institution(home.id, "director", hashed, "operator", AT)
            await rows.bindings.offer(code)
        lines = [
            f"绑定 {CODE}",
            "加员工 李梅 炊事员 2026年10月8日体检",
            "员工名单",
            "员工体检多久一次",
        ]
        shown = []
        for number, text in enumerate(lines):
            at = (AT + timedelta(minutes=number)).isoformat()
            line = json.dumps({"sender": "u1", "text": text, "at": at})
            shown.append(await answer_line(service, line))
    assert [reply["status"] for reply in shown] == ["done", "done", "answered", "answered"]
    assert "这里收不到提醒" in shown[0]["text"]
    assert "李梅，炊事员" in shown[2]["text"]
    assert shown[3]["intent"] == "ask_staff_health_check"


async def test_who_is_bound_to_nothing_needs_no_secret(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, var=tmp_path / "var")
    async with opened(settings, None) as service:
        shown = await answer_line(service, json.dumps({"sender": "u1", "text": "还有什么要办的"}))
    assert shown["intent"] != "member"
    assert not (tmp_path / "var").exists()
