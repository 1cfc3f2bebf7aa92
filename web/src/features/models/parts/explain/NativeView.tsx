import type { NativeFound } from '../../../../api/explain-answers';
import { ImportanceBars } from '../../../../charts/ImportanceBars';
import { SharedCredit } from './SharedCredit';

/** The model's own weights. */
export function NativeView({ found }: { found: NativeFound }) {
  return (
    <>
      <ImportanceBars
        features={found.columns.map(({ name }) => name)}
        importances={found.columns.map(({ share }) => share ?? 0)}
      />
      <SharedCredit groups={found.shared} />
    </>
  );
}
