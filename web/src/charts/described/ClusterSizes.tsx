import type { ClusterSize } from '../../lib/described';
import { TopBars } from '../TopBars';

/** How many rows each cluster has. */
export function ClusterSizes({ sizes }: { sizes: readonly ClusterSize[] }) {
  const total = sizes.reduce((sum, { train }) => sum + train, 0);
  return (
    <TopBars
      label="Rows of each cluster"
      total={total}
      bars={sizes.map(({ cluster, train }) => ({
        key: String(cluster),
        label: cluster < 0 ? 'noise' : `cluster ${cluster}`,
        count: train,
      }))}
    />
  );
}
