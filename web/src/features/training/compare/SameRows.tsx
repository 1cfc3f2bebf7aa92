import { useQuery } from '@tanstack/react-query';
import type { ComparedRun } from '../../../api/run-answers';
import type { PairedLine, ScoreComparison } from '../../../api/scores';
import { formatCountOf, formatNumber } from '../../../lib/format';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { Table, type TableColumn } from '../../../ui/Table';
import { scoreComparisonQuery } from '../scores/queries';

const MOST = 8;

type Judged = Pick<ComparedRun, 'id' | 'name' | 'model_id' | 'dataset'>;

/** Whether there may be rows that all were judged by: only models are, and only by rows of their table. */
function areOfOneTable(runs: readonly Judged[]): boolean {
  const table = runs[0]?.dataset?.id;
  return runs.length > 1 && table !== undefined && runs.every((run) => run.model_id !== null && run.dataset?.id === table);
}

/** Whether runs differ on the rows that all of them were judged by, or are tied. */
export function SameRows({ runs }: { runs: readonly Judged[] }) {
  const ids = runs.slice(0, MOST).map(({ id }) => id);
  const query = useQuery({ ...scoreComparisonQuery(ids), enabled: areOfOneTable(runs) });
  const nameOf = (id: string) => runs.find((run) => run.id === id)?.name ?? id;
  if (query.isError) {
    return (
      <Panel title="On the same rows">
        <Notice tone="accent">{query.error.message}</Notice>
      </Panel>
    );
  }
  if (query.data === undefined) return null;
  return <Found found={query.data} nameOf={nameOf} />;
}

interface FoundProps {
  found: ScoreComparison;
  nameOf: (id: string) => string;
}

function Found({ found, nameOf }: FoundProps) {
  return (
    <Panel title="On the same rows" aside={`${formatCountOf(found.rows, 'test row')} that all were judged by; best is ${nameOf(found.best)}`} isFlush>
      {found.against.map(({ run, is_tie: isTie, lines }) => (
        <section key={run} aria-label={nameOf(run)}>
          <Notice tone={isTie ? 'accent' : 'brass'}>
            {isTie
              ? `${nameOf(found.best)} and ${nameOf(run)} are tied: nothing on these rows tells them apart.`
              : `${nameOf(found.best)} and ${nameOf(run)} differ: ${verdict(lines)}`}
          </Notice>
          <Table caption={`${nameOf(found.best)} and ${nameOf(run)}`} columns={columnsOf(nameOf(found.best), nameOf(run))} rows={lines} rowKey={({ id }) => id} />
        </section>
      ))}
    </Panel>
  );
}

function verdict(lines: readonly PairedLine[]): string {
  const of = (side: PairedLine['better']) => lines.filter(({ better }) => better === side).map(({ name }) => name).join(', ');
  const said = [
    of('one') === '' ? '' : `the first is better in ${of('one')}`,
    of('other') === '' ? '' : `the second in ${of('other')}`,
    of('tie') === '' ? '' : `tied in ${of('tie')}`,
  ];
  return `${said.filter((part) => part !== '').join('; ')}.`;
}

function columnsOf(one: string, other: string): TableColumn<PairedLine>[] {
  return [
    { id: 'name', title: 'Score', cell: ({ name }) => name },
    { id: 'one', title: one, isNumber: true, cell: (line) => formatNumber(line.one) },
    { id: 'other', title: other, isNumber: true, cell: (line) => formatNumber(line.other) },
    {
      id: 'difference',
      title: 'Difference',
      isNumber: true,
      cell: ({ difference, low, high }) =>
        `${formatNumber(difference)}${low === null || high === null ? '' : ` (${formatNumber(low)} to ${formatNumber(high)})`}`,
    },
    {
      id: 'p',
      title: 'p (Holm)',
      isNumber: true,
      cell: ({ adjusted_p_value: p, method }) => <span title={method}>{p === null ? '–' : p < 0.001 ? '< 0.001' : formatNumber(p)}</span>,
    },
    { id: 'better', title: 'Better', cell: ({ better }) => ({ one, other, tie: 'tie' })[better] },
  ];
}
