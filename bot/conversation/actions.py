"""What the flows' actions do: pure functions of slots and time, their words said later.

An action returns slots to set and a ``Say`` that adds its messages to the turn's reply, so
that footnotes are numbered once for the whole turn.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.conversation.answering import Answering
from bot.conversation.dossier import Dossier
from bot.conversation.messages import Reply, Status, Table, Text
from bot.conversation.money.actions import Money
from bot.settings import CHINA
from content.load import Library
from content.standard import Premises, Standard, Verdict
from flows.load import ActionResult, Perform
from scheduler.backplan import Plan, Task, plan
from scheduler.calendar import Calendar

Say = Callable[[Reply], None]
Slots = Mapping[str, Any]
_VERDICTS = {Verdict.PASS: "符合", Verdict.FAIL: "不符合", Verdict.UNKNOWN: "还不知道"}


class Actions:
    """All actions of the domain, by name."""

    def __init__(self, library: Library, calendar: Calendar) -> None:
        self.library = library
        self.calendar = calendar
        self.dossier = Dossier(library)
        self.answering = Answering(library)
        self.money = Money(library, self.answering)

    def table(self) -> dict[str, Perform]:
        return {
            "action_place_note": self.place_note,
            "action_size_note": self.size_note,
            "action_checklist": self.checklist,
            "action_self_check": self.self_check,
            "action_opening_plan": self.opening_plan,
            "action_tick": self.tick,
            "action_next_step": self.next_step,
            "action_money_questions": self.money.operator_questions,
            "action_family_questions": self.money.family_questions,
            "action_allowance_note": self.money.allowance_note,
            "action_operator_money": self.money.operator,
            "action_parent_money": self.money.parent,
        }

    def place_note(self, slots: Slots, now: datetime) -> ActionResult:
        """Say so where the place has no document of its own."""
        region = slots.get("region")

        def say(reply: Reply) -> None:
            if region and not self.library.regions.coverage(region):
                name = self.library.regions.full_name(region)
                reply.say(
                    f"{name}的当地文件我们没有收录，下面按全国规定给您列；"
                    "当地的补贴和特别要求，请问当地县级卫健部门或12345。"
                )

        return ActionResult(payload=say)

    def size_note(self, slots: Slots, now: datetime) -> ActionResult:
        """Compare places and classes with the class sizes, where both are known."""
        classes, places = slots.get("classes"), slots.get("places")
        standard = Standard(self.library, _day(now))

        def say(reply: Reply) -> None:
            if classes and places and slots.get("form") != "home":
                note, cites = standard.size_note(int(classes), places)
                marks = self.answering.marks(reply, cites, _day(now))
                reply.say(note + marks)

        return ActionResult(payload=say)

    def checklist(self, slots: Slots, now: datetime) -> ActionResult:
        def say(reply: Reply) -> None:
            self.dossier.show(reply, slots, _day(now))
            reply.say("办好一步就告诉我，比如“登记办好了”；想看接下来办什么，说“下一步”。")
            reply.status = Status.DONE
            reply.region = slots.get("region")

        return ActionResult(payload=say)

    def tick(self, slots: Slots, now: datetime) -> ActionResult:
        """Tick a step off, and with it what must have come before it."""
        step = slots["step_done"]
        before = self.dossier.before(slots, step, _day(now))
        done = list(dict.fromkeys([*(slots.get("done") or []), *before, step]))
        after = {**slots, "done": done}

        def say(reply: Reply) -> None:
            items = {i.id: i for i in self.dossier.items(after, _day(now))}
            count = len([i for i in items if i in done])
            name = f"“{items[step].title}”" if step in items else "这一步"
            reply.say(f"好，{name}记为办好了（已办{count}步，共{len(items)}步）。")
            implied = [items[i].title for i in before if i in items]
            if implied:
                reply.say(f"按先后顺序，前面的{'、'.join(implied)}也一并记为办好了。")
            self._say_next(reply, after, now)

        return ActionResult({"done": done}, say)

    def next_step(self, slots: Slots, now: datetime) -> ActionResult:
        return ActionResult(payload=lambda reply: self._say_next(reply, slots, now))

    def _say_next(self, reply: Reply, slots: Slots, now: datetime) -> None:
        reply.status, reply.region = Status.DONE, slots.get("region")
        items = self.dossier.next_items(slots, _day(now))
        if not items:
            reply.say("清单上的都办完了，恭喜！以后每年的体检、年报这些，记得按时办。")
            return
        view = self.dossier.view(reply, 1, items[0], slots, _day(now))
        numbered = view.plain().replace("□ 1. ", "下一步：", 1)
        reply.messages.append(Text(numbered))
        if len(items) > 1:
            reply.say("这几步可以同时办：" + "、".join(i.title for i in items[1:]) + "。")

    def self_check(self, slots: Slots, now: datetime) -> ActionResult:
        checks = Standard(self.library, _day(now)).check(_premises(slots))

        def say(reply: Reply) -> None:
            rows = []
            for check in checks:
                marks = self.answering.marks(reply, check.cites, _day(now))
                verdict = _VERDICTS[check.verdict]
                rows.append((check.title, verdict, check.finding + marks, check.change or ""))
            failed = [c for c in checks if c.verdict is Verdict.FAIL]
            open_ = [c for c in checks if c.verdict is Verdict.UNKNOWN]
            reply.say(_summary(len(failed), len(open_)))
            reply.messages.append(
                Table("对照国家标准", ("项目", "结果", "说明", "怎么办"), tuple(rows))
            )
            reply.say("最后以当地卫健、消防现场看过为准。")
            reply.status = Status.DONE

        return ActionResult(payload=say)

    def opening_plan(self, slots: Slots, now: datetime) -> ActionResult:
        opening = date.fromisoformat(slots["opening_date"])
        items = self.dossier.items(slots, _day(now))
        timed = [i for i in items if i.id != "subsidy"]
        ids = {i.id for i in timed}
        tasks = [
            Task(
                i.id,
                tuple(a for a in i.after if a in ids),
                i.duration.min,
                i.duration.max,
                i.duration.unit,
            )
            for i in timed
        ]
        made = plan(tasks, opening, _day(now), self.calendar, set(slots.get("done") or []) & ids)

        def say(reply: Reply) -> None:
            titles = {i.id: i.title for i in timed}
            reply.say(_verdict(made, opening, titles))
            rows = [
                (
                    titles[i],
                    _cn(w.latest_start),
                    _cn(w.latest_finish),
                    _late(i, made),
                )
                for i, w in sorted(made.tasks.items(), key=lambda t: t[1].latest_start)
            ]
            reply.messages.append(
                Table("倒排计划", ("步骤", "最晚开始", "最晚办完", "提醒"), tuple(rows))
            )
            cites = [i.duration.cite for i in timed if i.duration.cite]
            marks = self.answering.marks(reply, cites, _day(now))
            reply.say(f"法定时限按文件{marks}，其余是估计，都按最慢的算。")
            if made.estimated:
                reply.say(
                    "明年以后的放假安排国务院还没公布的，先按周末和法定节假日算，公布后可能差几天。"
                )
            reply.status = Status.DONE

        return ActionResult(payload=say)


def _premises(slots: Slots) -> Premises:
    number = {
        k: _known(slots.get(k))
        for k in ("floor", "lease_years", "area", "outdoor_area", "children", "carers")
    }
    groups = slots.get("class_groups")
    return Premises(
        floor=number["floor"],
        lease_years=number["lease_years"],
        owned=True if slots.get("tenure") == "own" else None,
        area=number["area"],
        outdoor_area=number["outdoor_area"],
        classes=groups if isinstance(groups, dict) else None,
        children=number["children"],
        carers=number["carers"],
        home=slots.get("form") == "home",
    )


def _known(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _summary(failed: int, unknown: int) -> str:
    if failed:
        return f"有{failed}项不符合，要先改。" + (f"另有{unknown}项还不清楚。" if unknown else "")
    return f"说过的都符合，还有{unknown}项不清楚。" if unknown else "说到的几项都符合国家标准。"


def _verdict(made: Plan, opening: date, titles: dict[str, str]) -> str:
    if made.feasible:
        first = min(w.latest_start for w in made.tasks.values()) if made.tasks else opening
        return f"想{_cn(opening)}开业，来得及：最早的一步最晚{_cn(first)}要动手。"
    late = "、".join(titles[i] for i in made.late[:3])
    return (
        f"想{_cn(opening)}开业，按最慢的算来不及（{late}已经晚了）。"
        f"今天就动手的话，最早大约{_cn(made.earliest_opening)}能开业。"
    )


def _late(step: str, made: Plan) -> str:
    if step in made.late:
        return "已经晚了，要抓紧"
    return "卡时间的关键一步" if step in made.critical else ""


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day(now: datetime) -> date:
    return now.astimezone(CHINA).date()
