import type { ColumnSummary, FilterNode } from '../../../../../api/table';
import { Histogram } from '../../../../../charts/Histogram';
import { TopBars } from '../../../../../charts/TopBars';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { chosenValues, withRange, withValueToggled } from './column-filters';
import { edgeWords, rowsIn, valueWords } from './summary-words';

interface DistributionProps {
  name: string;
  summary: ColumnSummary;
  look: Look;
  change: ChangeLook;
  height?: number;
  /** How many of the frequent values are shown. */
  most?: number;
}

/** How a column's values are spread; what is chosen in it becomes a filter. */
export function Distribution({ name, summary, look, change, height = 88, most = 5 }: DistributionProps) {
  const { histogram, top, dtype, type } = summary;
  // Numbers that stand for categories are read better one by one.
  const isChoice = (type === 'categorical' || type === 'binary') && top != null;
  const filterBy = (filter: FilterNode | null) => change({ filter });
  if (!isChoice && histogram && histogram.counts.length > 0) {
    return (
      <Histogram
        label={`How ${name} is spread`}
        edges={histogram.edges}
        counts={histogram.counts}
        whole={histogram.whole}
        formatEdge={(edge) => edgeWords(edge, dtype)}
        height={height}
        onChoose={(low, high) => filterBy(withRange(look.filter, name, dtype, [low, high]))}
      />
    );
  }
  const chosen = new Set(chosenValues(look.filter, name));
  const shown = (top ?? []).slice(0, most);
  return (
    <TopBars
      label={`Most frequent values of ${name}`}
      total={rowsIn(summary)}
      bars={shown.map(({ value, count }) => ({
        key: JSON.stringify(value),
        label: valueWords(value),
        count,
        isChosen: value !== null && chosen.has(value),
      }))}
      onChoose={(key) => {
        const found = shown.find(({ value }) => JSON.stringify(value) === key);
        if (found !== undefined) filterBy(withValueToggled(look.filter, name, found.value));
      }}
    />
  );
}
