import type { LossFound } from '../../../../api/explain-answers';
import { formatCountOf } from '../../../../lib/format';
import { LossView } from './LossView';

/** How much is lost when columns are shuffled between rows. */
export function PermutationView({ found }: { found: LossFound }) {
  const shuffles = `the mean of ${String(found.repeats)} shuffles of ${formatCountOf(found.rows, 'row')}`;
  return (
    <LossView
      found={found}
      caption="Permutation importance"
      note={`${shuffles}; whiskers hold nine in ten of them.`}
      together="shuffled together"
    />
  );
}
