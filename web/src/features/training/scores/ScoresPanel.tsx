import { useState } from 'react';
import type { Coverage, RunScores, ScoreLine } from '../../../api/scores';
import { IntervalBar } from '../../../charts/IntervalBar';
import { formatCount, formatCountOf, formatNumber, formatShare } from '../../../lib/format';
import { intervalText, scoreText } from '../../../lib/metrics';
import { Button } from '../../../ui/Button';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { HowToRead } from './HowToRead';
import type { RowChoice } from './queries';
import { rowsBehind } from './rows-behind';
import { rowsBehindDescribed } from './rows-described';
import { beats, placeOf } from './score-text';
import styles from './Scores.module.css';

/** What most people look at first; the others are one press away. */
const FIRST = new Set(['accuracy', 'balanced_accuracy', 'f1_macro', 'matthews', 'auc', 'log_loss', 'rmse', 'mae', 'median_error', 'r2', 'mean_error']);

/** Every score with its interval and what it is worth beside the baselines. */
export function ScoresPanel({ scores, onRows }: { scores: RunScores; onRows: (choice: RowChoice) => void }) {
  const [isWhole, setIsWhole] = useState(false);
  // Without a target, few numbers say how well rows were described.
  const isDescribed = scores.kind !== 'classification' && scores.kind !== 'regression';
  const behind = isDescribed ? rowsBehindDescribed : rowsBehind;
  const lines = isWhole ? [...scores.table, ...scores.classes.map((line) => named(line, scores.table))] : scores.table.filter(({ id }) => isDescribed || FIRST.has(id));
  const from = `${formatCountOf(scores.rows, 'test row')}${scores.groups === null ? '' : ` of ${formatCountOf(scores.groups, 'group')}`}${scores.is_weighted === true ? ' by their weights' : ''}`;
  return (
    <Panel
      title="Scores"
      aside={`${from}, with ${formatShare(scores.level)} intervals`}
      actions={!isDescribed && <Button onClick={() => setIsWhole(!isWhole)}>{isWhole ? 'Show the main scores' : `Show all ${scores.table.length + scores.classes.length}`}</Button>}
      isFlush
    >
      {scores.warnings.map((warning) => (
        <Notice key={warning} tone="accent">
          {warning}
        </Notice>
      ))}
      <Table caption="Scores on the test rows" columns={columnsOf(scores, (line) => onRows(behind(line, scores.kind)))} rows={lines} rowKey={(line) => `${line.id} ${line.of ?? ''}`} />
      {scores.conformal != null && <p className={styles.how}>{coverageText(scores, scores.conformal)}</p>}
      {scores.looks != null && scores.looks.runs > 1 && <p className={styles.how}>{looksText(scores.looks)}</p>}
      <HowToRead scores={scores} lines={lines} />
    </Panel>
  );
}

function looksText({ runs, before }: NonNullable<RunScores['looks']>): string {
  const others = formatCountOf(runs - 1, 'other run');
  const earlier = before === 0 ? 'all of them later' : before === runs - 1 ? 'all of them before this one' : `${formatCount(before)} of them before this one`;
  return `The same test rows have judged ${others}, ${earlier}. Whoever chooses the best of several by these rows chooses partly by luck, so it looks better than it is: for the last word train it with another seed, or judge it on rows that came later.`;
}

function coverageText({ kind }: RunScores, { level, coverage, low, high, width, is_weighted: isWeighted, holds }: Coverage): string {
  const what = kind === 'regression' ? `intervals ${formatNumber(width)} wide` : width === 1 ? 'sets of one class' : `sets of ${formatNumber(width)} classes`;
  const found = `${formatShare(coverage)} of the test rows${isWeighted === true ? ' by their weights' : ''} (${formatShare(low)} to ${formatShare(high)})`;
  return `Predictions come with ${what} on average that are to hold the truth ${formatShare(level)} of the time: they held ${found}${holds ? '.' : ', which is too few; new rows are not like those it was found on.'}`;
}

function named(line: ScoreLine, table: readonly ScoreLine[]): ScoreLine {
  const whole = table.find(({ id }) => id === line.id || id.startsWith(`${line.id}_`));
  const name = NAMES[line.id] ?? line.id;
  return { ...line, name: `${name} of ${line.of ?? ''}`, better: whole?.better ?? 'higher', minimum: whole?.minimum ?? 0, maximum: whole?.maximum ?? 1 };
}

const NAMES: Readonly<Record<string, string>> = {
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  auc: 'ROC AUC',
  average_precision: 'Average precision',
};

function columnsOf(scores: RunScores, onPress: (line: ScoreLine) => void): TableColumn<ScoreLine>[] {
  const beside = Object.keys(scores.baselines);
  return [
    { id: 'name', title: 'Score', cell: (line) => <span className={styles.name} title={line.reads}>{line.name ?? line.id}</span> },
    { id: 'value', title: 'Value', isNumber: true, cell: (line) => <Value line={line} onPress={() => onPress(line)} /> },
    { id: 'interval', title: 'Interval', isNumber: true, cell: (line) => <span title={line.method ?? line.note ?? undefined}>{reachText(line)}</span> },
    { id: 'bar', title: 'Where it lies', isWide: true, cell: (line) => <Bar line={line} /> },
    ...beside.map((which): TableColumn<ScoreLine> => ({
      id: which,
      title: which === 'baseline' ? 'No model' : 'One column',
      isNumber: true,
      cell: (line) => <Beside line={line} value={which === 'baseline' ? line.baseline : line.one_column} />,
    })),
  ];
}

function Value({ line, onPress }: { line: ScoreLine; onPress: () => void }) {
  if (line.value === null) return <strong title={line.note ?? undefined}>none</strong>;
  return (
    <button type="button" className={styles.behind} title={`The rows behind ${line.name ?? line.id}`} onClick={onPress}>
      {scoreText(line.id, line.value)}
    </button>
  );
}

function reachText({ id, value, low, high, note }: ScoreLine): string {
  return low === null && value === null ? (note ?? '–') : intervalText(id, low, high);
}

function Bar({ line }: { line: ScoreLine }) {
  const place = placeOf(line);
  if (place === null) return null;
  return <IntervalBar {...place} label={`${line.name ?? line.id}: ${reachText(line)}`} />;
}

function Beside({ line, value }: { line: ScoreLine; value: number | null | undefined }) {
  const isBeaten = beats(line, value);
  return (
    <span className={isBeaten === false ? styles.near : undefined} title={isBeaten === false ? 'Not surely better than this' : undefined}>
      {scoreText(line.id, value)}
      {isBeaten === false ? ' ≈' : ''}
    </span>
  );
}
