import type { ComparedColumn, ComparedSide } from '../../../../../api/table';
import { Enlarge } from '../../../../../charts/frame/Enlarge';
import { BoxesChart } from '../../../../../charts/large/BoxesChart';
import { SharesChart } from '../../../../../charts/large/SharesChart';
import { PairedBoxes, type Middle } from '../../../../../charts/PairedBoxes';
import { PairedShares } from '../../../../../charts/PairedShares';
import { formatNumber } from '../../../../../lib/format';
import { TypeBadge } from '../../../../../ui/TypeBadge';
import { valueWords } from '../columns/summary-words';
import styles from './Compare.module.css';

const FEW = 4;
const MEASURES: Readonly<Record<ComparedColumn['measure'], string>> = {
  cliff_delta: 'Cliff’s delta',
  cramer_v: 'Cramér’s V',
  missing_difference: 'difference in missing',
  length_delta: 'Cliff’s delta of lengths',
  word_difference: 'difference in texts with it',
};

const READS_SHARES =
  'How large a part of each selection has a value: where A and B differ much, the value tells them apart. Shares are of the rows of each, so that selections of different sizes can be compared.';
const READS_BOXES =
  'Each box is the middle half of a selection: a quarter of its rows lies below, a quarter above; the line is the median. Boxes that do not overlap differ plainly.';

/** How one column differs: a number between 0 and 1, a sentence, a picture. */
export function Difference({ column }: { column: ComparedColumn }) {
  const { name, type, effect, measure, p_adjusted: p, summary } = column;
  const size = Math.min(1, Math.abs(effect ?? 0));
  return (
    <li className={styles.difference}>
      <div className={styles.what}>
        <p className={styles.name}>
          <strong title={name}>{name}</strong>
          <TypeBadge type={type} />
        </p>
        <p className={styles.summary}>{summary}</p>
      </div>
      <div className={styles.effect}>
        <span className={styles.track} aria-hidden="true">
          <span style={{ width: `${100 * size}%` }} />
        </span>
        <p>
          <strong>{effect === null ? '–' : effect.toFixed(2)}</strong>
          <span>{` ${MEASURES[measure]}${p === null ? '' : ` · p ${pWords(p)}`}`}</span>
        </p>
      </div>
      <div className={styles.picture}>
        <Picture column={column} />
      </div>
    </li>
  );
}

function Picture({ column: { name, measure, a, b } }: { column: ComparedColumn }) {
  if (a.top) return <Shares label={`Shares of the values of ${name}`} shares={sharesOf(a.top, b.top)} />;
  if (measure === 'word_difference') {
    return <Shares label={`Shares of the texts of ${name} with a word`} shares={sharesOf(a.words, b.words)} />;
  }
  const [middleA, middleB] = [middleOf(a), middleOf(b)];
  if (middleA === null && middleB === null) return null;
  const what = a.lengths ? `the lengths of ${name}` : name;
  const label = `The middle half of ${what} in A and in B`;
  const isDate = !a.numbers && !a.lengths;
  const format = (value: number) => (isDate ? new Date(value).toISOString().slice(0, 10) : formatNumber(Number(value.toPrecision(6))));
  const rowOf = (side: string, one: Middle | null) => [side, ...[one?.low, one?.middle, one?.high].map((value) => (value === undefined ? null : format(value)))];
  return (
    <Enlarge
      title={label}
      reads={READS_BOXES}
      table={() => ({ head: ['Part', 'a quarter is below', 'median', 'a quarter is above'], rows: [rowOf('A', middleA), rowOf('B', middleB)] })}
      small={<PairedBoxes label={label} a={middleA} b={middleB} />}
    >
      <BoxesChart label={label} a={middleA} b={middleB} format={format} />
    </Enlarge>
  );
}

function Shares({ label, shares }: { label: string; shares: ReturnType<typeof sharesOf> }) {
  return (
    <Enlarge
      title={label}
      reads={READS_SHARES}
      table={() => ({ head: ['Value', 'share of A', 'share of B'], rows: shares.map(({ value, a, b }) => [value, a, b]) })}
      small={<PairedShares label={label} shares={shares.slice(0, FEW)} />}
    >
      <SharesChart label={label} shares={shares} />
    </Enlarge>
  );
}

function sharesOf(a: ComparedSide['top'], b: ComparedSide['top']) {
  const inB = new Map((b ?? []).map(({ value, share }) => [value, share]));
  return (a ?? []).map(({ value, share }) => ({ value: valueWords(value), a: share, b: inB.get(value) ?? 0 }));
}

function middleOf({ numbers, dates, lengths }: ComparedSide): Middle | null {
  const held = numbers ?? lengths;
  const [low, middle, high] = held
    ? [held.q25, held.q50, held.q75]
    : [dates?.q25, dates?.q50, dates?.q75].map((moment) => (moment ? Date.parse(moment) : null));
  return low == null || middle == null || high == null ? null : { low, middle, high };
}

function pWords(p: number): string {
  if (p < 0.001) return '< 0.001';
  return p.toFixed(p < 0.1 ? 3 : 2);
}
