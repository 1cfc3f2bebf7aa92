import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { datasetQuery } from '../../../../api/queries';
import { Notice } from '../../../../ui/Notice';

/** Says that a dataset was made of the very bytes of an older one. */
export function SameBytes({ of }: { of: string }) {
  const { data } = useQuery(datasetQuery(of));
  if (data === undefined) return null;
  return (
    <Notice tone="accent">
      <p>
        The same bytes as <Link to={`/data/${of}`}>{data.dataset.name}</Link>, which was here before.
      </p>
    </Notice>
  );
}
