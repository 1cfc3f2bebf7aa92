import { Link } from 'react-router';
import type { Job } from '../../../api/types';
import { isRecord, isString } from '../../../lib/guards';
import { parameterText } from '../../../lib/parameter-text';
import { Facts, type Fact } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';

/** What the run was asked to do. */
export function RunFacts({ job }: { job: Job }) {
  const { dataset_id: datasetId, target, algorithm_id: algorithm, hyperparameters, seed } = job.params;
  const facts: Fact[] = [{ label: 'Started', value: <Time time={job.created_at} /> }];
  if (isString(datasetId)) facts.push({ label: 'Dataset', value: <Link to={`/data/${datasetId}`}>Open dataset</Link> });
  if (isString(target)) facts.push({ label: 'Target', value: <code>{target}</code> });
  if (isString(algorithm)) facts.push({ label: 'Algorithm', value: algorithm });
  if (typeof seed === 'number') facts.push({ label: 'Seed', value: seed });
  const values = isRecord(hyperparameters) ? Object.entries(hyperparameters) : [];
  return (
    <Panel title="Asked for">
      <Facts facts={[...facts, ...values.map(([label, value]) => ({ label, value: parameterText(value) }))]} />
    </Panel>
  );
}
