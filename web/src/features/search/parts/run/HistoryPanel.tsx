import { lazy, Suspense } from 'react';
import type { Search, Trial } from '../../../../api/search-answers';
import { metricName } from '../../../../lib/metrics';
import { EmptyState } from '../../../../ui/EmptyState';
import { Panel } from '../../../../ui/Panel';
import { Skeleton } from '../../../../ui/Skeleton';
import { historyOf } from '../../ranking';
import styles from '../../SearchRunPage.module.css';

// The drawing library comes only with the pages that draw curves.
const LineChart = lazy(() => import('../../../../charts/LineChart'));

interface HistoryPanelProps {
  search: Search;
  trials: readonly Trial[];
}

/** How the search went: the value of each trial, and the best until then. */
export function HistoryPanel({ search, trials }: HistoryPanelProps) {
  const { steps, values, best } = historyOf(trials, search.is_greater_better);
  const metric = metricName(search.metric);
  return (
    <Panel title="History" aside={`${metric} by trial`}>
      {steps.length === 0 ? (
        search.finished_at === null ? (
          <EmptyState title="No finished trial yet">Its curve begins with the first one.</EmptyState>
        ) : (
          <EmptyState title="No finished trial">The search ended before one had been judged on every fold.</EmptyState>
        )
      ) : (
        <div className={styles.chart}>
          <Suspense fallback={<Skeleton label="History" />}>
            <LineChart
              label={`${metric} by trial`}
              xLabel="trial"
              metric={search.metric}
              lines={[
                { label: 'Best so far', steps, values: best },
                { label: 'This trial', steps, values },
              ]}
            />
          </Suspense>
        </div>
      )}
    </Panel>
  );
}
