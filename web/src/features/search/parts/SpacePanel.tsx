import type { SpaceAnswer } from '../../../api/search-answers';
import { Faces } from '../../../ui/Faces';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import { spaceOfLearner } from '../first';
import type { SearchPlan } from '../plan';
import { useChoose } from '../use-choose';
import { AlgorithmFold } from './AlgorithmFold';

interface SpacePanelProps {
  plan: SearchPlan;
  space: { data: SpaceAnswer | undefined; error: Error | null; refetch: () => unknown };
}

/** Where each knob is searched; every range and choice can be changed. */
export function SpacePanel({ plan, space }: SpacePanelProps) {
  const choose = useChoose();
  if (plan.task === null || plan.algorithms?.length === 0) return null;
  return (
    <Panel title="Where to search" aside="ranges around what usually works; change any of them">
      {space.error !== null && space.data !== undefined && (
        <Notice tone="bad" title="This cannot be searched">
          {space.error.message}
        </Notice>
      )}
      <Faces of="space" query={space.data === undefined ? space : { ...space, error: null }}>
        {(data) => (
          <div>
            {data.space.map((one) => (
              <AlgorithmFold
                key={one.algorithm_id}
                task={plan.task}
                space={spaceOfLearner(one)}
                wishes={plan.wishes[one.algorithm_id] ?? {}}
                onWish={(name, wish) => choose.wish(plan.wishes, one.algorithm_id, name, wish)}
              />
            ))}
          </div>
        )}
      </Faces>
    </Panel>
  );
}
