import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { SearchSummary } from '../../../api/search-answers';
import { formatCount, formatCountOf } from '../../../lib/format';
import { metricName, scoreText } from '../../../lib/metrics';
import { itemsOf, totalOf } from '../../../lib/pages';
import { Badge } from '../../../ui/Badge';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { MoreOnScroll } from '../../../ui/MoreOnScroll';
import { Panel } from '../../../ui/Panel';
import { StateBadge } from '../../../ui/StateBadge';
import { Table, type TableColumn } from '../../../ui/Table';
import { Time } from '../../../ui/Time';
import { searchesQuery } from '../queries';
import { stateOf } from '../state-of';

const COLUMNS: readonly TableColumn<SearchSummary>[] = [
  { id: 'name', title: 'Search', isWide: true, cell: (one) => <Link to={`/search/${one.id}`}>{one.name}</Link> },
  { id: 'state', title: 'State', cell: (one) => <StateBadge state={stateOf(one.status)} /> },
  { id: 'trials', title: 'Trials', isNumber: true, cell: (one) => formatCount(countOf(one)) },
  {
    id: 'best',
    title: 'Best',
    isNumber: true,
    cell: (one) => <Best search={one} />,
  },
  { id: 'begun', title: 'Begun', cell: (one) => <Time time={one.created_at} /> },
];

/** The searches of the workspace, newest first. */
export function SearchList() {
  const searches = useInfiniteQuery(searchesQuery());
  return (
    <Panel title="Searches" isFlush aside={searches.data && formatCountOf(totalOf(searches.data), 'search', 'searches')}>
      <Faces
        of="searches"
        query={searches}
        empty={{
          when: (data) => itemsOf(data).length === 0,
          show: <EmptyState title="No search yet">Searches appear here as soon as they start.</EmptyState>,
        }}
      >
        {(data) => <Table caption="Searches, newest first" columns={COLUMNS} rows={itemsOf(data)} rowKey={(one) => one.id} />}
      </Faces>
      <MoreOnScroll of="searches" list={searches} />
    </Panel>
  );
}

/** The best value, marked where it was had against what the guard found. */
function Best({ search }: { search: SearchSummary }) {
  if (search.best?.value == null) return '–';
  const value = `${metricName(search.metric)} ${scoreText(search.metric, search.best.value)}`;
  if (search.against === 0) return value;
  const found = formatCountOf(search.against, 'serious finding');
  return (
    <>
      {value} <Badge tone="bad" title={`Had against ${found} of the guard; likely better than what new rows will bring.`}>against guard</Badge>
    </>
  );
}

function countOf(search: SearchSummary): number {
  return Object.values(search.trials).reduce((sum, count) => sum + count, 0);
}
