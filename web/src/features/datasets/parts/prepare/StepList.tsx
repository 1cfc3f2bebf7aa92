import { useState } from 'react';
import type { StepKinds, TriedStep } from '../../../../api/recipe-answers';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { AddStepDialog } from './AddStepDialog';
import { moved, newStep, toggled, withoutStep, withStep } from './draft';
import styles from './prepare.module.css';
import { StepItem } from './StepItem';
import type { DraftHandle } from './use-draft';

interface StepListProps {
  draft: DraftHandle;
  kinds: StepKinds;
  tried: readonly TriedStep[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

/** The steps in their order, and the way to add one behind the chosen one. */
export function StepList({ draft, kinds, tried, chosen, onChoose }: StepListProps) {
  const [isAdding, setIsAdding] = useState(false);
  const [dragged, setDragged] = useState<string | null>(null);
  const byId = new Map(kinds.steps.map((kind) => [kind.id, kind]));
  const { steps } = draft;
  const remove = (id: string) => {
    const place = steps.findIndex((step) => step.id === id);
    draft.change(withoutStep(steps, id));
    if (id === chosen) onChoose((steps[place - 1] ?? steps[place + 1])?.id ?? null);
  };
  const add = (type: string) => {
    const step = newStep(steps, type);
    draft.change(withStep(steps, step, chosen));
    onChoose(step.id);
    setIsAdding(false);
  };
  return (
    <section className={styles.steps} aria-label="Steps of the recipe">
      <ol className={styles.list}>
        <li>
          <button
            type="button"
            className={styles.origin}
            aria-current={chosen === null || undefined}
            onClick={() => onChoose(null)}
          >
            The table as it is
          </button>
        </li>
        {steps.map((step, place) => (
          <StepItem
            key={step.id}
            step={step}
            place={place}
            count={steps.length}
            name={byId.get(step.type)?.name ?? step.type}
            kind={byId.get(step.type)}
            tried={tried.find((one) => one.id === step.id)}
            isChosen={step.id === chosen}
            isDragged={step.id === dragged}
            onChoose={() => onChoose(step.id)}
            onMove={(to) => draft.change(moved(steps, step.id, to))}
            onToggle={() => draft.change(toggled(steps, step.id))}
            onRemove={() => remove(step.id)}
            onDrag={(isBegun) => setDragged(isBegun ? step.id : null)}
            onDrop={() => {
              if (dragged !== null && dragged !== step.id) draft.change(moved(steps, dragged, place));
              setDragged(null);
            }}
          />
        ))}
      </ol>
      <Button icon={icons.plus} look={steps.length === 0 ? 'primary' : 'secondary'} onClick={() => setIsAdding(true)}>
        Add a step
      </Button>
      {steps.length > 1 && <p className={styles.hint}>Alt and an arrow key move the step that has the focus.</p>}
      <AddStepDialog kinds={kinds} isOpen={isAdding} onClose={() => setIsAdding(false)} onAdd={add} />
    </section>
  );
}
