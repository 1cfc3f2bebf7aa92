import type { ModelTarget } from '../../../api/types';
import { describeMetrics } from '../../../lib/metrics';
import { Table } from '../../../ui/Table';

/** What a model of several targets reaches for each. */
export function TargetMetrics({ targets }: { targets: readonly ModelTarget[] }) {
  const first = targets[0];
  if (first === undefined) return null;
  const columns = describeMetrics(first.metrics).map(({ label }) => ({
    id: label,
    title: label,
    isNumber: true,
    cell: (target: ModelTarget) => describeMetrics(target.metrics).find((one) => one.label === label)?.text ?? '–',
  }));
  return (
    <Table
      caption="Metrics of each target"
      columns={[{ id: 'name', title: 'Target', cell: (target: ModelTarget) => <code>{target.name}</code> }, ...columns]}
      rows={targets}
      rowKey={(target) => target.name}
    />
  );
}
