"""What is asked of searches over the wire."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from armillary.capabilities import training

SearchId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,48}$")]
MOST_TRIALS = 1_000


class FirstSearched(training.FirstIn):
    """An algorithm that goes before every learner of a search.

    Its ``hyperparameters`` are the same in every trial, save those for which ``space`` has wishes,
    as of any algorithm; with ``search`` all that are worth it and not given are turned too.
    """

    search: bool = False
    space: Annotated[dict[str, Any], Field(default_factory=dict)]


FirstSteps = Annotated[list[FirstSearched], Field(max_length=5)]


class SearchRequest(BaseModel):
    """What to search for on which table.

    Without ``algorithms`` a sensible set is chosen by task and size of the table. ``space`` has, by
    algorithm and parameter, ``{"fixed": value}``, ``{"low", "high", "log"}`` or ``{"choices"}``. A
    search ends after ``trials`` or ``seconds``, or when ``patience`` trials in a row brought no
    gain beyond noise (null: never by itself). With ``halving`` trials that learn in rounds learn a
    ninth of them first, and the best third of each rung goes on from where it stood. ``stack`` has
    the best of them stacked at the end, kept where that beats the leader beyond noise. With
    ``hold_out`` a part of the rows is kept from every trial to judge the winner; without, trials
    learn from all rows and the folds alone judge. Several ``target_columns`` are learned together
    and judged by the mean of their scores; the algorithms ``first`` go before every learner. Rows
    are split by group or in time, weighed,
    prepared by a recipe and read as texts as a training does it. ``accepted_findings`` are the ids
    of what the guard found and whoever starts this has seen. ``search_id`` makes the request safe
    to repeat.
    """

    # Clients send keys of their own; what we do not know does not concern us.
    model_config = ConfigDict(extra="ignore")

    dataset_id: str
    target_column: str | None = None
    feature_columns: list[str] | None = None
    target_columns: training.TargetColumns = None
    group_column: str | None = None
    time_column: str | None = None
    text_columns: training.TextColumns = None
    weight_column: str | None = None
    class_weights: training.ClassWeights = None
    recipe_id: str | None = None
    recipe: training.RecipeIn | None = None
    accepted_findings: Annotated[list[training.FindingId], Field(max_length=100)] = []
    problem_type: Literal["classification", "regression"] | None = None
    algorithms: Annotated[list[str], Field(max_length=50)] | None = None
    metric: str | None = None
    space: dict[str, dict[str, Any]] = {}
    first: FirstSteps = []
    trials: Annotated[int, Field(ge=1, le=MOST_TRIALS)] = 100
    seconds: Annotated[float, Field(ge=5, le=7 * 86_400)] | None = None
    patience: Annotated[int, Field(ge=5, le=MOST_TRIALS)] | None = 30
    folds: Annotated[int, Field(ge=1, le=10)] | None = None
    parallel: Annotated[int, Field(ge=1, le=64)] | None = None
    warm_start: bool = True
    halving: bool = False
    stack: bool = True
    hold_out: bool = True
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    search_id: SearchId | None = None

    @model_validator(mode="after")
    def _name_first_target(self) -> Self:
        """Have ``target_column`` be the first of several; one alone is no several."""
        names = list(dict.fromkeys([self.target_column, *(self.target_columns or ())]))
        names = [name for name in names if name]
        if not names:
            raise ValueError("name the column to predict as target_column")
        self.target_column = names[0]
        self.target_columns = names if len(names) > 1 else None
        return self


class SearchParams(BaseModel):
    """The parameters of a search's job; the rest is in its row."""

    model_config = ConfigDict(frozen=True)

    name: str
    dataset_id: str
    parallel: int


class LaneParams(BaseModel):
    """The parameters of a job that runs trials: of which search, and which of its jobs it is."""

    model_config = ConfigDict(frozen=True)

    search_id: str
    lane: int
    name: str


class SpaceRequest(BaseModel):
    """Of what a space is to be shown."""

    model_config = ConfigDict(extra="ignore")

    problem_type: Literal["classification", "regression"]
    algorithms: Annotated[list[str], Field(max_length=50)] | None = None
    rows: Annotated[int, Field(ge=0)] = 0
    space: dict[str, dict[str, Any]] = {}
    first: FirstSteps = []


Order = Literal["rank", "number", "value", "cost", "algorithm"]
