import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Missingness } from '../../../../../api/table';
import { missingnessQuery } from '../../../../../api/table-queries';
import type { Dataset } from '../../../../../api/types';
import { ChartFrame } from '../../../../../charts/frame/ChartFrame';
import { HeatMap } from '../../../../../charts/HeatMap';
import { TopBars } from '../../../../../charts/TopBars';
import { formatCount, formatCountOf } from '../../../../../lib/format';
import { Button } from '../../../../../ui/Button';
import { EmptyState } from '../../../../../ui/EmptyState';
import { Faces } from '../../../../../ui/Faces';
import { Panel } from '../../../../../ui/Panel';
import { withPart } from '../look/filter-tree';
import { rowsOf, type Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { MissingPatterns } from './MissingPatterns';
import styles from './Overview.module.css';

interface MissingPanelProps {
  dataset: Dataset;
  look: Look;
  change: ChangeLook;
}

/** Where values are missing, and what is missing together. */
export function MissingPanel({ dataset, look, change }: MissingPanelProps) {
  const query = useQuery(missingnessQuery(dataset, rowsOf(look)));
  const total = query.data?.columns.reduce((sum, { missing }) => sum + missing, 0);
  return (
    <Panel title="Missing values" aside={total !== undefined && formatCountOf(total, 'cell')}>
      <Faces
        of="missing values"
        query={query}
        empty={{
          when: ({ columns }) => columns.every(({ missing }) => missing === 0),
          show: <EmptyState title="Nothing is missing">Every cell of these rows holds a value.</EmptyState>,
        }}
      >
        {(found) => (
          <div className={styles.missing}>
            <MissingColumns found={found} look={look} change={change} />
            <MissingPatterns found={found} look={look} change={change} />
            {found.together.length > 1 && <Together found={found} />}
          </div>
        )}
      </Faces>
    </Panel>
  );
}

const FEW = 15;
const READS = 'How many rows lack a value in each column, those with most first. A column that is empty in most rows tells little; one that is empty for one kind of rows only may tell too much.';

function MissingColumns({ found, look, change }: { found: Missingness; look: Look; change: ChangeLook }) {
  const [isWhole, setIsWhole] = useState(false);
  const lacking = found.columns.filter(({ missing }) => missing > 0);
  const shown = lacking.slice(0, isWhole ? 500 : FEW);
  return (
    <div className={styles.block}>
      <h3>{`${formatCount(lacking.length)} of ${formatCountOf(found.columns.length, 'column')} lack values`}</h3>
      <ChartFrame
        title="Missing values by column"
        reads={READS}
        table={() => ({ head: ['Column', 'missing', 'of rows'], rows: lacking.map(({ name, missing }) => [name, missing, found.rows]) })}
      >
        <TopBars
          label="Columns that lack values; press to see these rows"
          total={found.rows}
          bars={shown.map(({ name, missing }) => ({ key: name, label: name, count: missing }))}
          onChoose={(column) => change({ filter: withPart(look.filter, { column, operator: 'is_null' }) })}
        />
      </ChartFrame>
      {lacking.length > FEW && (
        <Button look="quiet" onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `Show ${formatCount(Math.min(500, lacking.length) - FEW)} more`}
        </Button>
      )}
    </div>
  );
}

function Together({ found }: { found: Missingness }) {
  const names = found.columns.slice(0, found.together.length).map(({ name }) => name);
  return (
    <div className={styles.block}>
      <h3>Missing together</h3>
      <HeatMap
        label="How the gaps of the columns go together"
        names={names}
        matrix={found.together}
        describe={(row, column) => {
          const value = found.together[row]?.[column] ?? null;
          return `Gaps of ${names[row] ?? ''} and ${names[column] ?? ''}: ${value === null ? 'not to be measured' : value.toFixed(2)}`;
        }}
      />
    </div>
  );
}
