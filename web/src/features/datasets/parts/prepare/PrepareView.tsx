import { useQuery } from '@tanstack/react-query';
import type { StepKinds } from '../../../../api/recipe-answers';
import type { Dataset } from '../../../../api/types';
import { Faces } from '../../../../ui/Faces';
import { PrepareBench } from './PrepareBench';
import { stepKindsQuery } from './queries';

/** Preparing a table: steps on one side, what they make of some rows on the other. */
export function PrepareView({ dataset }: { dataset: Dataset }) {
  const kinds = useQuery(stepKindsQuery());
  return (
    <Faces of="steps" query={kinds}>
      {(found: StepKinds) => <PrepareBench key={dataset.id} dataset={dataset} kinds={found} />}
    </Faces>
  );
}
