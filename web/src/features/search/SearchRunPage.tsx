import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import type { Search, Trials } from '../../api/search-answers';
import { useNow } from '../../lib/use-now';
import { useTopic } from '../../live/use-live';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { TrainedAgainst } from '../../ui/TrainedAgainst';
import { isWithoutPlace } from './budget';
import { HappenedPanel } from './parts/run/HappenedPanel';
import { HistoryPanel } from './parts/run/HistoryPanel';
import { ImportancePanel } from './parts/run/ImportancePanel';
import { Leaderboard } from './parts/run/Leaderboard';
import { ParallelPanel } from './parts/run/ParallelPanel';
import { SearchHeader } from './parts/run/SearchHeader';
import { StandingPanel } from './parts/run/StandingPanel';
import { searchQuery, searchTimelineQuery, trialsQuery } from './queries';
import { withoutPlaceWords } from './words';
import styles from './SearchRunPage.module.css';

/** One search: live while it tries, whole afterwards. */
export function SearchRunPage() {
  const { searchId = '' } = useParams();
  const search = useQuery(searchQuery(searchId));
  const trials = useQuery(trialsQuery(searchId));
  const timeline = useQuery(searchTimelineQuery(searchId));
  // Nothing may be missed by any: news begin where the oldest of the answers ends.
  const numbers = [search.data, trials.data, timeline.data].map((answer) => answer?.last_number);
  const known = numbers.filter((number) => number !== undefined);
  const after = known.length === numbers.length ? Math.min(...known) : undefined;
  useTopic(`job:${searchId}`, after);
  return (
    <Faces of="search" query={search}>
      {({ search: found, left }) => (
        <>
          <SearchHeader search={found} left={left} />
          <div className={styles.page}>
            <Faces
              of="trials"
              query={trials}
              empty={{
                when: (data) => data.trials.length === 0 && found.error === null,
                show: <NoTrial search={found} />,
              }}
            >
              {(data) => <Whole search={found} trials={data} />}
            </Faces>
            <HappenedPanel timeline={timeline} />
          </div>
        </>
      )}
    </Faces>
  );
}

function NoTrial({ search }: { search: Search }) {
  const { status } = search;
  const now = useNow(1000);
  if (status === 'stopped') return <EmptyState title="No trial">It was stopped before the first of them.</EmptyState>;
  if (status === 'paused') return <EmptyState title="Paused before the first trial">It begins when somebody has it go on.</EmptyState>;
  if (isWithoutPlace(search, now)) return <EmptyState title="Waits for a place">{withoutPlaceWords(search.budget.seconds, null)}</EmptyState>;
  return <EmptyState title="No trial yet">The first ones appear as soon as the table is read.</EmptyState>;
}

function Whole({ search, trials: { trials } }: { search: Search; trials: Trials }) {
  // Where it failed before there was a trial, nothing else is to be waited for.
  if (search.error !== null && trials.length === 0) return <StandingPanel search={search} trials={trials} />;
  return (
    <div className={styles.page}>
      <TrainedAgainst guard={search.guard} />
      <StandingPanel search={search} trials={trials} />
      <div className={styles.pair}>
        <HistoryPanel search={search} trials={trials} />
        <ImportancePanel search={search} trials={trials} />
      </div>
      <Leaderboard search={search} trials={trials} />
      <ParallelPanel search={search} trials={trials} />
    </div>
  );
}
