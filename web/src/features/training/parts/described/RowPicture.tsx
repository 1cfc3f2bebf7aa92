import { useMemo, useState } from 'react';
import type { RowMap } from '../../../../lib/described';
import { Segmented } from '../../../../ui/Segmented';
import { Scatter } from '../../../../charts/Scatter';
import { colourBy, type Colouring } from '../../../../charts/scatter/colours';
import { formatNumber } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import type { RowChoice } from '../../scores/queries';
import { rowAt } from '../../scores/rows-behind';
import styles from './DescribedCharts.module.css';

interface Said {
  title: string;
  values: readonly (string | number)[];
  isNumeric?: boolean;
}

interface RowPictureProps {
  map: RowMap;
  /** What the points may be coloured by, beside their labels. */
  says: readonly Said[];
  /** Asks for the row behind a point. */
  onRows?: ((choice: RowChoice) => void) | undefined;
}

const PLAIN: Colouring = { kind: 'plain' };

/** Rows in a plane, coloured by what was found or by what is known of them. */
export function RowPicture({ map, says, onRows }: RowPictureProps) {
  const choices = useMemo(() => {
    const found = says.map(({ title, values, isNumeric = false }) => ({ title, values, isNumeric }));
    const known = map.labels === null ? [] : [{ title: 'Label', values: map.labels, isNumeric: false }];
    return [...found, ...known];
  }, [map, says]);
  const [title, setTitle] = useState(choices[0]?.title ?? '');
  const [point, setPoint] = useState<number | null>(null);
  const canOpen = onRows !== undefined && map.row !== undefined;
  const chosen = choices.find((one) => one.title === title);
  const colouring = useMemo(
    () => (chosen === undefined ? PLAIN : colourBy(chosen.title, chosen.values, chosen.isNumeric)),
    [chosen],
  );
  return (
    <div className={styles.picture}>
      {choices.length > 1 && (
        <Segmented
          label="Colour by"
          options={choices.map((one) => ({ value: one.title, label: one.title }))}
          value={title}
          onChange={setTitle}
        />
      )}
      <Scatter label={`Map of ${map.x.length} rows`} x={map.x} y={map.y} colouring={colouring} {...(canOpen && { chosen: point, onChoose: setPoint })} />
      {canOpen && (
        <p className={styles.point} aria-live="polite">
          {point === null ? (
            'Click a point, or go from point to point with the arrows, to see its row.'
          ) : (
            <>
              {choices.map(({ title: what, values }) => `${what} ${textOf(values[point])}`).join(' · ')}{' '}
              <Button onClick={() => onRows(rowAt(map.row ?? [], point))}>Show this row</Button>
            </>
          )}
        </p>
      )}
      <p className={styles.axes}>{map.axes.filter((axis) => axis !== '').join(' across, ')}{map.axes[1] ? ' up' : ''}</p>
    </div>
  );
}

function textOf(value: string | number | null | undefined): string {
  if (value == null) return '–';
  return typeof value === 'number' ? formatNumber(value) : value;
}
