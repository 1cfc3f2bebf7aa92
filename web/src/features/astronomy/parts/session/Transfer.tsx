import type { TransferCard } from '../../../../api/astronomy-answers';
import { formatShare } from '../../../../lib/format';
import { Notice } from '../../../../ui/Notice';

/** How far what one mission taught is to be believed for another. */
export function Transfer({ card }: { card: TransferCard }) {
  const { share_answered: share, planet_auc: answered, planet_auc_of_all_rows: all } = card.judged_on;
  return (
    <Notice tone="accent" title="Learned from Kepler, asked about TESS">
      The two see stars differently: whose row it is can be told in {formatShare(card.two_sample_auc)} of pairs. So the model is
      silent where it is not sure. Of stars that had no part in choosing when, it answers {formatShare(share)}, and ranks a
      planet above a false positive in {formatShare(answered.value)} of pairs ({formatShare(answered.low)} to{' '}
      {formatShare(answered.high)}); of all rows it would in {formatShare(all.value)}.
    </Notice>
  );
}
