import { useQuery } from '@tanstack/react-query';
import { cellQuery, type TableName } from '../../../../../api/table-queries';
import { copyText } from '../../../../../lib/clipboard';
import { formatCount } from '../../../../../lib/format';
import { ScrollBox } from '../../../../../lib/ScrollBox';
import { Button } from '../../../../../ui/Button';
import { Faces } from '../../../../../ui/Faces';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { TypeBadge } from '../../../../../ui/TypeBadge';
import { useToast } from '../../../../../ui/toast';
import { exactText, MARK_WORDS, faceOf, type GridCell } from './cells';
import type { GridColumn } from './content';
import styles from './Inspector.module.css';

interface InspectorProps {
  table: TableName;
  column: GridColumn;
  cell: GridCell;
  /** The place of the row in the file, from 0. */
  rowNumber: number;
  onClose: () => void;
}

/** One cell, whole and exact: long texts with their lines, numbers with all their digits. */
export function Inspector({ table, column, cell, rowNumber, onClose }: InspectorProps) {
  return (
    <aside className={styles.panel} aria-label="The chosen cell">
      <header className={styles.head}>
        <div>
          <h3 className={styles.name}>{column.name}</h3>
          <p className={styles.where}>
            {`Row ${formatCount(rowNumber + 1)} · ${column.dtype} `}
            <TypeBadge type={column.type} />
          </p>
        </div>
        <IconButton label="Close the details" icon={icons.close} onClick={onClose} />
      </header>
      {cell.fullLength === undefined ? (
        <Content cell={cell} column={column} />
      ) : (
        <LongContent table={table} column={column} rowNumber={rowNumber} />
      )}
    </aside>
  );
}

function LongContent({ table, column, rowNumber }: { table: TableName; column: GridColumn; rowNumber: number }) {
  const query = useQuery(cellQuery(table, rowNumber, column.name));
  return (
    <Faces of="cell" query={query}>
      {({ value }) => <Content cell={{ value }} column={column} />}
    </Faces>
  );
}

function Content({ cell, column }: { cell: GridCell; column: GridColumn }) {
  const tell = useToast();
  const { mark } = faceOf(cell, column.family);
  const text = exactText(cell);
  if (mark !== 'value') return <p className={styles.mark}>{`This cell holds ${MARK_PHRASES[mark]}.`}</p>;
  const copy = async () => {
    const isCopied = await copyText(text);
    tell(isCopied ? { tone: 'good', text: 'Copied.' } : { tone: 'bad', text: 'The browser did not let us copy.' });
  };
  return (
    <>
      <ScrollBox isPlainText label="Content" className={styles.content}>
        {text}
      </ScrollBox>
      <footer className={styles.foot}>
        <span>{column.family === 'text' ? `${formatCount(text.length)} characters` : ''}</span>
        <Button look="quiet" icon={icons.copy} onClick={() => void copy()}>
          Copy
        </Button>
      </footer>
    </>
  );
}

const MARK_PHRASES = {
  null: `no value: it is a ${MARK_WORDS.null}`,
  nan: 'NaN: a computation that had no result',
  infinite: 'an infinite number',
  empty: 'an empty text, which is not the same as a missing value',
} as const;
