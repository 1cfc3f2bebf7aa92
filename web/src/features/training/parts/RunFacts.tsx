import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { algorithmQuery } from '../../../api/queries';
import type { Job } from '../../../api/types';
import { isRecord, isString, isStringList } from '../../../lib/guards';
import { parameterFacts } from '../../../lib/parameter-facts';
import { stepNames } from '../../../lib/step-names';
import { isSupervised, taskName } from '../../../lib/tasks';
import { Facts, type Fact } from '../../../ui/Facts';
import { Panel } from '../../../ui/Panel';
import { Time } from '../../../ui/Time';
import { isFirstSteps } from '../../../lib/first-steps';

/** What the run was asked to do. */
export function RunFacts({ job }: { job: Job }) {
  const { dataset_id: datasetId, target, algorithm_id: given, hyperparameters, seed, steps, first } = job.params;
  const { problem_type: task, group, time } = job.params;
  const algorithmId = isString(given) ? given : null;
  const algorithm = useQuery({ ...algorithmQuery(algorithmId ?? ''), enabled: algorithmId !== null }).data;
  const isLearned = !isString(task) || isSupervised(task) || task === 'preprocessing';
  const facts: Fact[] = [{ label: 'Started', value: <Time time={job.created_at} /> }];
  if (isString(datasetId)) facts.push({ label: 'Dataset', value: <Link to={`/data/${datasetId}`}>Open dataset</Link> });
  const { targets, weight, texts } = job.params;
  const named = isStringList(targets) ? targets.join(', ') : target;
  if (isString(named)) facts.push({ label: isLearned ? 'Target' : 'Compared with', value: <code>{named}</code> });
  if (isString(weight)) facts.push({ label: 'Rows count as', value: <code>{weight}</code> });
  if (isStringList(texts)) facts.push({ label: 'Texts', value: texts.join(', ') || 'none' });
  if (isString(task)) facts.push({ label: 'Task', value: taskName(task) });
  if (Array.isArray(steps) && steps.length > 0) facts.push({ label: 'Recipe', value: stepNames(steps.filter(isStep)) });
  if (isFirstSteps(first) && first.length > 0) {
    facts.push({ label: 'First', value: first.map((step) => step.algorithm_id.replaceAll('_', ' ')).join(', ') });
  }
  if (algorithmId !== null) facts.push({ label: 'Algorithm', value: algorithm?.name ?? algorithmId });
  if (isString(group)) facts.push({ label: 'Kept together by', value: <code>{group}</code> });
  if (isString(time)) facts.push({ label: 'Split in time by', value: <code>{time}</code> });
  if (typeof seed === 'number') facts.push({ label: 'Seed', value: seed });
  const values = isRecord(hyperparameters) ? parameterFacts(hyperparameters, algorithm?.schema, isString(task) ? task : null) : [];
  return (
    <Panel title="Asked for">
      <Facts facts={[...facts, ...values]} />
    </Panel>
  );
}

function isStep(value: unknown): value is { type: string } {
  return isRecord(value) && isString(value.type);
}
