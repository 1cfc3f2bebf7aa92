import { Link } from 'react-router';
import type { Timeline } from '../../../api/steering';
import { Notice } from '../../../ui/Notice';
import { trialIn } from '../happened';

/** Which trial of a search a run has its values from. */
export function RunOrigin({ timeline }: { timeline: Timeline | undefined }) {
  const trial = trialIn(timeline?.entries ?? []);
  if (trial === null) return null;
  return (
    <Notice tone="accent">
      {'Its values are those of '}
      <Link to={trial.to}>{trial.name}</Link>.
    </Notice>
  );
}
