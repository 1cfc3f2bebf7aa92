import { useQuery } from '@tanstack/react-query';
import { algorithmQuery } from '../../../../api/queries';
import type { Search, Trial } from '../../../../api/search-answers';
import { formatDuration, formatNumber } from '../../../../lib/format';
import { metricName, scoreText } from '../../../../lib/metrics';
import { parameterText } from '../../../../lib/parameter-text';
import { fieldsOf } from '../../../../lib/schema/fields';
import { Table, type TableColumn } from '../../../../ui/Table';
import { ownerOf } from '../../first';
import styles from '../../SearchRunPage.module.css';
import { TrialActions } from './TrialActions';
import { TrialMarks } from './TrialMarks';
import { useAlgorithmName } from './use-algorithm-name';

interface TrialTableProps {
  caption: string;
  search: Search;
  trials: readonly Trial[];
}

/** Trials with what they reached, what they cost and the values that they tried. */
export function TrialTable({ caption, search, trials }: TrialTableProps) {
  const nameOf = useAlgorithmName();
  const columns: readonly TableColumn<Trial>[] = [
    { id: 'number', title: 'Trial', isNumber: true, cell: (trial) => trial.number },
    { id: 'algorithm', title: 'Algorithm', cell: (trial) => nameOf(trial.algorithm_id) },
    { id: 'value', title: metricName(search.metric), isNumber: true, cell: (trial) => scoreText(search.metric, trial.value) },
    { id: 'spread', title: '± of folds', isNumber: true, cell: (trial) => scoreText(search.metric, trial.spread) },
    { id: 'cost', title: 'Cost of a fold', isNumber: true, cell: (trial) => (trial.cost_s === null ? '–' : costText(trial.cost_s)) },
    { id: 'state', title: 'State', cell: (trial) => <TrialMarks trial={trial} search={search} /> },
    { id: 'values', title: 'Values', isWide: true, cell: (trial) => <Values search={search} trial={trial} /> },
    {
      id: 'use',
      title: 'Use',
      cell: (trial) => <TrialActions search={search} trial={trial} />,
    },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={trials}
      rowKey={(trial) => String(trial.number)}
      isCurrent={(trial) => trial.number === search.standing?.leader}
    />
  );
}

/** What a trial has changed of the defaults. */
function Values({ search, trial }: { search: Search; trial: Trial }) {
  const schema = useQuery(algorithmQuery(trial.algorithm_id)).data?.schema;
  const usual = new Map(fieldsOf(schema).map((field) => [field.name, JSON.stringify(field.initial)]));
  // What goes first is the same in every trial, save what is turned of it.
  const turned = search.space.find((one) => one.algorithm_id === trial.algorithm_id)?.knobs.map(({ name }) => name) ?? [];
  const changed = Object.entries(trial.params).filter(([name, value]) =>
    ownerOf(name) === null ? usual.get(name) !== JSON.stringify(value) : turned.includes(name),
  );
  const text = changed.map(([name, value]) => `${name} ${valueText(value)}`).join(' · ');
  return <span className={styles.values}>{text === '' ? 'defaults' : text}</span>;
}

function valueText(value: unknown): string {
  return typeof value === 'number' ? formatNumber(value) : parameterText(value);
}

function costText(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms` : formatDuration(seconds);
}
