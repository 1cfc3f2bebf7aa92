import { useQuery } from '@tanstack/react-query';
import { recipesQuery } from '../../../api/queries';
import { isOrdered } from '../../../api/suggest';
import { Field } from '../../../ui/Field';
import { NumberInput } from '../../../ui/NumberInput';
import { Select } from '../../../ui/Select';
import { FOLD_OPTIONS, isPossible } from '../fold-kinds';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { CalibrationChoice } from './CalibrationChoice';
import { NestedChoice } from './NestedChoice';
import styles from './TargetStep.module.css';

/** How rows are divided into those to learn from and those to judge by. */
export function SplitOptions({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const recipes = useQuery(recipesQuery()).data?.recipes ?? [];
  const columns = plan.schema.filter(({ name }) => name !== plan.target?.name);
  return (
    <details className={styles.fold} open={plan.group !== null || plan.time !== null || plan.recipeId !== null || undefined}>
      <summary>Recipe, split and seed</summary>
      <div className={styles.line}>
        <Field
          label="Recipe"
          hint="Its steps prepare the table; what they learn they learn from the training rows alone, and the model applies them to what it is asked."
        >
          {(control) => (
            <Select
              {...control}
              placeholder="As the table is"
              value={plan.recipeId ?? ''}
              options={recipes.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={choose.recipe}
            />
          )}
        </Field>
        <Field
          label="Keep rows together by"
          hint="Rows that share a value of this column stay on the same side of the split: the same patient, star or customer."
        >
          {(control) => (
            <Select
              {...control}
              placeholder="No column"
              value={plan.group ?? ''}
              options={columns.map(({ name }) => ({ value: name, label: name }))}
              onChange={choose.group}
            />
          )}
        </Field>
        <Field
          label="Split in time by"
          hint="Learned from the oldest rows, judged on the newest: how a model fares that is asked about what comes."
        >
          {(control) => (
            <Select
              {...control}
              placeholder="No column"
              value={plan.time ?? ''}
              options={columns.filter(isOrdered).map(({ name }) => ({ value: name, label: name }))}
              onChange={choose.time}
            />
          )}
        </Field>
        {plan.goal === 'predict' && (
          <Field
            label="Judge by the test rows"
            hint="Folds learn again and again, each without other rows; that takes as much longer, and says how the algorithm fares on this table whatever the split."
          >
            {(control) => (
              <Select
                {...control}
                placeholder="Alone"
                value={plan.folds ?? ''}
                options={FOLD_OPTIONS.map((option) => ({ ...option, isDisabled: !isPossible(option.value, plan.group, plan.time) }))}
                onChange={choose.folds}
              />
            )}
          </Field>
        )}
        <NestedChoice plan={plan} />
        {plan.task === 'classification' && <CalibrationChoice plan={plan} />}
        <Field label="Seed" hint="The same seed gives the same split and the same numbers.">
          {(control) => <NumberInput {...control} value={plan.seed} onChange={choose.seed} />}
        </Field>
      </div>
    </details>
  );
}
