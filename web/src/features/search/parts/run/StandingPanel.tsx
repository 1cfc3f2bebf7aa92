import { Link } from 'react-router';
import type { Search, Trial } from '../../../../api/search-answers';
import { formatCountOf, formatDuration } from '../../../../lib/format';
import { metricName, scoreText } from '../../../../lib/metrics';
import { useNow } from '../../../../lib/use-now';
import { Facts, type Fact } from '../../../../ui/Facts';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { ProgressBar } from '../../../../ui/ProgressBar';
import styles from '../../SearchRunPage.module.css';
import { elapsedOf, isWithoutPlace, leftOf, shareUsed } from '../../budget';
import { pauseWords, tieWords, whyEnded, withoutPlaceWords } from '../../words';
import { EarlierValues } from './EarlierValues';
import { useAlgorithmName } from './use-algorithm-name';

interface StandingPanelProps {
  search: Search;
  trials: readonly Trial[];
}

/** How the search stands: the leader, ties, the budget, and what came of it. */
export function StandingPanel({ search, trials }: StandingPanelProps) {
  const isOver = search.finished_at !== null;
  const now = useNow(isOver || search.status === 'paused' ? null : 500);
  const nameOf = useAlgorithmName();
  const elapsed = elapsedOf(search, now);
  const left = leftOf(search, now);
  const leader = trials.find((trial) => trial.number === search.standing?.leader);
  const stack = search.outcome?.stack;
  const ended = trials.filter((trial) => trial.state !== 'running').length;
  return (
    <Panel title="Standing" aside={search.started_at === null ? 'not started' : formatDuration(elapsed)}>
      <div className={styles.stack}>
        {!isOver && (
          <ProgressBar label="Budget used" share={shareUsed(search, elapsed, ended)} tone={search.status === 'paused' ? 'still' : 'accent'} />
        )}
        {search.status === 'paused' && (
          <Notice tone="brass" title="Paused">
            {pauseWords(search, left)}
          </Notice>
        )}
        {isWithoutPlace(search, now) && (
          <Notice tone="accent" title="Waits for a place">
            {withoutPlaceWords(search.budget.seconds, left)}
          </Notice>
        )}
        <Facts isLarge facts={factsOf(search, leader, ended, left, nameOf)} />
        {search.standing !== null && <p>{tieWords(search.standing)}</p>}
        {search.outcome !== null && <p>{whyEnded(search.outcome.reason)}</p>}
        <EarlierValues search={search} trials={trials} />
        {stack !== undefined && (
          <p>
            {stack.told} {stack.model_id !== null && <Link to={`/models/${stack.model_id}`}>Open the stack</Link>}
          </p>
        )}
        {search.notes.map((note) => (
          <Notice key={note} tone="brass">
            {note}
          </Notice>
        ))}
        {search.error !== null && (
          <Notice tone="bad" title="The search failed">
            {search.error}
          </Notice>
        )}
        {search.outcome?.error != null && (
          <Notice tone="brass" title="The best was not trained">
            {search.outcome.error}
          </Notice>
        )}
        {search.status === 'stopped' && <Notice tone="accent">Stopped; what was tried until then is kept below.</Notice>}
      </div>
    </Panel>
  );
}

function factsOf(search: Search, leader: Trial | undefined, ended: number, left: number | null, nameOf: (id: string) => string): Fact[] {
  const { standing, outcome, metric } = search;
  const facts: Fact[] = [{ label: 'Trials', value: `${ended} of ${search.budget.trials}` }];
  if (left !== null) facts.push({ label: 'Time left', value: formatDuration(left) });
  if (leader?.value != null) {
    facts.push(
      { label: `Best ${metricName(metric)} over folds`, value: `${scoreText(metric, leader.value)} ± ${scoreText(metric, leader.spread ?? 0)}` },
      { label: `Leader, trial ${leader.number}`, value: nameOf(leader.algorithm_id) },
    );
  }
  if (standing !== null) {
    facts.push({ label: 'Tied within noise', value: formatCountOf(standing.tied.length - 1, 'other') });
    if (outcome === null) facts.push({ label: 'Since the last gain', value: formatCountOf(standing.since_gain, 'trial') });
  }
  if (search.targets !== null) facts.push({ label: 'Mean over targets', value: search.targets.join(', ') });
  const before = search.request.first ?? [];
  if (before.length > 0) facts.push({ label: 'Goes first', value: before.map((step) => nameOf(step.algorithm_id)).join(', ') });
  const judged = outcome?.metrics?.[metric];
  // Where no part was held out, the trials were chosen on these very rows.
  const where = search.request['hold_out'] === false ? 'on rows that trials have seen' : 'on the test part';
  if (judged != null) facts.push({ label: `${metricName(metric)} ${where}`, value: scoreText(metric, judged) });
  return facts;
}
