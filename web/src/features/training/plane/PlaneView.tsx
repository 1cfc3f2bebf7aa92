import { useMemo, useState } from 'react';
import type { PlaneAnswer } from '../../../api/plane-answers';
import { PlaneChart } from '../../../charts/plane/PlaneChart';
import type { Plane } from '../../../charts/plane/plane';
import { formatNumber } from '../../../lib/format';
import { Field } from '../../../ui/Field';
import { Segmented } from '../../../ui/Segmented';
import { Select } from '../../../ui/Select';
import type { PlaneChoice } from './plane-queries';
import { planeOf } from './plane-of';
import { heldText, judgedOf, labelOf, titleOf } from './plane-words';
import styles from './plane.module.css';

interface PlaneViewProps {
  answer: PlaneAnswer;
  /** Whether what was asked for last is still on its way. */
  isOld: boolean;
  choice: PlaneChoice;
  onChoose: (choice: PlaneChoice) => void;
}

/** The picture of a finished model, with the choice of its columns and rows. */
export function PlaneView({ answer, isOld, choice, onChoose }: PlaneViewProps) {
  const plane = useMemo(() => planeOf(answer), [answer]);
  const [point, setPoint] = useState<number | null>(null);
  const choose = (changed: PlaneChoice) => {
    setPoint(null);
    onChoose({ ...choice, ...changed });
  };
  const { x, y } = { ...answer.columns, ...choice };
  const axis = (which: 'x' | 'y', value: string) => {
    const [own, other, otherValue] = which === 'x' ? (['x', 'y', y] as const) : (['y', 'x', x] as const);
    // Choosing the column of the other side changes the sides.
    return value === otherValue ? { [own]: value, [other]: which === 'x' ? x : y } : { [own]: value, [other]: otherValue };
  };
  const columns = answer.usable.map((value) => ({ value, label: value }));
  return (
    <div aria-busy={isOld || undefined} className={styles.view}>
      <div className={styles.choices}>
        <Field label="Across">{(control) => <Select {...control} options={columns} value={x} onChange={(value) => choose(axis('x', value))} />}</Field>
        <Field label="Up">{(control) => <Select {...control} options={columns} value={y} onChange={(value) => choose(axis('y', value))} />}</Field>
        {answer.targets.length > 1 && (
          <Field label="Target">
            {(control) => (
              <Select
                {...control}
                options={answer.targets.map((value) => ({ value, label: value }))}
                value={choice.target ?? answer.target ?? ''}
                onChange={(target) => choose({ target })}
              />
            )}
          </Field>
        )}
        {answer.parts_known && (
          <Segmented
            label="Rows"
            options={[
              { value: 'all', label: 'All rows' },
              { value: 'test', label: 'Test rows' },
            ]}
            value={choice.part ?? 'all'}
            onChange={(part) => choose({ part: part === 'test' ? 'test' : undefined })}
          />
        )}
      </div>
      <PlaneChart label={labelOf(plane, titleOf(answer.task))} plane={plane} chosen={point} onChoose={setPoint} />
      <p className={styles.note} aria-live="polite">
        {point === null ? (judgedOf(answer) ?? (answer.rows.drawn === 0 ? null : 'Click a point to see what is said of it.')) : pointText(plane, point, answer.points.parts[point] ?? null)}
      </p>
      {answer.notes.length > 0 && (
        <ul className={styles.notes}>
          {answer.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {answer.held.length > 0 && (
        <details className={styles.note}>
          <summary>At what the other columns are held</summary>
          <p>{answer.held.map(({ name, value }) => `${name} = ${heldText(value)}`).join(' · ')}</p>
        </details>
      )}
    </div>
  );
}

function pointText({ x, y, points, classes }: Plane, place: number, part: string | null): string {
  const name = (value: number | null | undefined) => (value == null ? 'unknown' : (classes?.[value] ?? formatNumber(value)));
  const truth = points.truth[place] == null ? '' : ` · true ${name(points.truth[place])}`;
  const where = `${x.name} ${formatNumber(points.x[place] ?? 0)} · ${y.name} ${formatNumber(points.y[place] ?? 0)}`;
  return `${where}${truth} · said ${name(points.said[place])}${part === null ? '' : ` · a ${part} row`}`;
}
