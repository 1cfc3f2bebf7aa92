import { choiceAxis, numberAxis, type ParallelAxis } from '../../charts/parallel-axis';
import type { Knob, Search, Trial } from '../../api/search-answers';
import { formatNumber } from '../../lib/format';
import { isNumber } from '../../lib/guards';
import { metricName, scoreText } from '../../lib/metrics';
import { parameterText } from '../../lib/parameter-text';

/** The axes for trials of one algorithm, its knobs, or of all, which algorithm it is; results last. */
export function axesOf(
  search: Search,
  trials: readonly Trial[],
  only: string,
  nameOf: (id: string) => string,
): ParallelAxis[] {
  const space = search.space.find(({ algorithm_id: id }) => id === only);
  const own = (space?.knobs ?? []).map((knob) => knobAxis(knob, trials));
  const which = choiceAxis('algorithm', 'Algorithm', trials.map((trial) => nameOf(trial.algorithm_id)), search.algorithms.map(nameOf));
  return [
    ...(space === undefined ? [which] : own),
    numberAxis('cost', 'Cost of a fold', trials.map((trial) => trial.cost_s), (value) => `${formatNumber(value)} s`, true),
    numberAxis('value', metricName(search.metric), trials.map((trial) => trial.value), (value) => scoreText(search.metric, value)),
  ];
}

/** How good each trial is by its rank: 1 is the best. */
export function worthOf(trials: readonly Trial[], isGreaterBetter: boolean): number[] {
  const values = trials.map(({ value }) => value ?? (isGreaterBetter ? -Infinity : Infinity));
  const sorted = [...values].sort((one, other) => (isGreaterBetter ? one - other : other - one));
  const last = Math.max(1, sorted.length - 1);
  return values.map((value) => sorted.lastIndexOf(value) / last);
}

function knobAxis(knob: Knob, trials: readonly Trial[]): ParallelAxis {
  const values = trials.map((trial) => trial.params[knob.name]);
  if (knob.choices !== undefined) {
    return choiceAxis(knob.name, knob.name, values.map(parameterText), knob.choices.map(parameterText));
  }
  const numbers = values.map((value) => (isNumber(value) ? value : null));
  return numberAxis(knob.name, knob.name, numbers, formatNumber, knob.log === true);
}
