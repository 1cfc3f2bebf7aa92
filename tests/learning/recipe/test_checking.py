"""Steps as they are given: nothing that is said of one is passed over in silence."""

from typing import Any

import pytest

from armillary.learning.params import Door
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.errors import StepError


def values_of(step: dict[str, Any], door: Door = "strict") -> dict[str, Any]:
    (checked,) = check_steps([step], door=door)
    return dict(checked.values)


@pytest.mark.parametrize("door", ["strict", "lenient"])
def test_parameters_beside_the_type_count_as_much_as_those_in_params(door: Door) -> None:
    beside = values_of({"type": "scale", "method": "minmax", "columns": ["x"]}, door)

    assert beside == values_of(
        {"type": "scale", "params": {"method": "minmax", "columns": ["x"]}}, door
    )
    assert beside["method"] == "minmax"


def test_words_of_other_programs_count_beside_the_type_too() -> None:
    beside = values_of({"operation": "handle_missing", "strategy": "drop"}, "lenient")

    assert beside == values_of(
        {"type": "handle_missing", "params": {"strategy": "drop"}}, "lenient"
    )


def test_what_stands_in_params_wins() -> None:
    step = {"type": "scale", "method": "minmax", "params": {"method": "robust"}}

    assert values_of(step)["method"] == "robust"


def test_a_wrong_parameter_beside_the_type_is_refused() -> None:
    with pytest.raises(StepError, match="nonsense"):
        check_steps([{"type": "scale", "method": "nonsense"}])


def test_keys_of_a_client_s_own_change_nothing() -> None:
    step = {"id": "a", "type": "scale", "disabled": False, "opened": True, "params": {}}

    assert values_of(step) == values_of({"type": "scale"})
