import { formatCount, formatCountOf } from '../../../lib/format';
import { taskName } from '../../../lib/tasks';
import { Badge } from '../../../ui/Badge';
import { Field } from '../../../ui/Field';
import { Segmented } from '../../../ui/Segmented';
import { Select } from '../../../ui/Select';
import { TypeBadge } from '../../../ui/TypeBadge';
import type { Plan } from '../plan';
import { useChoose } from '../use-choose';
import { AlsoPredict } from './AlsoPredict';
import { FeatureChoice } from './FeatureChoice';
import { GoalChoice } from './GoalChoice';
import { LabelChoice } from './LabelChoice';
import { SplitOptions } from './SplitOptions';
import { Step } from './Step';
import styles from './TargetStep.module.css';
import { TextChoice } from './TextChoice';
import { WeightOptions } from './WeightOptions';

const TASKS = [
  { value: 'classification', label: 'Classification' },
  { value: 'regression', label: 'Regression' },
];

/** Step two: what to learn, and from what. */
export function TargetStep({ plan }: { plan: Plan }) {
  const { target, schema } = plan;
  return (
    <Step
      number={2}
      title="Goal"
      isDone={target !== null || plan.goal !== 'predict'}
      chosen={wordsFor(plan)}
      waitsFor={schema.length === 0 ? 'First choose a dataset.' : null}
    >
      <div className={styles.step}>
        <GoalChoice plan={plan} />
        {plan.goal === 'predict' ? (
          <>
            <div className={styles.line}>
              <TargetChoice plan={plan} />
            </div>
            <AlsoPredict plan={plan} />
          </>
        ) : (
          <LabelChoice plan={plan} />
        )}
        <FeatureChoice plan={plan} />
        <TextChoice plan={plan} />
        <SplitOptions plan={plan} />
        <WeightOptions plan={plan} />
      </div>
    </Step>
  );
}

function wordsFor(plan: Plan): string | null {
  const from = `from ${formatCountOf(plan.features.length, 'column')}`;
  const also = plan.special.alsoTargets.map((name) => `, ${name}`).join('');
  if (plan.goal === 'predict') return plan.target && `predict ${plan.target.name}${also} ${from}`;
  return `${taskName(plan.goal)} ${from}`;
}

function TargetChoice({ plan }: { plan: Plan }) {
  const choose = useChoose();
  const { target, schema, task } = plan;
  return (
    <>
          <div className={styles.target}>
            <Field label="Column to predict" beside={plan.isTargetSuggested && <Badge tone="brass">suggested</Badge>}>
              {(control) => (
                <Select
                  {...control}
                  value={target?.name ?? ''}
                  options={schema.map(({ name }) => ({ value: name, label: name }))}
                  onChange={choose.target}
                />
              )}
            </Field>
            {target !== null && (
              <p className={styles.about}>
                <TypeBadge type={target.type} />
                {target.distinct !== null && ` ${formatCount(target.distinct)} distinct values`}
                {target.missing > 0 && `, ${formatCount(target.missing)} missing`}
              </p>
            )}
          </div>
          <Field label="Task">
            {({ id }) => <Segmented id={id} label="Task" options={TASKS} value={task ?? ''} onChange={choose.task} />}
          </Field>
    </>
  );
}
