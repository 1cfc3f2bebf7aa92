import { isFinished, stateWord } from '../lib/job-words';
import { Badge, type Tone } from './Badge';

type State = Parameters<typeof stateWord>[0];

const TONES: Record<State, Tone> = {
  queued: 'plain',
  running: 'accent',
  pausing: 'brass',
  paused: 'brass',
  waiting: 'plain',
  cancelling: 'brass',
  succeeded: 'good',
  failed: 'bad',
  cancelled: 'brass',
  lost: 'bad',
};

/** A job's state in a word and a colour. */
export function StateBadge({ state }: { state: State }) {
  return (
    <Badge tone={TONES[state]} dot={isFinished(state) || state === 'paused' ? 'still' : 'beating'}>
      {stateWord(state)}
    </Badge>
  );
}
