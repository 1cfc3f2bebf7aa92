import type { DropColumnFound } from '../../../../api/explain-answers';
import { formatCountOf } from '../../../../lib/format';
import { LossView } from './LossView';

/** How much is lost when the model is trained again without columns. */
export function DropColumnView({ found }: { found: DropColumnFound }) {
  const trainings = `from ${formatCountOf(found.trainings, 'training')}, each column left out ${formatCountOf(found.repeats, 'time')} at least`;
  return (
    <LossView
      found={found}
      caption="Drop-column importance"
      note={`${trainings}; judged on ${formatCountOf(found.rows, 'row')}. Whiskers hold it nine times in ten over rows and chance.`}
      together="left out together"
    />
  );
}
