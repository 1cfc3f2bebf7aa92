import { useState } from 'react';
import type { Effect, EffectsFound } from '../../../../api/explain-answers';
import { EffectCurve } from '../../../../charts/explain/EffectCurve';
import { formatNumber, formatShare } from '../../../../lib/format';
import { Table } from '../../../../ui/Table';
import { OutputChoice } from './OutputChoice';
import styles from './explain.module.css';

/** Curves of what the model says along each of some columns. */
export function EffectsView({ found }: { found: EffectsFound }) {
  const [output, setOutput] = useState(0);
  const names = found.named ?? found.outputs;
  const name = names[output] ?? '';
  const unit = found.unit === name ? name : `${found.unit} of ${name}`;
  return (
    <>
      <OutputChoice outputs={names} value={output} onChange={setOutput} />
      <p className={styles.note}>{`Upwards: ${unit}.`}</p>
      <ul className={styles.curves}>
        {found.columns.map((effect) => (
          <li key={effect.name} className={styles.curve}>
            <h3>{effect.name}</h3>
            <EffectCurve
              label={effect.name}
              numbers={effect.numbers}
              labels={labelsOf(effect)}
              mean={effect.mean[output] ?? []}
              lines={effect.lines?.[output] ?? []}
              unit={unit}
            />
            <details className={styles.more}>
              <summary>
                {effect.stability === null ? 'Flat; as a table' : `Stability ${formatShare(effect.stability)}; as a table`}
              </summary>
              <Table
                caption={effect.name}
                rows={labelsOf(effect).map((label, at) => ({ label, at }))}
                rowKey={({ at }) => String(at)}
                columns={[
                  { id: 'label', title: effect.name, isWide: true, cell: ({ label }) => label },
                  {
                    id: 'mean',
                    title: unit,
                    isNumber: true,
                    cell: ({ at }) => formatNumber(effect.mean[output]?.[at] ?? 0),
                  },
                ]}
              />
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

function labelsOf({ labels }: Effect): string[] {
  return labels.map((label) => {
    if (label === null) return 'missing';
    if (typeof label === 'number') return formatNumber(label);
    return String(label).replace(/T00:00:00$/, '');
  });
}
