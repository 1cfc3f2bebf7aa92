import type { ClusterSize, Described, Measured } from '../../../../lib/described';
import { assertNever } from '../../../../lib/assert-never';
import { formatCountOf } from '../../../../lib/format';
import { Panel } from '../../../../ui/Panel';
import { ClusterSizes } from '../../../../charts/described/ClusterSizes';
import styles from './DescribedCharts.module.css';
import { MadeColumns } from './MadeColumns';
import { MeasureChart } from '../../../../charts/described/MeasureChart';
import type { RowChoice } from '../../scores/queries';
import { rowsMeasured, rowsOfGroup } from '../../scores/rows-described';
import { RowPicture } from './RowPicture';
import { ScoreChart } from '../../../../charts/described/ScoreChart';
import { ScreePlot } from '../../../../charts/described/ScreePlot';

interface DescribedChartsProps {
  described: Described;
  /** Asks for the rows behind what is shown; without it nothing can be pressed. */
  onRows?: (choice: RowChoice) => void;
}

/** What a training without a target found: groups, odd rows, fewer dimensions, other columns. */
export function DescribedCharts({ described, onRows }: DescribedChartsProps) {
  return <div className={styles.charts}>{panelsOf(described, onRows)}</div>;
}

function panelsOf(described: Described, onRows: DescribedChartsProps['onRows']) {
  switch (described.kind) {
    case 'clustering':
      return (
        <>
          <div className={styles.map}>
            <Panel title="Map of the groups">
              <RowPicture map={described.map} says={[{ title: 'Cluster', values: clusterNames(described.map.clusters) }]} onRows={onRows} />
            </Panel>
          </div>
          <Panel title="Groups" aside={`of ${formatCountOf(rowsOf(described.clusters), 'training row')}`}>
            <ClusterSizes
              sizes={described.clusters}
              {...(onRows && described.measured && { onChoose: (cluster: number) => onRows(rowsOfGroup(cluster < 0 ? 'noise' : String(cluster))) })}
            />
          </Panel>
          <MeasurePanel of="silhouette" measured={described.measured} onRows={onRows} />
        </>
      );
    case 'anomaly_detection':
      return (
        <>
          <Panel title="How unusual rows are" aside="a higher score is more unusual">
            <ScoreChart
              scores={described.scores}
              threshold={described.threshold}
              {...(onRows && { onChoose: (low: number | null, high: number | null) => onRows(rowsMeasured('score', low, high)) })}
            />
          </Panel>
          <div className={styles.map}>
            <Panel title="Map of what is unusual">
              <RowPicture
                map={described.map}
                onRows={onRows}
                says={[
                  { title: 'Found', values: described.map.flags.map((isUnusual) => (isUnusual ? 'unusual' : 'usual')) },
                  { title: 'Score', values: described.map.scores, isNumeric: true },
                ]}
              />
            </Panel>
          </div>
        </>
      );
    case 'dimensionality_reduction':
      return (
        <>
          <div className={styles.map}>
            <Panel title="Map of the rows">
              <RowPicture map={described.map} says={[]} onRows={onRows} />
            </Panel>
          </div>
          <MeasurePanel of="reconstruction_error" measured={described.measured} onRows={onRows} />
          <MeasurePanel of="trustworthiness" measured={described.measured} onRows={onRows} />
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

const MEASURES = {
  silhouette: {
    title: 'How well rows sit in their groups',
    reads: 'How many rows have which silhouette: 1 lies deep in its own group, 0 at the border to the next, below 0 nearer to another group than to its own.',
    mark: 0,
  },
  reconstruction_error: {
    title: 'How much of rows is lost',
    reads: 'How many rows are how far from what can be had back of them, in squared scaled units. The last bar holds all larger errors too: rows unlike most others.',
  },
  trustworthiness: {
    title: 'Whether neighbours are neighbours',
    reads: 'How many rows have which trustworthiness: at 1 the nearest rows on the map are near in truth as well; the lower, the more strangers were put beside a row.',
  },
} as const;

interface MeasurePanelProps {
  of: keyof typeof MEASURES;
  measured: Measured | undefined;
  onRows: DescribedChartsProps['onRows'];
}

/** What was found of single rows; nothing where older runs did not keep it. */
function MeasurePanel({ of, measured, onRows }: MeasurePanelProps) {
  const bins = measured?.[of];
  if (bins == null) return null;
  const about = MEASURES[of];
  return (
    <Panel title={about.title}>
      <MeasureChart
        {...about}
        bins={bins}
        {...(onRows && { onChoose: (low: number | null, high: number | null) => onRows(rowsMeasured(of, low, high)) })}
      />
    </Panel>
  );
}

function rowsOf(clusters: readonly ClusterSize[]): number {
  return clusters.reduce((sum, { train }) => sum + train, 0);
}

function clusterNames(clusters: readonly number[]): string[] {
  return clusters.map((cluster) => (cluster < 0 ? 'noise' : String(cluster)));
}
