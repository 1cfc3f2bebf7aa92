import { useState } from 'react';
import type { MapAnswer } from '../../../../api/answers';
import { formatCount, formatNumber } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { CellValue } from '../../../../ui/CellValue';
import { Table, type TableColumn } from '../../../../ui/Table';
import styles from './map.module.css';

interface PlaceTableProps {
  points: NonNullable<MapAnswer['points']>;
  colour: MapAnswer['colour'];
}

const PAGE = 100;

/** The same places as a table, for those who read rather than look. */
export function PlaceTable({ points, colour }: PlaceTableProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [shown, setShown] = useState(PAGE);
  const places = points.rows.slice(0, shown).map((row, place) => ({ row, place }));
  return (
    <details className={styles.table} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>As a table</summary>
      {isOpen && (
        <>
          <Table caption="Places of the map" columns={columnsFor(points, colour)} rows={places} rowKey={({ row }) => String(row)} />
          {shown < points.rows.length && (
            <Button look="quiet" onClick={() => setShown(shown + PAGE)}>
              {`More (${formatCount(points.rows.length - shown)} left)`}
            </Button>
          )}
        </>
      )}
    </details>
  );
}

function columnsFor(
  points: PlaceTableProps['points'],
  colour: PlaceTableProps['colour'],
): TableColumn<{ row: number; place: number }>[] {
  return [
    { id: 'row', title: 'Row', isNumber: true, cell: ({ row }) => formatCount(row + 1) },
    { id: 'x', title: 'Across', isNumber: true, cell: ({ place }) => formatNumber(points.x[place] ?? 0) },
    { id: 'y', title: 'Up', isNumber: true, cell: ({ place }) => formatNumber(points.y[place] ?? 0) },
    ...(colour === null
      ? []
      : [
          {
            id: 'colour',
            title: colour.name,
            isWide: true,
            cell: ({ place }: { place: number }) => <CellValue value={colour.values[place]} />,
          },
        ]),
  ];
}
