import { useQuery } from '@tanstack/react-query';
import { algorithmQuery } from '../../../api/queries';
import type { Model } from '../../../api/types';
import { parameterFacts } from '../../../lib/parameter-facts';
import { EmptyState } from '../../../ui/EmptyState';
import { Facts } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';

// It is made of several models and has no schema of its own.
const STACK = 'stack';

/** The hyperparameters a model was trained with. */
export function Parameters({ model }: { model: Model }) {
  const algorithm = useQuery({ ...algorithmQuery(model.algorithm), enabled: model.algorithm !== STACK }).data;
  const facts = parameterFacts(model.params, algorithm?.schema);
  return (
    <Panel title="Parameters">
      {facts.length === 0 ? (
        <EmptyState title="No parameters">This algorithm has nothing to set.</EmptyState>
      ) : (
        <Facts facts={facts} />
      )}
    </Panel>
  );
}
