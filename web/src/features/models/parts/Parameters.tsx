import { parameterText } from '../../../lib/parameter-text';
import { EmptyState } from '../../../ui/EmptyState';
import { Facts } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';

/** The hyperparameters a model was trained with. */
export function Parameters({ params }: { params: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(params);
  return (
    <Panel title="Parameters">
      {entries.length === 0 ? (
        <EmptyState title="No parameters">This algorithm has nothing to set.</EmptyState>
      ) : (
        <Facts facts={entries.map(([name, value]) => ({ label: name, value: parameterText(value) }))} />
      )}
    </Panel>
  );
}
