"""Seven forms in five places, and elsewhere: who registers, as each document has it."""

from datetime import datetime
from typing import Any

import pytest

from bot.conversation.present import present
from bot.conversation.state import TalkState
from bot.conversation.talk import Talk
from bot.conversation.turn import Said

NOW = datetime.fromisoformat("2026-11-21T10:00:00+08:00")
JINDONG, ZEZHOU, SHANTING, LIANYUNGANG, LINYI, YIWU = (
    "330703", "140525", "370406", "320700", "371300", "330782",
)  # fmt: skip
PLACES = [JINDONG, ZEZHOU, SHANTING, LIANYUNGANG, LINYI, YIWU]
FORMS = ["profit", "nonprofit", "public", "kindergarten", "employer", "community", "home"]
REGISTRATION = {"register_company", "register_minfei", "register_public", "approval"}

# From the documents: 金区政办〔2020〕36号 二（六）1; 泽政办发〔2022〕39号 二（三）1 (public: 附件1);
# 山政办发〔2020〕12号 二（四）1; 连政办发〔2020〕53号 三（六）2; 临沂 （四）10; national: 备案办法.
OFFICES = [
    (JINDONG, "profit", None, "市场监管"),
    (JINDONG, "nonprofit", None, "民政"),
    (JINDONG, "public", None, "事业单位登记管理局"),
    (JINDONG, "kindergarten", None, "教"),
    (JINDONG, "employer", "profit", "市场监管"),
    (JINDONG, "employer", "nonprofit", "民政"),
    (JINDONG, "community", "nonprofit", "民政"),
    (ZEZHOU, "profit", None, "行政审批服务管理局"),
    (ZEZHOU, "nonprofit", None, "行政审批服务管理局"),
    (ZEZHOU, "public", None, "编办"),
    (ZEZHOU, "employer", "nonprofit", "行政审批服务管理局"),
    (SHANTING, "profit", None, "行政审批服务局"),
    (SHANTING, "nonprofit", None, "行政审批服务局"),
    (SHANTING, "kindergarten", None, "行政审批服务局"),
    (SHANTING, "community", "profit", "行政审批服务局"),
    (LIANYUNGANG, "profit", None, "市场监管"),
    (LIANYUNGANG, "nonprofit", None, "民政"),
    (LIANYUNGANG, "public", None, "编制"),
    (LINYI, "profit", None, "行政审批"),
    (LINYI, "nonprofit", None, "行政审批"),
    (YIWU, "profit", None, "市场监管"),
    (YIWU, "nonprofit", None, "民政"),
    (YIWU, "public", None, "编制"),
    (YIWU, "home", None, "市场监管"),
]


def checklist(talker: Talk, region: str, form: str, nature: str | None = None) -> dict[str, Any]:
    """Answer every question by its button and return the last reply."""
    answers = {"region": region, "form": form, "nature": nature or "profit", "meals": "true"}
    state, reply = talker.reply(TalkState(), Said(choice="flow=open_daycare"), NOW)
    for _ in range(6):
        slot = state.session.waiting
        if slot is None:
            break
        said = Said("4个") if slot == "places" else Said(choice=f"{slot}={answers[slot]}")
        state, reply = talker.reply(state, said, NOW)
    assert state.session.waiting is None
    return present(reply)


def steps(shown: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = next(m for m in shown["messages"] if m["type"] == "steps")[
        "steps"
    ]
    return found


@pytest.mark.parametrize(("region", "form", "nature", "office"), OFFICES)
def test_the_office_that_registers(
    talker: Talk, region: str, form: str, nature: str | None, office: str
) -> None:
    shown = checklist(talker, region, form, nature)
    (step,) = [s for s in steps(shown) if s["id"] in REGISTRATION]
    assert office in (step["authority"] or "") + step["text"]
    assert step["sources"]


@pytest.mark.parametrize("region", PLACES)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_in_every_place_has_its_list(talker: Talk, region: str, form: str) -> None:
    shown = checklist(talker, region, form)
    ids = [s["id"] for s in steps(shown)]
    assert shown["status"] == "done"
    assert shown["region"] == region
    assert {"site", "fire", "staff", "food", "filing", "admit"} <= set(ids)
    assert len(REGISTRATION & set(ids)) == 1
    assert ids.index("filing") > max(ids.index(i) for i in ids if i in REGISTRATION)
    assert all(s["text"] and s["sources"] for s in steps(shown))


@pytest.mark.parametrize("region", PLACES)
def test_no_place_is_told_another_place_s_rule(talker: Talk, region: str, known: Any) -> None:
    own = set(known.regions.layers(region))
    for form in FORMS:
        shown = checklist(talker, region, form)
        cited = {known.sources[s["id"]].region for s in shown["sources"]}
        assert cited <= own, f"{form} in {region} cites {cited - own}"
