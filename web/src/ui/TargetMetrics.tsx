import { describeMetrics } from '../lib/metrics';
import { Table } from './Table';

interface JudgedTarget {
  name: string;
  metrics: Record<string, unknown>;
}

/** What is reached for each of several targets. */
export function TargetMetrics({ targets }: { targets: readonly JudgedTarget[] }) {
  const first = targets[0];
  if (first === undefined) return null;
  const columns = describeMetrics(first.metrics).map(({ label }) => ({
    id: label,
    title: label,
    isNumber: true,
    cell: (target: JudgedTarget) => describeMetrics(target.metrics).find((one) => one.label === label)?.text ?? '–',
  }));
  return (
    <Table
      caption="Metrics of each target"
      columns={[{ id: 'name', title: 'Target', cell: (target: JudgedTarget) => <code>{target.name}</code> }, ...columns]}
      rows={targets}
      rowKey={(target) => target.name}
    />
  );
}
