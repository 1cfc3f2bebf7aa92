import type { RowExplanation } from '../../../../api/explain-answers';
import { WhiskerBars } from '../../../../charts/explain/WhiskerBars';
import { formatCountOf, formatNumber } from '../../../../lib/format';
import { Table, type TableColumn } from '../../../../ui/Table';
import { Counterfactuals } from './Counterfactuals';
import { SharedCredit } from './SharedCredit';
import { Stability } from './Stability';
import { textOf } from './cell-text';
import styles from './explain.module.css';

const DRAWN = 10;

/** Reasons in words, what columns add, rows like it, and what would change the answer. */
export function RowExplanationView({ found }: { found: RowExplanation }) {
  const { contributions, examples, counterfactuals } = found;
  const name = contributions.named ?? contributions.output;
  return (
    <div className={styles.method}>
      <h3>{`Why ${contributions.unit === contributions.output ? '' : `this ${contributions.unit} of `}${name}`}</h3>
      <Stability value={contributions.stability} words="of these reasons are sure to raise or lower it as they say" />
      <ul className={styles.reasons}>
        {contributions.reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <WhiskerBars
        label={`What columns add to ${contributions.unit === contributions.output ? '' : `the ${contributions.unit} of `}${name}`}
        bars={contributions.columns.slice(0, DRAWN).map(({ name, value, added, error }) => ({
          name: `${name} = ${textOf(value)}`,
          value: added ?? 0,
          low: error === null ? undefined : (added ?? 0) - 2 * error,
          high: error === null ? undefined : (added ?? 0) + 2 * error,
        }))}
      />
      <p className={styles.note}>
        {`From ${formatNumber(contributions.base ?? 0)}, which is usual, all columns together lead to `}
        {`${formatNumber(contributions.said ?? 0)} (${contributions.unit}). ${contributions.how}`}
      </p>
      <SharedCredit groups={contributions.shared} />
      <h3>What would change it</h3>
      <Counterfactuals found={counterfactuals} outputs={found.prediction.outputs} />
      <h3>Nearest training rows</h3>
      <Stability value={examples.stability} words="of them are also nearest where all columns count the same" />
      <div className={styles.wide}>
        <Table caption="Nearest training rows" columns={columnsOf(found)} rows={examples.rows} rowKey={(row) => JSON.stringify(row)} />
      </div>
      <p className={styles.note}>
        {`The nearest of ${formatCountOf(examples.compared, 'row')}; columns count as much as the model heeds them.`}
      </p>
    </div>
  );
}

type Example = RowExplanation['examples']['rows'][number];

function columnsOf({ examples }: RowExplanation): TableColumn<Example>[] {
  return [
    { id: 'truth', title: 'Is', cell: ({ truth }) => textOf(truth) },
    { id: 'said', title: 'Model says', cell: ({ said }) => textOf(said) },
    { id: 'distance', title: 'Distance', isNumber: true, cell: ({ distance }) => formatNumber(distance ?? 0) },
    ...examples.columns.map((name) => ({
      id: `of ${name}`,
      title: name,
      cell: ({ values }: Example) => textOf(values[name] ?? null),
    })),
  ];
}
