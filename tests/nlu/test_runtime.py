"""The runtime: loads what was exported, answers, refuses what is not a model."""

from pathlib import Path

import pytest

from nlu.errors import ModelMissing
from nlu.fingerprint import fingerprint
from nlu.parse import MAX_CHARS, asked
from nlu.runtime import MODEL, Runtime


def test_the_model_belongs_to_the_data() -> None:
    import json

    exported = json.loads((MODEL / "model.json").read_text("utf-8"))["fingerprint"]
    assert exported == fingerprint(), "nlu/data or its code changed: run make train"


def test_a_question_is_understood(runtime: Runtime) -> None:
    parse = runtime.parse("备案需要准备哪些材料")
    assert parse.intent.name == "ask_filing_materials"
    assert abs(sum(i.confidence for i in parse.ranking)) <= 1.0001
    assert [i.confidence for i in parse.ranking] == sorted(
        (i.confidence for i in parse.ranking), reverse=True
    )


def test_lookups_give_entities_with_canonical_values(runtime: Runtime) -> None:
    found = {(e.name, e.value) for e in runtime.parse("民办非企业的，做全天托").entities}
    assert found == {("legal_form", "nonprofit"), ("service", "全日托")}


def test_several_at_once_are_as_one_by_one(runtime: Runtime) -> None:
    texts = ["你好", "我想在金东开托育", "", "👶", "消防找谁" * 50]
    together = runtime.parse_all(texts)
    for one, text in zip(together, texts, strict=True):
        alone = runtime.parse(text)
        assert one.intent.name == alone.intent.name
        assert one.intent.confidence == pytest.approx(alone.intent.confidence, abs=1e-5)


@pytest.mark.parametrize(
    "text", ["", "/", "///", "   ", "\u200b", "\x00", "x" * 100_000, "😀" * 999]
)
def test_odd_texts_are_answered(runtime: Runtime, text: str) -> None:
    assert runtime.parse(text).ranking
    assert 1 <= len(asked(text)) <= MAX_CHARS


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="make train"):
        Runtime(tmp_path)


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{}")
    (tmp_path / "model.npz").write_bytes(b"no zip")
    with pytest.raises(ModelMissing):
        Runtime(tmp_path)
