"""What is wrong with an expression is told at its characters, before anything runs."""

import pytest

from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.expression import ExpressionError, compile_expression
from armillary.learning.recipe.fields import Field, Fields
from tests.learning.recipe.kitchen import cook, step

FIELDS = Fields(
    [
        Field("age", "int64"),
        Field("fare", "float64"),
        Field("city", "str"),
        Field("ok", "bool"),
        Field("day", "date"),
    ]
)


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("", "", "An expression is needed"),
        ("age +", "", "ends too early"),
        ("(age", "", "Expected ) to close"),
        ("age 5", "5", "operator"),
        ("age && ok", "&&", "Write and instead of &&"),
        ("!ok", "!", "Write not instead"),
        ("aeg + 1", "aeg", "Did you mean [age]?"),
        ("[Fare] * 2", "[Fare]", "Did you mean [fare]?"),
        ("rond(fare)", "rond", "Did you mean round?"),
        ("fare + city", "fare", "+ joins texts"),
        ("fare * city", "city", "number() reads a text"),
        ("day - 1", "day", "add_days"),
        ("age > 'x'", "age > 'x'", "cannot be compared"),
        ("ok > true", "ok > true", "neither is greater"),
        ("age = missing", "age = missing", "is missing"),
        ("age in (1, missing)", "missing", "in never finds missing"),
        ("age in ('a')", "'a'", "looked for"),
        ("age < 1 < 2", "<", "joined by and"),
        ("if(age, 1, 2)", "age", "must be true or false"),
        ("if(ok, 1, 'a')", "if(ok, 1, 'a')", "must be of one type"),
        ("round(1, 2, 3)", "round(1, 2, 3)", "takes 1 or 2 values; got 3"),
        ("truncate(day, 'moth')", "'moth'", "must be one of 'year'"),
        ("matches(city, city)", "city)", "written out"),
        ("'abc", "'abc", "has no end"),
        ("[age", "[age", "write ] behind it"),
        ("# 1", "#", "means nothing here"),
        ("length", "length", "length(text)"),
        ("and true", "and", "A value is missing before and"),
        ("not", "", "ends too early"),
        ("1e999", "1e999", "too large"),
        ("(" * 300 + "1" + ")" * 300, "(", "nested"),
        ("+".join(["1"] * 400), "1", "too large"),
        ("1 ^ " * 200 + "1", "1", "nested"),
        ("x" * 5000, "", "4,000 characters"),
    ],
)
def test_an_error_points_at_its_characters(text: str, at: str, told: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, FIELDS)

    assert told in str(caught.value)
    assert caught.value.start < caught.value.end
    assert text[caught.value.start :].startswith(at.rstrip(")") if at == "city)" else at[:1])


def test_a_result_of_the_wrong_type_is_told() -> None:
    with pytest.raises(ExpressionError, match="must give true or false; it gives a whole number"):
        compile_expression("age + 1", FIELDS, wanted=["truth"])


@pytest.mark.parametrize(
    "name", ["a]b", "'; drop table t; --", 'quo"te', "back`tick", "  ", "c0", "n", "true", "日本"]
)
def test_any_name_of_a_column_can_be_written(name: str) -> None:
    table = {name: [1, 2, 3]}
    written = f"[{name.replace(']', ']]')}]"

    cooked = cook(table, step("filter", condition=f"{written} > 1"))

    assert cooked[name] == [2, 3]


@pytest.mark.parametrize(
    "text", ["it's", "'; drop table t; --", "\\'", "c0", "v0 || n", '"', "{0}", "%", "\t\n"]
)
def test_any_text_can_be_written(text: str) -> None:
    written = "'" + text.replace("'", "''") + "'"

    cooked = cook({"a": [1]}, step("derive", name="t", expression=f"{written} & ''"))

    assert cooked["t"] == [text]


def test_a_step_tells_parameter_and_characters() -> None:
    with pytest.raises(StepError) as caught:
        cook({"age": [1]}, step("filter", condition="age > agee"))

    details = dict(caught.value.details or {})
    assert (details["parameter"], details["start"], details["end"]) == ("condition", 6, 10)
    assert (details["column"], details["nearest"]) == ("agee", ["age"])
    assert caught.value.code == "invalid_expression"


def test_a_pattern_that_is_none_is_told_as_the_steps_error() -> None:
    with pytest.raises(StepError, match="could not be computed"):
        cook({"t": ["a"]}, step("filter", condition="matches(t, '(')"))


def test_rows_of_which_a_condition_is_missing_are_not_kept() -> None:
    table = {"age": [1, None, 3]}

    assert cook(table, step("filter", condition="age > 1"))["age"] == [3]
    assert cook(table, step("filter", condition="age > 1", action="remove"))["age"] == [1, None]


def test_a_column_is_added_or_gets_other_values() -> None:
    table = {"a": [1, 2], "b": [10, 20]}

    cooked = cook(
        table,
        step("derive", name="c", expression="a / b"),
        step("derive", name="a", expression="a * 2"),
    )

    assert cooked.names == ["a", "b", "c"]
    assert cooked["c"] == [0.1, 0.1]
    assert cooked["a"] == [2, 4]
    assert cooked.types == ["int64", "int64", "float64"]
