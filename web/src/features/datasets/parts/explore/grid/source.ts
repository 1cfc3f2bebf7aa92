import type { Span } from './chunks';
import type { CellSource } from './content';
import type { RowStore } from './row-store';

/** The shown columns' cells, wherever the store keeps them; a column that it lacks has none. */
export function sourceOf(store: RowStore, shown: readonly string[]): CellSource {
  const known = new Map(store.columns.map((name, place) => [name, place]));
  const places = shown.map((name) => known.get(name));
  const at = (column: number) => places[column];
  return {
    cellAt: (row, column) => {
      const place = at(column);
      return place === undefined ? undefined : store.cellAt(row, place);
    },
    numberAt: (row, column) => store.numberAt(row, at(column) ?? 0),
    read: (rows, columns) => store.read(rows, spansOf(places, [columns])),
    want: (rows, columns, next) => store.want(rows, spansOf(places, columns), next),
  };
}

/** Spans of shown columns as spans of the store's. */
export function spansOf(places: readonly (number | undefined)[], columns: readonly Span[]): Span[] {
  return columns.flatMap(({ first, end }) =>
    places.slice(first, end).flatMap((place) => (place === undefined ? [] : [{ first: place, end: place + 1 }])),
  );
}
