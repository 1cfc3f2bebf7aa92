import type { KeyboardEvent } from 'react';
import type { StepKind, TriedStep } from '../../../../api/recipe-answers';
import type { RecipeStep } from '../../../../api/types';
import { classNames } from '../../../../lib/class-names';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { Toggle } from '../../../../ui/Toggle';
import { describeStep } from './describe-step';
import styles from './prepare.module.css';

interface StepItemProps {
  step: RecipeStep;
  place: number;
  count: number;
  name: string;
  kind: StepKind | undefined;
  tried: TriedStep | undefined;
  isChosen: boolean;
  isDragged: boolean;
  onChoose: () => void;
  onMove: (to: number) => void;
  onToggle: () => void;
  onRemove: () => void;
  onDrag: (isBegun: boolean) => void;
  onDrop: () => void;
}

/** One step of the list: what it is, what became of it, and how to move it. */
export function StepItem(props: StepItemProps) {
  const { step, place, count, name, tried, isChosen, isDragged } = props;
  const move = (event: KeyboardEvent) => {
    const by = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (by === undefined) return;
    event.preventDefault();
    props.onMove(place + by);
  };
  const isOn = step.disabled !== true;
  const what = describeStep(step, props.kind);
  return (
    <li
      className={classNames(
        styles.item,
        isChosen && styles.chosen,
        isDragged && styles.dragged,
        !isOn && styles.off,
        isOn && tried?.state === 'failed' && styles.failed,
      )}
      draggable
      onDragStart={() => props.onDrag(true)}
      onDragEnd={() => props.onDrag(false)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={props.onDrop}
    >
      <button type="button" className={styles.open} aria-current={isChosen || undefined} onClick={props.onChoose} onKeyDown={move}>
        <span className={styles.name}>{`${place + 1}. ${name}`}</span>
        {what !== '' && <span className={styles.what}>{what}</span>}
        <span className={styles.told}>{isOn ? toldOf(tried) : 'off'}</span>
      </button>
      <div className={styles.tools}>
        <IconButton label={`Move ${name} up`} icon={icons.up} disabled={place === 0} onClick={() => props.onMove(place - 1)} />
        <IconButton label={`Move ${name} down`} icon={icons.down} disabled={place === count - 1} onClick={() => props.onMove(place + 1)} />
        <Toggle isOn={isOn} aria-label={`${name} is on`} onChange={props.onToggle} />
        <IconButton label={`Remove ${name}`} icon={icons.trash} onClick={props.onRemove} />
      </div>
    </li>
  );
}

function toldOf(tried: TriedStep | undefined): string {
  switch (tried?.state) {
    case undefined:
      return '…';
    case 'failed':
      return tried.error?.message ?? 'It cannot be done.';
    case 'waiting':
      return 'waits for the step before';
    case 'off':
      return 'off';
    case 'done':
      return tried.notes === undefined || tried.notes.length === 0 ? 'done' : tried.notes.slice(0, 2).join(' ');
  }
}
