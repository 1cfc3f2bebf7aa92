import { formatCountOf, formatNumber } from '../lib/format';
import { differenceText, scoreText } from '../lib/metrics';
import type { PairedLine, ScoreComparison } from '../lib/paired';
import { AgainstMark } from './AgainstMark';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { Table, type TableColumn } from './Table';

interface PairedScoresProps {
  found: ScoreComparison;
  nameOf: (id: string) => string;
  /** How many serious findings of the guard each was trained against. */
  againstOf: (id: string) => number;
}

/** What test rows that several models were judged by say of them. */
export function PairedScores({ found, nameOf, againstOf }: PairedScoresProps) {
  const sideOf = (id: string): Side => ({ name: nameOf(id), against: againstOf(id) });
  return (
    <Panel title="On the same rows" aside={`${formatCountOf(found.rows, 'test row')} that all were judged by; best is ${nameOf(found.best)}`} isFlush>
      {found.against.map(({ run, is_tie: isTie, lines }) => (
        <section key={run} aria-label={nameOf(run)}>
          <Notice tone={isTie ? 'accent' : 'brass'}>
            {isTie
              ? `${nameOf(found.best)} and ${nameOf(run)} are tied: nothing on these rows tells them apart.`
              : `${nameOf(found.best)} and ${nameOf(run)} differ: ${verdict(lines)}`}
          </Notice>
          <Table
            caption={`${nameOf(found.best)} and ${nameOf(run)}`}
            columns={columnsOf(sideOf(found.best), sideOf(run))}
            rows={lines}
            rowKey={({ id }) => id}
          />
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

interface Side {
  name: string;
  against: number;
}

function Scored({ id, value, side }: { id: string; value: number; side: Side }) {
  return (
    <>
      <AgainstMark count={side.against} />
      {scoreText(id, value)}
    </>
  );
}

function columnsOf(one: Side, other: Side): TableColumn<PairedLine>[] {
  return [
    { id: 'name', title: 'Score', cell: ({ name }) => name },
    { id: 'one', title: one.name, isNumber: true, cell: (line) => <Scored id={line.id} value={line.one} side={one} /> },
    { id: 'other', title: other.name, isNumber: true, cell: (line) => <Scored id={line.id} value={line.other} side={other} /> },
    {
      id: 'difference',
      title: 'Difference',
      isNumber: true,
      cell: ({ id, difference, low, high }) =>
        `${differenceText(id, difference)}${low === null || high === null ? '' : ` (${differenceText(id, low)} to ${differenceText(id, high)})`}`,
    },
    {
      id: 'p',
      title: 'p (Holm)',
      isNumber: true,
      cell: ({ adjusted_p_value: p, method }) => <span title={method}>{p === null ? '–' : p < 0.001 ? '< 0.001' : formatNumber(p)}</span>,
    },
    { id: 'better', title: 'Better', cell: ({ better }) => ({ one: one.name, other: other.name, tie: 'tie' })[better] },
  ];
}
