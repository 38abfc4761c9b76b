"""Names in programmes that nothing bears: facts, values, parameters, computations, successors.

Checked while loading, since a programme with such a name could not be judged at all.
"""

from collections.abc import Iterator, Mapping, Sequence

from content.errors import Problem
from content.rules.schema import Amount, Condition, FactDeclaration, Programme
from content.schema import NATIONAL, Parameter
from content.strict_yaml import Loc, YamlFile
from content.whereabouts import Whereabouts

Finding = tuple[Loc, str]
Facts = Mapping[str, FactDeclaration]

# The kind of fact that an operation asks.
KINDS = {
    "is": "bool",
    "in": "choice",
    "unclear": "choice",
    "at_least": "number",
    "at_most": "number",
    "on_or_after": "date",
    "before": "date",
    "under_months": "date",
}
# Kept beside content/rules/computed.py, which knows the library and so cannot be read before it.
COMPUTATIONS = frozenset({"allowance", "tax_deduction"})


def check_references(
    files: Sequence[YamlFile],
    programmes: Mapping[str, Programme],
    facts: Facts,
    parameters: Mapping[str, Parameter],
) -> list[Problem]:
    """A problem for every name that leads nowhere, with its file and line."""
    at = Whereabouts(files).problem
    return [
        at("programmes/", programme.id, f"programme '{programme.id}': {message}", loc)
        for programme in programmes.values()
        for loc, message in _references(programme, programmes, facts, parameters)
    ]


def _references(
    programme: Programme,
    programmes: Mapping[str, Programme],
    facts: Facts,
    parameters: Mapping[str, Parameter],
) -> Iterator[Finding]:
    if programme.replaced_by and programme.replaced_by not in programmes:
        yield ("replaced_by",), f"unknown programme '{programme.replaced_by}'"
    if programme.computed and programme.computed not in COMPUTATIONS:
        yield ("computed",), f"unknown computation '{programme.computed}'"
    if programme.region != NATIONAL:
        yield from _of_kind(facts, programme.where, "place", ("where",))
    for index, condition in enumerate(programme.conditions):
        yield from _condition(condition, facts, ("conditions", index))
    for index, amount in enumerate(programme.amounts):
        yield from _amount(amount, facts, parameters, ("amounts", index))


def _condition(condition: Condition, facts: Facts, loc: Loc) -> Iterator[Finding]:
    (operation,) = condition.operations()
    where = (*loc, operation if condition.fact in facts else "fact")
    yield from _of_kind(facts, condition.fact, KINDS[operation], where)
    for value in condition.in_ or condition.unclear or ():
        yield from _value(facts, condition.fact, value, where)


def _amount(
    amount: Amount, facts: Facts, parameters: Mapping[str, Parameter], loc: Loc
) -> Iterator[Finding]:
    parameter = parameters.get(amount.parameter)
    if parameter is None:
        yield (*loc, "parameter"), f"unknown parameter '{amount.parameter}'"
    elif parameter.unit != "yuan":
        yield (*loc, "parameter"), f"'{parameter.id}' is counted in {parameter.unit}, not in yuan"
    if amount.per:
        yield from _of_kind(facts, amount.per, "number", (*loc, "per"))
    for key, values in amount.when.items():
        if key not in facts:
            yield (*loc, "when", key), f"unknown fact '{key}'"
        for value in values:
            yield from _value(facts, key, value, (*loc, "when", key))


def _of_kind(facts: Facts, name: str, kind: str, loc: Loc) -> Iterator[Finding]:
    if name not in facts:
        yield loc, f"unknown fact '{name}'"
    elif facts[name].kind != kind:
        yield loc, f"'{name}' is a {facts[name].kind}, not a {kind}"


def _value(facts: Facts, name: str, value: str | bool, loc: Loc) -> Iterator[Finding]:
    fact = facts.get(name)
    if fact is None:
        return
    allowed: set[str | bool] = {True, False} if fact.kind == "bool" else {*fact.values}
    if not any(value is a or (value == a and type(value) is type(a)) for a in allowed):
        yield loc, f"'{name}' is never {value!r}"
