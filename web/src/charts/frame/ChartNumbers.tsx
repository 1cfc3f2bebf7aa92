import { formatCount, formatNumber } from '../../lib/format';
import { ScrollBox } from '../../lib/ScrollBox';
import styles from './ChartFrame.module.css';

export interface ChartTable {
  head: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

const MOST = 200;

/** The numbers behind a chart, to be read aloud or copied; of very many the first. */
export function ChartNumbers({ title, table }: { title: string; table: ChartTable }) {
  const { head, rows } = table;
  return (
    <ScrollBox label={`Numbers of ${title}`} className={styles.numbers}>
      <table>
        <caption>{rows.length > MOST ? `${title}: the first ${MOST} of ${formatCount(rows.length)}` : title}</caption>
        <thead>
          <tr>
            {head.map((name, at) => (
              <th key={at} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST).map((row, place) => (
            <tr key={place}>
              {row.map((value, at) => (
                <td key={at}>{typeof value === 'number' ? formatNumber(value) : (value ?? '–')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
