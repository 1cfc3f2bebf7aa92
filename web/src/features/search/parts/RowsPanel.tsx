import { useQuery } from '@tanstack/react-query';
import { recipesQuery } from '../../../api/queries';
import { canWeigh, isOrdered } from '../../../api/suggest';
import { formatCountOf } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Select } from '../../../ui/Select';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';

/** How rows are prepared, split and weighed, in every fold as in a training. */
export function RowsPanel({ plan }: { plan: SearchPlan }) {
  const choose = useChoose();
  const recipes = useQuery(recipesQuery()).data?.recipes ?? [];
  const { rows } = plan;
  if (plan.target === null) return null;
  const others = plan.schema.filter(({ name }) => name !== plan.target?.name);
  const named = (columns: typeof others) => columns.map(({ name }) => ({ value: name, label: name }));
  return (
    <Panel title="Rows" aside="as on the Train page">
      <div className={styles.fields}>
        <Field label="Recipe" hint="What it learns it learns anew from the training rows of every fold.">
          {(control) => (
            <Select
              {...control}
              placeholder="As the table is"
              value={rows.recipeId ?? ''}
              options={recipes.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={choose.recipe}
            />
          )}
        </Field>
        <Field label="Keep rows together by" hint="Rows of one patient, star or customer stay in one fold.">
          {(control) => (
            <Select {...control} placeholder="No column" value={rows.group ?? ''} options={named(others)} onChange={choose.group} />
          )}
        </Field>
        <Field label="Split in time by" hint="Each fold is judged by what came after the rows that it learned from.">
          {(control) => (
            <Select
              {...control}
              placeholder="No column"
              value={rows.time ?? ''}
              options={named(others.filter(isOrdered))}
              onChange={choose.time}
            />
          )}
        </Field>
        <Field label="Weight of a row" hint="How much each counts, in learning and in the metric that is sought.">
          {(control) => (
            <Select
              {...control}
              placeholder="All count alike"
              value={rows.weight ?? ''}
              options={named(others.filter(canWeigh))}
              onChange={choose.weight}
            />
          )}
        </Field>
      </div>
      {sayings(plan).map((one) => (
        <p key={one}>{one}</p>
      ))}
    </Panel>
  );
}

/** What was chosen on the Train page and counts here too. */
function sayings({ rows, task }: SearchPlan): string[] {
  const named = task === 'classification' ? Object.keys(rows.classWeights).length : 0;
  return [
    ...(named === 0 ? [] : [`Learned with ${formatCountOf(named, 'class weight')} of the Train page.`]),
    ...(rows.texts === null || rows.texts.length === 0 ? [] : [`Read as texts: ${rows.texts.join(', ')}.`]),
  ];
}
