import { useCallback } from 'react';
import { isNumber, isRecord } from '../../../../lib/guards';
import { usePath, useStateStore } from '../../../../lib/state/use-path';

const PATH = 'run_column_widths';

/** How wide each column was made; kept for the next visit. */
export function useColumnWidths(): [Record<string, number>, (id: string, width: number) => void] {
  const store = useStateStore();
  const [held] = usePath(PATH, isRecord);
  const set = useCallback(
    (id: string, width: number) => {
      const before = store.get(PATH);
      store.set(PATH, { ...(isRecord(before) ? before : {}), [id]: width });
    },
    [store],
  );
  const widths: Record<string, number> = {};
  for (const [id, width] of Object.entries(held ?? {})) if (isNumber(width)) widths[id] = width;
  return [widths, set];
}
