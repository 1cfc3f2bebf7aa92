import { useState } from 'react';
import type { Search, Trial } from '../../../../api/search-answers';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { Panel } from '../../../../ui/Panel';
import { rankTrials } from '../../ranking';
import styles from '../../SearchRunPage.module.css';
import { TrialTable } from './TrialTable';

const FEW = 15;

interface LeaderboardProps {
  search: Search;
  trials: readonly Trial[];
}

/** The trials by rank, live. */
export function Leaderboard({ search, trials }: LeaderboardProps) {
  const [isWhole, setIsWhole] = useState(false);
  const ranked = rankTrials(trials, search.is_greater_better);
  return (
    <Panel title="Leaderboard" isFlush aside={formatCountOf(trials.length, 'trial')}>
      <TrialTable caption="Trials, the best first" search={search} trials={isWhole ? ranked : ranked.slice(0, FEW)} />
      {ranked.length > FEW && (
        <div className={styles.more}>
          <Button look="quiet" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? 'Show the best' : `Show all ${ranked.length}`}
          </Button>
        </div>
      )}
    </Panel>
  );
}
