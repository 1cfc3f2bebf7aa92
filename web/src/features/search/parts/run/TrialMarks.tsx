import type { Search, Trial, TrialState } from '../../../../api/search-answers';
import { Badge, type Tone } from '../../../../ui/Badge';
import styles from '../../SearchRunPage.module.css';

const WORDS: Record<TrialState, { text: string; tone: Tone; title: string }> = {
  running: { text: 'running', tone: 'accent', title: 'It is being tried' },
  complete: { text: 'done', tone: 'plain', title: 'It has been judged on every fold' },
  paused: { text: 'waits', tone: 'plain', title: 'It has learned a part of its rounds, and goes on if it is among the best' },
  pruned: { text: 'pruned', tone: 'plain', title: 'It fell behind, so its other folds or rounds were left out' },
  cut: { text: 'cut short', tone: 'brass', title: 'Its time was over; it keeps the folds it has' },
  failed: { text: 'failed', tone: 'bad', title: 'It could not be trained' },
};

const SET_BACK = { text: 'set back', tone: 'plain', title: 'It begins anew, or from its last rung, when the search goes on' } as const;

interface TrialMarksProps {
  trial: Trial;
  search: Search;
}

/** A trial's state, whether it leads or is tied, and whether it is the cheapest of these. */
export function TrialMarks({ trial, search: { status, standing, against } }: TrialMarksProps) {
  const isRunning = trial.state === 'running' && status !== 'paused';
  const { text, tone, title } = trial.state === 'running' && !isRunning ? SET_BACK : WORDS[trial.state];
  const isLeader = trial.number === standing?.leader;
  const isTied = !isLeader && standing?.tied.includes(trial.number) === true;
  return (
    <span className={styles.marks}>
      {isLeader && <Badge tone="good">leads</Badge>}
      {isTied && <Badge tone="accent">tied</Badge>}
      {!isLeader && !isTied && (
        <Badge tone={tone} dot={isRunning ? 'beating' : undefined} title={trial.error ?? title}>
          {text}
        </Badge>
      )}
      {trial.number === standing?.cheapest && <Badge tone="brass">cheapest</Badge>}
      {against > 0 && trial.value !== null && (
        <Badge tone="bad" title="Had against what the guard found; likely better than what new rows will bring">
          against guard
        </Badge>
      )}
    </span>
  );
}
