import { useState } from 'react';
import { formatCount } from '../../../../../lib/format';
import { Button } from '../../../../../ui/Button';
import { IconButton } from '../../../../../ui/IconButton';
import { icons } from '../../../../../ui/icons';
import { Select } from '../../../../../ui/Select';
import { PAGE_SIZES, type Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import type { Span } from './chunks';
import styles from './GridFoot.module.css';

interface GridFootProps {
  look: Look;
  change: ChangeLook;
  total: number;
  inSight: Span;
  /** About the chosen cells. */
  words: string;
  onGoTo: (row: number) => void;
}

const MODES = [
  { value: '', label: 'Scroll through all' },
  ...PAGE_SIZES.map((size) => ({ value: String(size), label: `${size} rows a page` })),
];

/** Where in the table one is, and how to get elsewhere. */
export function GridFoot({ look, change, total, inSight, words, onGoTo }: GridFootProps) {
  const { page, pageSize } = look;
  const pages = pageSize === null ? 1 : Math.max(1, Math.ceil(total / pageSize));
  const turn = (next: number) => change({ page: next }, { isSmallStep: true });
  return (
    <div className={styles.foot}>
      <p className={styles.place}>
        {total === 0
          ? ''
          : `Rows ${formatCount(inSight.first + 1)}–${formatCount(Math.min(inSight.end, total))} of ${formatCount(total)}`}
      </p>
      <p className={styles.words} role="status">
        {words}
      </p>
      {pageSize !== null && (
        <nav className={styles.pages} aria-label="Pages of rows">
          <IconButton label="Previous page" icon={icons.left} disabled={page === 0} onClick={() => turn(page - 1)} />
          <span>{`Page ${formatCount(page + 1)} of ${formatCount(pages)}`}</span>
          <IconButton label="Next page" icon={icons.right} disabled={page + 1 >= pages} onClick={() => turn(page + 1)} />
        </nav>
      )}
      <div className={styles.mode}>
        <Select
          aria-label="How to go through the rows"
          options={MODES}
          value={pageSize === null ? '' : String(pageSize)}
          onChange={(size) => change({ pageSize: PAGE_SIZES.find((one) => String(one) === size) ?? null, page: 0 })}
        />
      </div>
      <GoToRow total={total} onGoTo={onGoTo} />
    </div>
  );
}

function GoToRow({ total, onGoTo }: { total: number; onGoTo: (row: number) => void }) {
  const [text, setText] = useState('');
  const row = Number(text.replace(/[\s,_]/g, ''));
  const isRow = text !== '' && Number.isInteger(row) && row >= 1;
  return (
    <form
      className={styles.goTo}
      onSubmit={(event) => {
        event.preventDefault();
        if (isRow) onGoTo(Math.min(total, row) - 1);
      }}
    >
      <input
        aria-label="Go to row"
        placeholder="Go to row"
        inputMode="numeric"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" look="quiet" disabled={!isRow || total === 0}>
        Go
      </Button>
    </form>
  );
}
