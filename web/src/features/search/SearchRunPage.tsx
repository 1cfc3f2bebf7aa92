import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { Search, Trials } from '../../api/search-answers';
import { useTopic } from '../../live/use-live';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { TrainedAgainst } from '../../ui/TrainedAgainst';
import { HistoryPanel } from './parts/run/HistoryPanel';
import { ImportancePanel } from './parts/run/ImportancePanel';
import { Leaderboard } from './parts/run/Leaderboard';
import { ParallelPanel } from './parts/run/ParallelPanel';
import { SearchHeader } from './parts/run/SearchHeader';
import { StandingPanel } from './parts/run/StandingPanel';
import { searchQuery, trialsQuery } from './queries';
import styles from './SearchRunPage.module.css';

/** One search: live while it tries, whole afterwards. */
export function SearchRunPage() {
  const { searchId = '' } = useParams();
  const search = useQuery(searchQuery(searchId));
  const trials = useQuery(trialsQuery(searchId));
  // Nothing may be missed by either: news begin where the older of the two answers ends.
  const isFetched = search.data !== undefined && trials.data !== undefined;
  const after = isFetched ? Math.min(search.data.last_number, trials.data.last_number) : undefined;
  useTopic(`job:${searchId}`, after);
  return (
    <Faces of="search" query={search}>
      {({ search: found, left }) => (
        <>
          <SearchHeader search={found} left={left} />
          <Faces
            of="trials"
            query={trials}
            empty={{
              when: (data) => data.trials.length === 0 && found.error === null,
              show: <EmptyState title="No trial yet">The first ones appear as soon as the table is read.</EmptyState>,
            }}
          >
            {(data) => <Whole search={found} trials={data} />}
          </Faces>
        </>
      )}
    </Faces>
  );
}

function Whole({ search, trials: { trials } }: { search: Search; trials: Trials }) {
  return (
    <div className={styles.page}>
      <TrainedAgainst guard={search.guard} />
      <StandingPanel search={search} trials={trials} />
      <div className={styles.pair}>
        <HistoryPanel search={search} trials={trials} />
        <ImportancePanel search={search} />
      </div>
      <Leaderboard search={search} trials={trials} />
      <ParallelPanel search={search} trials={trials} />
    </div>
  );
}
