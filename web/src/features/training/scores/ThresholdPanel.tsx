import { useState } from 'react';
import type { Thresholds } from '../../../api/scores';
import { formatCount, formatNumber } from '../../../lib/format';
import { scoreText } from '../../../lib/metrics';
import { Button } from '../../../ui/Button';
import { Facts } from '../../../ui/Facts';
import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { Panel } from '../../../ui/Panel';
import { Slider } from '../../../ui/Slider';
import type { RowChoice } from './queries';
import { atThreshold, cheapest } from './thresholds';
import styles from './Scores.module.css';

interface ThresholdPanelProps {
  thresholds: Thresholds;
  isWeighted: boolean;
  onRows: (choice: RowChoice) => void;
}

/** Where to draw the line between two classes, and what mistakes cost there. */
export function ThresholdPanel({ thresholds, isWeighted, onRows }: ThresholdPanelProps) {
  const [at, setAt] = useState(0.5);
  const [missed, setMissed] = useState(1);
  const [wrong, setWrong] = useState(1);
  const found = atThreshold(thresholds, at);
  const best = cheapest(thresholds, missed, wrong);
  const count = isWeighted ? formatNumber : formatCount;
  const cost = found.missed * missed + found.wrong * wrong;
  return (
    <Panel title="Threshold" aside={`from which probability on a row counts as ${thresholds.of}`}>
      <div className={styles.threshold}>
        <Field label={`Threshold ${formatNumber(at)}`}>
          {(control) => <Slider {...control} min={0} max={1} step={0.005} value={at} onChange={setAt} />}
        </Field>
        <Field label={`A missed ${thresholds.of} costs`}>
          {(control) => <NumberInput {...control} value={missed} min={0} onChange={(value) => setMissed(value ?? 0)} />}
        </Field>
        <Field label={`A ${thresholds.other} taken for it costs`}>
          {(control) => <NumberInput {...control} value={wrong} min={0} onChange={(value) => setWrong(value ?? 0)} />}
        </Field>
      </div>
      <Facts
        facts={[
          { label: `${thresholds.of} found`, value: `${count(found.found)} of ${count(thresholds.positives)} (${scoreText('recall', found.recall)})` },
          { label: `${thresholds.other} taken for it`, value: `${count(found.wrong)} of ${count(thresholds.negatives)}` },
          { label: 'Precision', value: found.precision === null ? 'nothing is said to be it' : scoreText('precision', found.precision) },
          { label: 'Cost', value: formatNumber(cost) },
          { label: 'Least cost', value: `${formatNumber(best.cost)} at ${formatNumber(best.threshold)}` },
        ]}
      />
      <div className={styles.pages}>
        <Button disabled={found.missed === 0} onClick={() => onRows({ title: `${thresholds.of} missed at ${formatNumber(at)}`, rows: { truth: thresholds.of, of: thresholds.of, below: found.threshold } })}>
          Rows missed
        </Button>
        <Button
          disabled={found.wrong === 0}
          onClick={() => onRows({ title: `${thresholds.other} taken for ${thresholds.of} at ${formatNumber(at)}`, rows: { truth: thresholds.other, of: thresholds.of, at_least: found.threshold } })}
        >
          Rows taken for it
        </Button>
      </div>
      <p className={styles.near}>
        A threshold that is chosen on these rows looks better on them than it will be; hold it against new rows.
        {isWeighted && ' Rows count by their weights, so these are no whole numbers.'}
      </p>
    </Panel>
  );
}
