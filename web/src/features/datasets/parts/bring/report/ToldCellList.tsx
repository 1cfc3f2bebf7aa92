import { useQuery } from '@tanstack/react-query';
import type { ColumnReport, ImportReport } from '../../../../../api/import-report';
import { formatCount } from '../../../../../lib/format';
import { ScrollBox } from '../../../../../lib/ScrollBox';
import { Faces } from '../../../../../ui/Faces';
import styles from './Report.module.css';
import { becameWords } from './report-words';
import { cellsQuery } from './report-queries';

/** The cells of a column that are not what stood in the file, where they stand, and what became of them. */
export function ToldCellList({ report, column }: { report: ImportReport; column: ColumnReport }) {
  const query = useQuery(cellsQuery(report.dataset_id, report.version, column.name));
  const all = column.word + column.unread + column.odd;
  return (
    <Faces of="cells" query={query}>
      {({ cells }) => (
        <>
          <ScrollBox label={`Cells of ${column.name}`} className={styles.cells}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Line</th>
                  <th scope="col">Cell</th>
                  <th scope="col">Became</th>
                </tr>
              </thead>
              <tbody>
                {cells.map((cell) => (
                  <tr key={`${cell.reason}-${cell.row}`}>
                    <td>{formatCount(cell.line ?? cell.row + 1)}</td>
                    <td>
                      <code>{cell.text}</code>
                    </td>
                    <td>{becameWords[cell.reason]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
          {all > cells.length && (
            <p className={styles.quiet}>{`The first ${formatCount(cells.length)} of ${formatCount(all)} are shown.`}</p>
          )}
        </>
      )}
    </Faces>
  );
}
