import { useInfiniteQuery } from '@tanstack/react-query';
import { datasetsQuery } from '../../../api/queries';
import { formatCountOf, formatName } from '../../../lib/format';
import { itemsOf } from '../../../lib/pages';
import { ButtonLink } from '../../../ui/ButtonLink';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Segmented } from '../../../ui/Segmented';
import { Select } from '../../../ui/Select';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';
import { AlsoTargets } from './AlsoTargets';

const TASKS = [
  { value: 'classification', label: 'Classification' },
  { value: 'regression', label: 'Regression' },
];

interface TablePanelProps {
  plan: SearchPlan;
  metrics: readonly string[];
}

/** What to predict in which table, and what counts as good. */
export function TablePanel({ plan, metrics }: TablePanelProps) {
  const choose = useChoose();
  const datasets = useInfiniteQuery(datasetsQuery());
  return (
    <Panel title="Table and target" aside={plan.target && `predict ${[plan.target.name, ...plan.rows.alsoTargets].join(', ')} from ${formatCountOf(plan.features.length, 'column')}`}>
      <Faces
        of="datasets"
        query={datasets}
        empty={{
          when: (data) => itemsOf(data).length === 0,
          show: (
            <EmptyState title="No table yet" action={<ButtonLink to="/data">Bring data</ButtonLink>}>
              A search needs a table to learn from.
            </EmptyState>
          ),
        }}
      >
        {(data) => (
          <div className={styles.fields}>
            <Field label="Dataset">
              {(control) => (
                <Select
                  {...control}
                  placeholder="Choose a table"
                  value={plan.dataset?.id ?? ''}
                  options={itemsOf(data).map(({ id, name, state }) => ({ value: id, label: name, isDisabled: state === 'failed' }))}
                  onChange={choose.dataset}
                />
              )}
            </Field>
            <Field label="Column to predict">
              {(control) => (
                <Select
                  {...control}
                  disabled={plan.schema.length === 0}
                  value={plan.target?.name ?? ''}
                  options={plan.schema.map(({ name }) => ({ value: name, label: name }))}
                  onChange={choose.target}
                />
              )}
            </Field>
            <Field label="Task">
              {({ id }) => <Segmented id={id} label="Task" options={TASKS} value={plan.task ?? ''} onChange={choose.task} />}
            </Field>
            <Field label="Seek the best" hint="Measured on rows of each fold that the trial has not learned from.">
              {(control) => (
                <Select
                  {...control}
                  value={plan.metric ?? metrics[0] ?? ''}
                  options={metrics.map((name) => ({ value: name, label: formatName(name) }))}
                  onChange={choose.metric}
                />
              )}
            </Field>
          </div>
        )}
      </Faces>
      <AlsoTargets plan={plan} />
    </Panel>
  );
}
