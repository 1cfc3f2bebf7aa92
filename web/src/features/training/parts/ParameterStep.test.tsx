import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AlgorithmDetail } from '../../../api/answers';
import { presetsQuery } from '../../../api/queries';
import { fieldsOf, initialValues, type FieldValues } from '../../../lib/schema/fields';
import type { Plan } from '../plan';
import { ParameterStep } from './ParameterStep';

const schema = { properties: { trees: { title: 'Trees', type: 'integer', minimum: 1, maximum: 50, default: 10 } } };

const ALGORITHM: AlgorithmDetail = { id: '', name: '', description: '', algorithm_types: [], documentation_url: null, schema };

function planned(id: string, values: FieldValues = {}): Plan {
  const fields = fieldsOf(schema);
  return {
    ...{ datasetId: null, dataset: null, schema: [], goal: 'predict', target: null, isTargetSuggested: false, task: null },
    ...{ features: [], group: null, time: null, seed: 0, folds: null, trials: null, recipeId: null, calibration: null },
    special: { texts: null, weight: null, classWeights: {}, maxSeconds: null, alsoTargets: [] },
    ...{ experimentId: null, first: [], missing: ['Choose a dataset.'], fields },
    algorithmId: id,
    algorithm: { ...ALGORITHM, id, name: id },
    values: { ...initialValues(fields), ...values },
  };
}

function drawn(client: QueryClient, plan: Plan) {
  return (
    <QueryClientProvider client={client}>
      <ParameterStep plan={plan} refused={{}} />
    </QueryClientProvider>
  );
}

describe('the step of hyperparameters', () => {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  for (const id of ['forest', 'boost']) client.setQueryData(presetsQuery(id).queryKey, { presets: [], saved: [] });

  it('draws one row of presets, whichever algorithm and values follow one another', () => {
    const { rerender } = render(drawn(client, planned('forest')));
    for (const plan of [planned('boost'), planned('forest', { trees: 7 }), planned('boost'), planned('forest')]) {
      rerender(drawn(client, plan));

      expect(screen.getAllByText('Begin from')).toHaveLength(1);
    }
  });

  it('is not done while a value is to be put right', () => {
    render(drawn(client, planned('forest', { trees: 70 })));

    expect(screen.getByText('1 to put right')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Save these values' })).toHaveProperty('disabled', true);
  });
});
