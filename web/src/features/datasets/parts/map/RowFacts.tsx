import { useQuery } from '@tanstack/react-query';
import { previewQuery } from '../../../../api/queries';
import type { Dataset } from '../../../../api/types';
import { formatCount } from '../../../../lib/format';
import { useDebounced } from '../../../../lib/use-debounced';
import { CellValue } from '../../../../ui/CellValue';
import styles from './map.module.css';

const SHOWN = 60;

/** The row that a point stands for, with all its values. */
export function RowFacts({ dataset, row }: { dataset: Dataset; row: number | null }) {
  const settled = useDebounced(row, 80);
  const page = { page: settled ?? 0, pageSize: 1, sortBy: null, isDescending: false, search: '' };
  const { data } = useQuery({ ...previewQuery(dataset.id, page), enabled: settled !== null });
  const values = data?.rows[0];
  if (settled === null || values === undefined) {
    return <p className={styles.hint}>Point at a place, or go there with the arrow keys, to see its row.</p>;
  }
  const names = (data?.columns ?? []).map((column) => column.name);
  return (
    <section className={styles.row} aria-label={`Row ${formatCount(settled + 1)}`} aria-live="polite">
      <h3>{`Row ${formatCount(settled + 1)}`}</h3>
      <dl>
        {names.slice(0, SHOWN).map((name) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <CellValue value={values[name]} />
            </dd>
          </div>
        ))}
      </dl>
      {names.length > SHOWN && <p className={styles.hint}>{`and ${formatCount(names.length - SHOWN)} more columns`}</p>}
    </section>
  );
}
