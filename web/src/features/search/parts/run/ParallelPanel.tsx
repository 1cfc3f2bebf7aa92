import { useState } from 'react';
import { ParallelCoordinates } from '../../../../charts/ParallelCoordinates';
import { passes, type Brush, type Brushes } from '../../../../charts/parallel-axis';
import type { Search, Trial } from '../../../../api/search-answers';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { EmptyState } from '../../../../ui/EmptyState';
import { Field } from '../../../../ui/Field';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import { axesOf, worthOf } from '../../parallel';
import { rankTrials } from '../../ranking';
import styles from '../../SearchRunPage.module.css';
import { TrialTable } from './TrialTable';
import { useAlgorithmName } from './use-algorithm-name';

const FEW = 10;

interface ParallelPanelProps {
  search: Search;
  trials: readonly Trial[];
}

/** Every trial as a line across its values; what a brush lets through is listed below. */
export function ParallelPanel({ search, trials }: ParallelPanelProps) {
  const nameOf = useAlgorithmName();
  const [chosen, setChosen] = useState('');
  const [brushes, setBrushes] = useState<Brushes>({});
  const only = search.algorithms.length === 1 ? (search.algorithms[0] ?? '') : chosen;
  const shown = trials.filter(({ value, algorithm_id: id }) => value !== null && (only === '' || id === only));
  const axes = axesOf(search, shown, only, nameOf);
  const passing = rankTrials(shown.filter((_, row) => passes(axes, brushes, row)), search.is_greater_better);
  const isBrushed = Object.keys(brushes).length > 0;
  return (
    <Panel
      title="Values against results"
      aside="drag along an axis to look at a part of it"
      actions={isBrushed && <Button onClick={() => setBrushes({})}>Show all</Button>}
    >
      <div className={styles.stack}>
        {search.algorithms.length > 1 && (
          <div className={styles.line}>
            <Field label="Trials of">
              {(control) => (
                <Select
                  {...control}
                  placeholder="All algorithms"
                  value={chosen}
                  options={search.algorithms.map((id) => ({ value: id, label: nameOf(id) }))}
                  onChange={(id) => {
                    setBrushes({});
                    setChosen(id);
                  }}
                />
              )}
            </Field>
          </div>
        )}
        {shown.length === 0 ? (
          <EmptyState title="No judged trial yet">Each becomes a line here.</EmptyState>
        ) : (
          <ParallelCoordinates
            label="Trials across their values; the table below lists those in sight"
            axes={axes}
            worth={worthOf(shown, search.is_greater_better)}
            brushes={brushes}
            onBrush={(axis, brush) => setBrushes((before) => withBrush(before, axis, brush))}
          />
        )}
        {isBrushed && (
          <>
            <p aria-live="polite">{`${formatCountOf(passing.length, 'trial')} of ${shown.length} in sight; the best of them:`}</p>
            <TrialTable caption="Trials in sight, the best first" search={search} trials={passing.slice(0, FEW)} />
          </>
        )}
      </div>
    </Panel>
  );
}

function withBrush(brushes: Brushes, axis: string, brush: Brush | null): Brushes {
  if (brush !== null) return { ...brushes, [axis]: brush };
  return Object.fromEntries(Object.entries(brushes).filter(([id]) => id !== axis));
}
