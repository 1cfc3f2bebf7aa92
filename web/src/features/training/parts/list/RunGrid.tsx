import { useEffect, useRef, useState, type KeyboardEvent, type RefObject, type UIEvent } from 'react';
import { useNavigate } from 'react-router';
import type { Run } from '../../../../api/run-answers';
import { useNow } from '../../../../lib/use-now';
import { NAME, type Names, type RunColumn } from '../../look/columns';
import type { RunLook } from '../../look/look';
import { RunGridHead } from './RunGridHead';
import { RunRow } from './RunRow';
import styles from './RunGrid.module.css';
import { useColumnWidths } from './use-column-widths';

const ROW_PX = 40;
const SPARE_ROWS = 8;

interface RunGridProps {
  runs: readonly Run[];
  columns: readonly RunColumn[];
  names: Names;
  look: RunLook;
  chosen: ReadonlySet<string>;
  onSort: (sort: string) => void;
  onChoose: (ids: readonly string[], isChosen: boolean) => void;
  /** The end of what was fetched comes into sight. */
  onEnd: () => void;
}

/** Rows of any number, of which only those in sight exist: arrows move, Space chooses, Enter opens. */
export function RunGrid({ runs, columns, names, look, chosen, onSort, onChoose, onEnd }: RunGridProps) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [current, setCurrent] = useState(0);
  const [widths, setWidth] = useColumnWidths();
  const navigate = useNavigate();
  const now = useNow(runs.some((run) => run.status === 'running') ? 1000 : null);
  const all = [NAME, ...columns].map((column) => ({ ...column, width: widths[column.id] ?? column.width }));
  // On a telephone the name leaves room for what it is sorted by.
  const widest = (column: RunColumn) => (column === all[0] ? `min(${String(column.width)}px, 42vw)` : `${String(column.width)}px`);
  const template = `2.5rem ${all.map(widest).join(' ')}`;
  const height = useHeight(box);
  const from = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS);
  const until = Math.min(runs.length, Math.ceil((top + height) / ROW_PX) + SPARE_ROWS);

  const scroll = (event: UIEvent<HTMLDivElement>) => {
    const { scrollTop, clientHeight } = event.currentTarget;
    setTop(scrollTop);
    if (scrollTop + 3 * clientHeight > runs.length * ROW_PX) onEnd();
  };
  const show = (place: number) => {
    const at = box.current;
    if (at === null) return;
    const head = ROW_PX;
    if (place * ROW_PX < at.scrollTop) at.scrollTop = place * ROW_PX;
    const bottom = (place + 1) * ROW_PX + head;
    if (bottom > at.scrollTop + at.clientHeight) at.scrollTop = bottom - at.clientHeight;
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor(height / ROW_PX) - 2);
    const steps = new Map([
      ['ArrowDown', 1],
      ['ArrowUp', -1],
      ['PageDown', page],
      ['PageUp', -page],
      ['Home', -runs.length],
      ['End', runs.length],
    ]);
    const step = steps.get(event.key);
    const run = runs[current];
    if (step !== undefined) {
      const place = Math.min(runs.length - 1, Math.max(0, current + step));
      setCurrent(place);
      show(place);
      const passed = runs.slice(Math.min(current, place), Math.max(current, place) + 1);
      if (event.shiftKey) onChoose(passed.map(({ id }) => id), true);
    } else if (event.key === ' ' && run !== undefined) onChoose([run.id], !chosen.has(run.id));
    else if (event.key === 'Enter' && run !== undefined) void navigate(`/runs/${run.id}`);
    else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) onChoose(runs.map(({ id }) => id), true);
    else return;
    event.preventDefault();
  };
  const choose = (place: number, isChosen: boolean, isRange: boolean) => {
    const ends = isRange ? [Math.min(current, place), Math.max(current, place)] : [place, place];
    onChoose(runs.slice(ends[0], (ends[1] ?? place) + 1).map(({ id }) => id), isChosen);
    setCurrent(place);
  };
  return (
    <div
      ref={box}
      className={styles.box}
      role="grid"
      tabIndex={0}
      aria-label="Runs"
      aria-rowcount={runs.length + 1}
      aria-colcount={all.length + 1}
      aria-multiselectable="true"
      aria-activedescendant={runs[current] === undefined ? undefined : `run-row-${String(current)}`}
      onScroll={scroll}
      onKeyDown={press}
    >
      <RunGridHead
        columns={all}
        template={template}
        look={look}
        isAllChosen={runs.length > 0 && runs.every((run) => chosen.has(run.id))}
        onSort={onSort}
        onAll={(isChosen) => onChoose(runs.map(({ id }) => id), isChosen)}
        onWidth={setWidth}
      />
      <div role="rowgroup" className={styles.body} style={{ height: runs.length * ROW_PX }}>
        {runs.slice(from, until).map((run, at) => (
          <RunRow
            key={run.id}
            run={run}
            place={from + at}
            top={(from + at) * ROW_PX}
            columns={all}
            names={names}
            now={now}
            template={template}
            isChosen={chosen.has(run.id)}
            isCurrent={from + at === current}
            onChoose={choose}
          />
        ))}
      </div>
    </div>
  );
}

/** How much of the list is in sight. */
function useHeight(box: RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(800);
  useEffect(() => {
    const at = box.current;
    if (at === null) return;
    const observer = new ResizeObserver(() => setHeight(at.clientHeight));
    observer.observe(at);
    return () => observer.disconnect();
  }, [box]);
  return height;
}
