import { Link } from 'react-router';
import type { ModelMove } from '../../../../api/registry-answers';
import { Time } from '../../../../ui/Time';
import styles from './Registry.module.css';

/** What was decided about models, the latest first: what, by whom, when and why. */
export function MoveList({ moves }: { moves: readonly ModelMove[] }) {
  if (moves.length === 0) return <p className={styles.faint}>Nothing has been decided yet.</p>;
  return (
    <ul className={styles.list}>
      {moves.map((move) => (
        <li key={move.id}>
          {move.number !== null && <Link to={`/models/${move.model_id}`}>{`Version ${move.number}`}</Link>} {wordsFor(move)}
          <p className={styles.faint}>
            {`${move.by.name}, `}
            <Time time={move.at} />
            {move.note !== null && move.what !== 'alias' && `: ${move.note}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

function wordsFor({ what, before, after, note }: ModelMove): string {
  switch (what) {
    case 'registered':
      return 'was registered';
    case 'withdrawn':
      return 'was withdrawn';
    case 'stage':
      return `went from ${stageWords(before)} to ${stageWords(after)}`;
    case 'alias':
      if (after === null) return `is ${note ?? ''} no more`;
      return before === null ? `became ${note ?? ''}` : `became ${note ?? ''}, which was ${before}`;
    case 'archived':
      return 'was archived';
    case 'restored':
      return 'was taken back from the archive';
    case 'deleted':
      return 'was deleted';
  }
}

function stageWords(stage: string | null): string {
  return stage === null || stage === 'none' ? 'no stage' : stage;
}
