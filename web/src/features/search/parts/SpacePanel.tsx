import { useQuery } from '@tanstack/react-query';
import { algorithmQuery, algorithmsQuery } from '../../../api/queries';
import type { AlgorithmSpace, SpaceAnswer } from '../../../api/search-answers';
import { formatCountOf } from '../../../lib/format';
import { fieldsOf, type Field, type FieldValue } from '../../../lib/schema/fields';
import { Faces } from '../../../ui/Faces';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';
import { useChoose } from '../use-choose';
import { FixedRows } from './FixedRows';
import { KnobRow } from './KnobRow';

interface SpacePanelProps {
  plan: SearchPlan;
  space: { data: SpaceAnswer | undefined; error: Error | null; refetch: () => unknown };
}

/** Where each knob is searched; every range and choice can be changed. */
export function SpacePanel({ plan, space }: SpacePanelProps) {
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
              <AlgorithmFold key={one.algorithm_id} plan={plan} space={one} />
            ))}
          </div>
        )}
      </Faces>
    </Panel>
  );
}

function AlgorithmFold({ plan, space }: { plan: SearchPlan; space: AlgorithmSpace }) {
  const choose = useChoose();
  const algorithms = useQuery(algorithmsQuery()).data?.algorithms ?? [];
  const schema = useQuery(algorithmQuery(space.algorithm_id)).data?.schema;
  const fields = fieldsOf(schema).filter(({ tasks }) => tasks.length === 0 || (plan.task !== null && tasks.includes(plan.task)));
  const id = space.algorithm_id;
  const wishes = plan.wishes[id] ?? {};
  return (
    <details className={styles.fold}>
      <summary>
        {algorithms.find((one) => one.id === id)?.name ?? id}{' '}
        <span>{formatCountOf(space.knobs.length, 'knob')} turned</span>
      </summary>
      {space.knobs.map((knob) => (
        <KnobRow
          key={knob.name}
          knob={knob}
          isWished={knob.name in wishes}
          onWish={(wish) => choose.wish(plan.wishes, id, knob.name, wish)}
          onFix={fixing(fields, knob.name, (value) => choose.wish(plan.wishes, id, knob.name, { fixed: value }))}
        />
      ))}
      <FixedRows
        space={space}
        fields={fields}
        wishes={wishes}
        onWish={(name, wish) => choose.wish(plan.wishes, id, name, wish)}
      />
    </details>
  );
}

/** What fixes a parameter at the value it usually has; null where its form is not known. */
function fixing(fields: readonly Field[], name: string, fix: (value: FieldValue) => void): (() => void) | null {
  const field = fields.find((one) => one.name === name);
  return field === undefined ? null : () => fix(field.initial);
}
