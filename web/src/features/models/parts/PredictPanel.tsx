import { useState } from 'react';
import type { Cell, Model } from '../../../api/types';
import { formatCountOf } from '../../../lib/format';
import { Button } from '../../../ui/Button';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { usePrediction } from '../queries';
import { RowPanel } from './explain/RowPanel';
import { FeatureField } from './FeatureField';
import { PredictionView } from './PredictionView';
import styles from './PredictPanel.module.css';

type Row = Record<string, Cell>;

/** A row in a form, filled with an example, and what the model makes of it. */
export function PredictPanel({ model }: { model: Model }) {
  const examples: Row = Object.fromEntries(model.features.map(({ name, example }) => [name, example]));
  const [row, setRow] = useState(examples);
  const prediction = usePrediction(model.id);
  return (
    <Panel
      title={model.describes === null ? 'Predict a row' : 'Ask about a row'}
      aside={formatCountOf(model.features.length, 'feature')}
      actions={
        <Button look="quiet" icon={icons.reset} onClick={() => setRow(examples)}>
          Example values
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          prediction.mutate(row);
        }}
      >
        <div className={styles.fields}>
          {model.features.map((feature) => (
            <FeatureField
              key={feature.name}
              feature={feature}
              value={row[feature.name] ?? null}
              onChange={(value) => setRow({ ...row, [feature.name]: value })}
            />
          ))}
        </div>
        <div className={styles.act}>
          <Button type="submit" look="primary" isLarge isBusy={prediction.isPending}>
            {model.describes === null ? 'Predict' : 'Ask'}
          </Button>
          <div className={styles.answer} aria-live="polite">
            {prediction.error !== null && <Notice tone="bad">{prediction.error.message}</Notice>}
            {prediction.data?.predictions[0] !== undefined && (
              <PredictionView target={model.target ?? ''} prediction={prediction.data.predictions[0]} />
            )}
          </div>
        </div>
      </form>
      <RowPanel model={model} row={row} />
    </Panel>
  );
}
