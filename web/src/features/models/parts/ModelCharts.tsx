import { Suspense } from 'react';
import { useQuery } from '@tanstack/react-query';
import { runMetricsQuery } from '../../../api/queries';
import type { Model } from '../../../api/types';
import { useOffer } from '../../../lib/offers';
import { Skeleton } from '../../../ui/Skeleton';

/** What its training found, drawn; nothing where the run is gone. */
export function ModelCharts({ model }: { model: Model }) {
  const id = model.job_id;
  const described = useQuery({ ...runMetricsQuery(id ?? ''), enabled: id !== null }).data?.described ?? null;
  const drawDescribed = useOffer('drawDescribed');
  if (described === null) return null;
  return <Suspense fallback={<Skeleton label="charts" />}>{drawDescribed({ described })}</Suspense>;
}
