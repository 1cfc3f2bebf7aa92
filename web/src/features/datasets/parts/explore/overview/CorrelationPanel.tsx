import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CorrelationMethod, Correlations } from '../../../../../api/table';
import { correlationsQuery } from '../../../../../api/table-queries';
import type { Dataset } from '../../../../../api/types';
import { HeatMap } from '../../../../../charts/HeatMap';
import { formatCountOf } from '../../../../../lib/format';
import { EmptyState } from '../../../../../ui/EmptyState';
import { Faces } from '../../../../../ui/Faces';
import { Panel } from '../../../../../ui/Panel';
import { Segmented } from '../../../../../ui/Segmented';
import { shownColumns } from '../look/columns';
import { rowsOf, type Look } from '../look/look';

const METHODS = [
  { value: 'auto', label: 'Automatic' },
  { value: 'pearson', label: 'Pearson' },
  { value: 'spearman', label: 'Spearman' },
] as const;
const MOST = 60;

const MEASURES: Readonly<Record<string, string>> = {
  pearson: 'Pearson’s r',
  spearman: 'Spearman’s rank correlation',
  cramer_v: 'Cramér’s V',
  correlation_ratio: 'correlation ratio',
};

interface CorrelationPanelProps {
  dataset: Dataset;
  look: Look;
  onOpen: (columns: string[]) => void;
}

/** Which columns move together. */
export function CorrelationPanel({ dataset, look, onOpen }: CorrelationPanelProps) {
  const [method, setMethod] = useState<CorrelationMethod>('auto');
  const chosen = useMemo(
    () => (look.columns === null ? null : fitColumns(dataset, look, method)),
    [dataset, look, method],
  );
  const query = useQuery(correlationsQuery(dataset, rowsOf(look), chosen, method));
  return (
    <Panel
      title="Correlations"
      aside={query.data && sampleWords(query.data)}
      actions={
        <Segmented
          label="How they are measured"
          options={METHODS}
          value={method}
          onChange={(value) => setMethod(METHODS.find((one) => one.value === value)?.value ?? 'auto')}
        />
      }
    >
      <Faces
        of="correlations"
        query={query}
        empty={{
          when: ({ columns }) => columns.length < 2,
          show: (
            <EmptyState title="Nothing to relate">
              It takes two columns of numbers or categories. Names of rows and free texts are left out.
            </EmptyState>
          ),
        }}
      >
        {(found) => (
          <HeatMap
            label="How strongly the columns go together"
            names={found.columns}
            matrix={found.matrix}
            describe={(row, column) => describe(found, row, column)}
            onOpen={(row, column) => {
              const [one, other] = [found.columns[row], found.columns[column]];
              if (one !== undefined && other !== undefined && one !== other) onOpen([one, other]);
            }}
          />
        )}
      </Faces>
    </Panel>
  );
}

/** Of the shown columns those that can be related, as many as the server takes. */
function fitColumns(dataset: Dataset, look: Look, method: CorrelationMethod): string[] {
  const schema = dataset.schema ?? [];
  const fit = schema.filter(({ type, dtype }) =>
    method === 'auto' ? type !== 'identifier' && type !== 'text' && type !== 'unknown' : /^(u?int|float)/.test(dtype),
  );
  const names = new Set(fit.map(({ name }) => name));
  return shownColumns(look, schema.map(({ name }) => name))
    .filter((name) => names.has(name))
    .slice(0, MOST);
}

function sampleWords({ rows, sampled_rows: sampled }: Correlations): string {
  return sampled === null ? formatCountOf(rows, 'row') : `a sample of ${formatCountOf(sampled, 'row')}`;
}

function describe({ columns, matrix, measures }: Correlations, row: number, column: number): string {
  const value = matrix[row]?.[column] ?? null;
  const measure = measures[row]?.[column] ?? null;
  const pair = `${columns[row] ?? ''} and ${columns[column] ?? ''}`;
  if (value === null) return `${pair}: not to be measured`;
  return `${pair}: ${value.toFixed(2)} (${measure === null ? '' : (MEASURES[measure] ?? measure)})`;
}
