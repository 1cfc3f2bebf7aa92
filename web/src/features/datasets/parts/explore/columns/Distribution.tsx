import type { ColumnSummary, FilterNode } from '../../../../../api/table';
import { Enlarge } from '../../../../../charts/frame/Enlarge';
import { reachOf } from '../../../../../charts/bins';
import { Histogram } from '../../../../../charts/Histogram';
import { BinChart } from '../../../../../charts/large/BinChart';
import { TopBars } from '../../../../../charts/TopBars';
import type { Look } from '../look/look';
import type { ChangeLook } from '../look/use-look';
import { chosenValues, withRange, withValueToggled } from './column-filters';
import { edgeWords, rowsIn, stepOf, valueWords } from './summary-words';

const READS_BINS =
  'How many rows have a value in each range. One hump is one kind of rows, two are often two kinds; a long tail means that few rows lie far out. Grey bars are all rows, where a filter leaves some of them.';
const READS_TOP = 'How many rows have each of the most frequent values; of how many values there are, the facts tell.';

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
    const label = `How ${name} is spread`;
    const { edges, counts, whole } = histogram;
    const formatEdge = (edge: number) => edgeWords(edge, dtype);
    const step = stepOf(dtype);
    return (
      <Enlarge
        title={label}
        reads={READS_BINS}
        table={() => ({
          head: ['from', 'to', 'rows', 'all rows'],
          rows: counts.map((count, bin) => [...reachOf({ from: bin, to: bin }, edges, step).map(formatEdge), count, whole[bin] ?? null]),
        })}
        small={
          <Histogram
            label={label}
            edges={edges}
            counts={counts}
            whole={whole}
            formatEdge={formatEdge}
            step={step}
            height={height}
            onChoose={(low, high) => filterBy(withRange(look.filter, name, dtype, [low, high]))}
          />
        }
      >
        <BinChart label={label} edges={edges} counts={counts} whole={whole} formatEdge={formatEdge} step={step} />
      </Enlarge>
    );
  }
  const chosen = new Set(chosenValues(look.filter, name));
  const label = `Most frequent values of ${name}`;
  const all = (top ?? []).map(({ value, count }) => ({
    key: JSON.stringify(value),
    label: valueWords(value),
    count,
    isChosen: value !== null && chosen.has(value),
  }));
  if (all.length === 0) return null;
  return (
    <Enlarge
      title={label}
      reads={READS_TOP}
      table={() => ({ head: [name, 'rows'], rows: all.map((bar) => [bar.label, bar.count]) })}
      small={
        <TopBars
          label={label}
          total={rowsIn(summary)}
          bars={all.slice(0, most)}
          onChoose={(key) => {
            const found = top?.find(({ value }) => JSON.stringify(value) === key);
            if (found !== undefined) filterBy(withValueToggled(look.filter, name, found.value));
          }}
        />
      }
    >
      <TopBars label={label} total={rowsIn(summary)} bars={all} />
    </Enlarge>
  );
}
