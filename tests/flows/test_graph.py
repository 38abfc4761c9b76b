"""The diagram of a flow with every kind of step."""

from content.strict_yaml import parse
from flows.graph import mermaid
from flows.load import load

FLOWS = """
flows:
  all:
    description: d
    steps:
      - id: where to
        collect: region
        next:
          - if: slots.region = "a" or slots.size < 5
            then:
              - set_slots: [{kind: home}, {size: null}]
                next: told
          - if: slots.region is null
            then: nowhere
          - else: fork
      - id: told
        action: utter_told
      - collect: kind
      - call: other
      - id: fork
        noop: true
        next:
          - if: slots.kind
            then: [{link: other}]
          - else: END
  other:
    description: d
    steps:
      - link: all
"""
DOMAIN = """
slots: {}
responses:
  utter_ask_region:
    - text: |-
        在哪个{省}、"区"？#1
        第二行不画
  utter_ask_kind:
    - text: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十多
"""
GOLDEN = """\
flowchart TD
    s0(["在哪个{省}、'区'？#35;1"])
    s0 -->|"slots.region = 'a' or slots.size #lt; 5"| s1
    s0 -->|"slots.region is null"| END
    s0 -->|else| s5
    s1["kind = home，size = null"]
    s1 --> s2
    s2["utter_told"]
    s2 --> s3
    s3(["一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九…"])
    s3 --> s4
    s4[["other"]]
    s4 --> s5
    s5{"…"}
    s5 -->|"slots.kind"| s6
    s5 -->|else| END
    s6[["other"]]
    END((完))
"""


def test_every_kind_of_step() -> None:
    definitions = load([parse("flows.yml", FLOWS)], [parse("domain.yml", DOMAIN)])
    assert mermaid(definitions, definitions.flows["all"]) == GOLDEN


def test_a_flow_that_never_ends_has_no_end() -> None:
    definitions = load([parse("flows.yml", FLOWS)], [])
    assert mermaid(definitions, definitions.flows["other"]) == 'flowchart TD\n    s0[["all"]]\n'


def test_a_question_without_words_shows_its_slot() -> None:
    definitions = load([parse("flows.yml", FLOWS)], [])
    assert 's3(["kind"])' in mermaid(definitions, definitions.flows["all"])
