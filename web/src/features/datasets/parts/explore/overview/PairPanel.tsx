import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Pairs } from '../../../../../api/table';
import { pairsQuery } from '../../../../../api/table-queries';
import type { Dataset } from '../../../../../api/types';
import { PairPlot } from '../../../../../charts/PairPlot';
import { formatCount, formatCountOf, formatNumber } from '../../../../../lib/format';
import { EmptyState } from '../../../../../ui/EmptyState';
import { Faces } from '../../../../../ui/Faces';
import { Panel } from '../../../../../ui/Panel';
import { rowsOf, type Look } from '../look/look';
import type { PairChoice } from './default-pair';
import { groupsOf } from './groups';
import { PairChooser } from './PairChooser';

interface PairPanelProps {
  dataset: Dataset;
  look: Look;
  pair: PairChoice;
  onPair: (pair: PairChoice) => void;
}

/** Some columns, each against each, as points. */
export function PairPanel({ dataset, look, pair, onPair }: PairPanelProps) {
  const query = useQuery({
    ...pairsQuery(dataset, rowsOf(look), pair.columns, pair.colour),
    enabled: pair.columns.length > 0,
  });
  return (
    <Panel title="Pair plots" aside={query.data && drawnWords(query.data)}>
      <PairChooser schema={dataset.schema ?? []} pair={pair} onPair={onPair} />
      {pair.columns.length === 0 ? (
        <EmptyState title="Choose columns">Two to six columns are plotted, each against each.</EmptyState>
      ) : (
        <Faces
          of="points"
          query={query}
          empty={{
            when: ({ points }) => points.length === 0,
            show: <EmptyState title="No points">The filters leave no row to draw.</EmptyState>,
          }}
        >
          {(found) => <Plot found={found} />}
        </Faces>
      )}
    </Panel>
  );
}

function Plot({ found }: { found: Pairs }) {
  const groups = useMemo(() => groupsOf(found), [found]);
  const label = `Points of ${found.columns.join(', ')}${found.colour === null ? '' : ` coloured by ${found.colour}`}`;
  return <PairPlot label={label} columns={found.columns} points={found.points} groups={groups} format={formatNumber} />;
}

function drawnWords({ rows, sampled }: Pairs): string {
  return sampled === null ? formatCountOf(rows, 'row') : `${formatCount(sampled)} of ${formatCountOf(rows, 'row')}`;
}
