import type { ClusterSize, Described } from '../../../../lib/described';
import { assertNever } from '../../../../lib/assert-never';
import { formatCountOf } from '../../../../lib/format';
import { Panel } from '../../../../ui/Panel';
import { ClusterSizes } from '../../../../charts/described/ClusterSizes';
import styles from './DescribedCharts.module.css';
import { MadeColumns } from './MadeColumns';
import { RowPicture } from './RowPicture';
import { ScoreChart } from '../../../../charts/described/ScoreChart';
import { ScreePlot } from '../../../../charts/described/ScreePlot';

/** What a training without a target found: groups, odd rows, fewer dimensions, other columns. */
export function DescribedCharts({ described }: { described: Described }) {
  return <div className={styles.charts}>{panelsOf(described)}</div>;
}

function panelsOf(described: Described) {
  switch (described.kind) {
    case 'clustering':
      return (
        <>
          <Panel title="Groups" aside={`of ${formatCountOf(rowsOf(described.clusters), 'training row')}`}>
            <ClusterSizes sizes={described.clusters} />
          </Panel>
          <Panel title="Map of the groups">
            <RowPicture map={described.map} says={[{ title: 'Cluster', values: clusterNames(described.map.clusters) }]} />
          </Panel>
        </>
      );
    case 'anomaly_detection':
      return (
        <>
          <Panel title="Scores" aside="higher is more unusual">
            <ScoreChart scores={described.scores} threshold={described.threshold} />
          </Panel>
          <Panel title="Map of what is unusual">
            <RowPicture
              map={described.map}
              says={[
                { title: 'Found', values: described.map.flags.map((isUnusual) => (isUnusual ? 'unusual' : 'usual')) },
                { title: 'Score', values: described.map.scores, isNumeric: true },
              ]}
            />
          </Panel>
        </>
      );
    case 'dimensionality_reduction':
      return (
        <>
          <Panel title="Map of the rows">
            <RowPicture map={described.map} says={[]} />
          </Panel>
          {described.explained !== null && (
            <Panel title="Spread that each dimension shows">
              <ScreePlot names={described.columns} shares={described.explained} />
            </Panel>
          )}
        </>
      );
    case 'preprocessing':
      return (
        <Panel title="Columns made" isFlush>
          <MadeColumns columns={described.columns} />
        </Panel>
      );
    default:
      return assertNever(described);
  }
}

function rowsOf(clusters: readonly ClusterSize[]): number {
  return clusters.reduce((sum, { train }) => sum + train, 0);
}

function clusterNames(clusters: readonly number[]): string[] {
  return clusters.map((cluster) => (cluster < 0 ? 'noise' : String(cluster)));
}
