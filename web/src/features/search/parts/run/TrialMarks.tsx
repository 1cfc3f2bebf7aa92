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

interface TrialMarksProps {
  trial: Trial;
  standing: Search['standing'];
  /** How many serious findings of the guard the scores were had against. */
  against: number;
}

/** A trial's state, whether it leads or is tied, and whether it is the cheapest of these. */
export function TrialMarks({ trial, standing, against }: TrialMarksProps) {
  const { text, tone, title } = WORDS[trial.state];
  const isLeader = trial.number === standing?.leader;
  const isTied = !isLeader && standing?.tied.includes(trial.number) === true;
  return (
    <span className={styles.marks}>
      {isLeader && <Badge tone="good">leads</Badge>}
      {isTied && <Badge tone="accent">tied</Badge>}
      {!isLeader && !isTied && (
        <Badge tone={tone} dot={trial.state === 'running' ? 'beating' : undefined} title={trial.error ?? title}>
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
