import type { FilterNode, Missingness } from '../../../../../api/table';
import { ChartFrame } from '../../../../../charts/frame/ChartFrame';
import { formatCount, formatShare } from '../../../../../lib/format';
import { allOf, partsOf } from '../look/filter-tree';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import styles from './Overview.module.css';

interface MissingPatternsProps {
  found: Missingness;
  look: Look;
  change: ChangeLook;
}

const MOST_COLUMNS = 12;
const READS = 'Each line is a way in which rows lack values: a dot where a column is empty. Columns that are empty in the same lines are missing together, often for one reason.';

/** The ways in which rows lack values, the most frequent first; a press shows the rows of one. */
export function MissingPatterns({ found, look, change }: MissingPatternsProps) {
  const columns = found.columns.filter(({ missing }) => missing > 0).slice(0, MOST_COLUMNS);
  const choose = (pattern: readonly string[]) => {
    const parts = columns.map(
      ({ name }): FilterNode => ({ column: name, operator: pattern.includes(name) ? 'is_null' : 'is_not_null' }),
    );
    change({ filter: allOf([...partsOf(look.filter), ...parts]) });
  };
  return (
    <div className={styles.block}>
      <h3>Patterns</h3>
      <ChartFrame
        title="Patterns of missing values"
        reads={READS}
        table={() => ({ head: ['Missing', 'rows'], rows: found.patterns.map(({ columns: lacking, count }) => [lacking.join(', ') || 'nothing', count]) })}
      >
        <div className={styles.patternBox}>
          <table className={styles.patterns}>
            <thead>
              <tr>
                {columns.map(({ name }) => (
                  <th key={name} scope="col" title={name}>
                    <span>{name}</span>
                  </th>
                ))}
                <th scope="col">Rows</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {found.patterns.map(({ columns: lacking, count }) => (
                <tr key={lacking.join('\n')}>
                  {columns.map(({ name }) => (
                    <td key={name} className={styles.dot} data-missing={lacking.includes(name) || undefined}>
                      <span className="visually-hidden">{lacking.includes(name) ? 'missing' : 'there'}</span>
                    </td>
                  ))}
                  <td className={styles.count}>{`${formatCount(count)} · ${formatShare(count / Math.max(1, found.rows))}`}</td>
                  <td>
                    <button type="button" data-export="no" className={styles.show} onClick={() => choose(lacking)}>
                      {lacking.length === 0 ? 'Show the complete rows' : 'Show these rows'}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </ChartFrame>
    </div>
  );
}
