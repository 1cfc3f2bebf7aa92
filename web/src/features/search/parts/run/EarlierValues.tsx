import { Link } from 'react-router';
import type { Search, Trial } from '../../../../api/search-answers';
import { formatCountOf } from '../../../../lib/format';

const WAYS = { run: '/runs', search: '/search' } as const;

/** How much of what was good before is tried first, where that is from, and how far it has come. */
export function EarlierValues({ search: { earlier }, trials }: { search: Search; trials: readonly Trial[] }) {
  if (earlier.count === 0) return null;
  const tried = trials.filter(({ origin }) => origin === 'earlier').length;
  return (
    <p>
      {`Tried first: ${formatCountOf(earlier.count, 'choice of values that was', 'choices of values that were')} best before`}
      {earlier.sources.map(({ kind, id, name }, at) => (
        <span key={id}>
          {at === 0 ? ', from ' : ', '}
          <Link to={`${WAYS[kind]}/${id}`}>{name}</Link>
        </span>
      ))}
      {`; ${formatCountOf(tried, 'trial has', 'trials have')} taken them up.`}
    </p>
  );
}
