import { useLayoutEffect, useMemo, useState } from 'react';
import type { Column, Dataset } from '../../../../../api/types';
import { remPx } from '../../../../../lib/rem';
import { Button } from '../../../../../ui/Button';
import { rowsOf, type Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { useWindowed } from '../use-windowed';
import { ColumnCard } from './ColumnCard';
import { ColumnDetails } from './ColumnDetails';
import styles from './Columns.module.css';
import { useSummaries } from './use-summaries';

interface CardDeckProps {
  dataset: Dataset;
  columns: readonly Column[];
  look: Look;
  change: ChangeLook;
}

const CARD_REM = 17;
const NARROWEST_REM = 16.5;

/** The cards of any number of columns: only those in sight are drawn, and asked for. */
export function CardDeck({ dataset, columns, look, change }: CardDeckProps) {
  const [across, setAcross] = useState(1);
  const [opened, setOpened] = useState<string | null>(null);
  const linePx = CARD_REM * remPx();
  const lines = Math.ceil(columns.length / across);
  const { box, first, end } = useWindowed<HTMLDivElement>(lines, linePx);
  useLayoutEffect(() => {
    const at = box.current;
    if (at === null) return;
    const observer = new ResizeObserver(() => setAcross(Math.max(1, Math.floor(at.clientWidth / (NARROWEST_REM * remPx())))));
    observer.observe(at);
    return () => observer.disconnect();
  }, [box]);
  const inSight = columns.slice(first * across, end * across);
  const all = useMemo(() => (dataset.schema ?? []).map(({ name }) => name), [dataset.schema]);
  const wanted = [...inSight.map(({ name }) => name), ...(opened === null ? [] : [opened])];
  const summaries = useSummaries(dataset, rowsOf(look), all, wanted);
  const openedColumn = columns.find(({ name }) => name === opened);
  return (
    <>
      {summaries.error !== null && (
        <div className={styles.problem} role="alert">
          <span>{summaries.error.message}</span>
          <Button onClick={summaries.retry}>Try again</Button>
        </div>
      )}
      <div className={styles.deckFrame} data-open={openedColumn !== undefined || undefined}>
        <div ref={box} className={styles.deck}>
          <div className={styles.deckSpace} style={{ height: lines * linePx }}>
            <div
              className={styles.cards}
              style={{ transform: `translateY(${first * linePx}px)`, gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))` }}
            >
              {inSight.map((column) => (
                <ColumnCard
                  key={column.name}
                  column={column}
                  summary={summaries.find(column.name)}
                  look={look}
                  change={change}
                  isStale={summaries.isStale}
                  onOpen={() => setOpened(column.name)}
                />
              ))}
            </div>
          </div>
        </div>
        {openedColumn !== undefined && (
          <ColumnDetails
            column={openedColumn}
            summary={summaries.find(openedColumn.name)}
            look={look}
            change={change}
            onClose={() => setOpened(null)}
          />
        )}
      </div>
    </>
  );
}
