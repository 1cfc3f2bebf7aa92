import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { StepKinds, TriedStep } from '../../../../api/recipe-answers';
import { datasetsQuery } from '../../../../api/queries';
import type { Dataset, RecipeStep } from '../../../../api/types';
import { itemsOf } from '../../../../lib/pages';
import { Button } from '../../../../ui/Button';
import { FormChoicesContext } from '../../../../ui/form/form-choices';
import { SchemaForm } from '../../../../ui/form/SchemaForm';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { withColumn, withoutParam, withParam, withPart } from './draft';
import styles from './prepare.module.css';
import { columnChoices, lostColumnOf, stepFormOf } from './step-form';
import type { DraftHandle } from './use-draft';

interface StepPanelProps {
  dataset: Dataset;
  draft: DraftHandle;
  kinds: StepKinds;
  step: RecipeStep;
  place: number;
  tried: readonly TriedStep[];
}

/** The chosen step in a form drawn from its own schema. */
export function StepPanel({ dataset, draft, kinds, step, place, tried }: StepPanelProps) {
  const kind = kinds.steps.find((one) => one.id === step.type);
  const own = tried.find((one) => one.id === step.id);
  const datasets = useInfiniteQuery(datasetsQuery()).data;
  const before = columnsBefore(dataset, tried, place);
  const choices = useMemo(
    () => ({
      columns: columnChoices(before),
      datasets: (datasets === undefined ? [] : itemsOf(datasets)).filter((one) => one.state === 'ready' && one.id !== dataset.id),
      functions: kinds.functions,
    }),
    [before, datasets, dataset.id, kinds.functions],
  );
  if (kind === undefined) {
    return <Notice tone="bad">{`This server knows no step of type ${step.type}. Remove it.`}</Notice>;
  }
  const form = stepFormOf(step, kind, own);
  const lost = lostColumnOf(own);
  const repaired = (name: string) => {
    const steps = withColumn(draft.steps, place, lost?.name ?? '', name);
    const [part] = Object.entries(form.wrongParts);
    // A bare word in an expression is found by where it stands.
    const isWritten = part !== undefined && form.values[part[0]] === steps[place]?.params[part[0]];
    return isWritten ? withPart(steps, step.id, part[0], part[1], `[${name.replaceAll(']', ']]')}]`) : steps;
  };
  return (
    <Panel title={`${place + 1}. ${kind.name}`}>
      <div className={styles.form}>
        <p className={styles.what}>{kind.description}</p>
        {form.problem !== null && <Notice tone="bad">{form.problem}</Notice>}
        {lost !== null && lost.nearest.length > 0 && (
          <p className={styles.row}>
            {`Instead of “${lost.name}” use`}
            {lost.nearest.map((name) => (
              <Button key={name} onClick={() => draft.change(repaired(name))}>
                {name}
              </Button>
            ))}
          </p>
        )}
        <FormChoicesContext value={{ ...choices, wrongParts: form.wrongParts }}>
          <SchemaForm
            fields={form.fields}
            values={form.values}
            problems={form.problems}
            onChange={(name, value) => draft.change(withParam(draft.steps, step.id, name, value), `${step.id}.${name}`)}
            onReset={(name) => draft.change(withoutParam(draft.steps, step.id, name))}
          />
        </FormChoicesContext>
      </div>
    </Panel>
  );
}

/** The columns that a step finds: those behind the last one before it that could be done. */
function columnsBefore(dataset: Dataset, tried: readonly TriedStep[], place: number) {
  const done = tried.filter((one) => one.place < place && one.columns !== undefined);
  return done.at(-1)?.columns ?? dataset.schema ?? NONE;
}

const NONE: readonly { name: string; dtype: string }[] = [];
