import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import type { ModelComparison } from '../../api/registry-answers';
import { formatCountOf } from '../../lib/format';
import { AgainstMark } from '../../ui/AgainstMark';
import { CompareTable } from '../../ui/CompareTable';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { Field } from '../../ui/Field';
import { IconButton } from '../../ui/IconButton';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { PageHeader } from '../../ui/PageHeader';
import { PairedScores } from '../../ui/PairedScores';
import { Panel } from '../../ui/Panel';
import { Toggle } from '../../ui/Toggle';
import { groupsOf } from './compare/rows';
import styles from './ModelPage.module.css';
import { VersionWords } from './parts/registry/StageBadge';
import { modelComparisonQuery, sameRowsQuery } from './registry-queries';

/** Two to eight models side by side; which ones stands in the address. */
export function ComparePage() {
  const [params, setParams] = useSearchParams();
  const ids = (params.get('ids') ?? '').split(',').filter((id) => id !== '');
  const isFolded = params.get('all') === null;
  const query = useQuery(modelComparisonQuery(ids));
  const change = (part: { ids?: string; all?: string }) => setParams({ ids: ids.join(','), ...(isFolded ? {} : { all: '1' }), ...part });
  return (
    <>
      <PageHeader
        title="Compare models"
        above={<Link to="/models">Models</Link>}
        lead={ids.length < 2 ? 'Choose models in the list.' : formatCountOf(ids.length, 'model')}
      />
      {ids.length < 2 ? (
        <EmptyState title="Nothing to compare">Tick two to eight models in the list, then compare them.</EmptyState>
      ) : (
        <Faces of="comparison" query={query}>
          {(found) => (
            <div className={styles.main}>
              {found.missing.length > 0 && <Notice tone="bad">{`Not there any more: ${found.missing.join(', ')}.`}</Notice>}
              {found.common && <SameRows found={found} />}
              <Panel
                title="Side by side"
                isFlush
                actions={
                  <Field label="Only what differs">
                    {(control) => (
                      <Toggle
                        {...control}
                        isOn={isFolded}
                        onChange={(isOn) => (isOn ? setParams({ ids: ids.join(',') }) : change({ all: '1' }))}
                      />
                    )}
                  </Field>
                }
              >
                <Sides found={found} isFolded={isFolded} onRemove={(id) => change({ ids: found.models.map((one) => one.id).filter((one) => one !== id).join(',') })} />
              </Panel>
            </div>
          )}
        </Faces>
      )}
    </>
  );
}

interface SidesProps {
  found: ModelComparison;
  isFolded: boolean;
  onRemove: (id: string) => void;
}

function Sides({ found, isFolded, onRemove }: SidesProps) {
  const heads = found.models.map((model) => ({
    id: model.id,
    head: (
      <>
        <Link to={`/models/${model.id}`}>{model.name}</Link>
        <IconButton label={`Leave ${model.name} out`} icon={icons.close} onClick={() => onRemove(model.id)} />
        <AgainstMark count={model.against} />
        {model.registered !== null && (
          <div>
            <VersionWords registered={model.registered} />
          </div>
        )}
      </>
    ),
  }));
  return <CompareTable corner="Model" heads={heads} groups={groupsOf(found.models)} isFolded={isFolded} />;
}

/** Whether models differ on the rows that all of them were judged by. */
function SameRows({ found }: { found: ModelComparison }) {
  const query = useQuery(sameRowsQuery(found.models.map(({ id }) => id)));
  const runs = new Map(found.models.flatMap((model) => [[model.id, model] as const, [model.job_id ?? model.id, model] as const]));
  const nameOf = (id: string) => {
    const model = runs.get(id);
    return model?.registered == null ? (model?.name ?? id) : `${model.registered.name}/${model.registered.number}`;
  };
  const againstOf = (id: string) => runs.get(id)?.against ?? 0;
  if (query.isError) {
    return (
      <Panel title="On the same rows">
        <Notice tone="accent">{query.error.message}</Notice>
      </Panel>
    );
  }
  return query.data === undefined ? null : <PairedScores found={query.data} nameOf={nameOf} againstOf={againstOf} />;
}
