import { isNumber, isRecord } from '../../../../../lib/guards';
import { usePath } from '../../../../../lib/state/use-path';

type Widths = Readonly<Record<string, number>>;

/** How wide each column of a dataset was dragged, kept in this browser. */
export function useWidths(datasetId: string): [Widths, (name: string, width: number | null) => void] {
  const [widths, setWidths] = usePath(`column_widths.${datasetId}`, isWidths);
  const held = widths ?? {};
  const set = (name: string, width: number | null) => {
    const others = Object.entries(held).filter(([one]) => one !== name);
    setWidths(Object.fromEntries(width === null ? others : [...others, [name, width]]));
  };
  return [held, set];
}

function isWidths(value: unknown): value is Widths {
  return isRecord(value) && Object.values(value).every(isNumber);
}
