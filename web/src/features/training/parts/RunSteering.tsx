import { useQuery } from '@tanstack/react-query';
import type { Job } from '../../../api/types';
import { isFinished } from '../../../lib/job-words';
import { useMayEdit } from '../../../lib/role';
import { Panel } from '../../../ui/Panel';
import { checkpointsQuery, controlsQuery } from '../steering';
import { useFields } from '../use-fields';
import { BranchForm } from './BranchForm';
import { ContinueForm } from './ContinueForm';
import { KeepMoment } from './KeepMoment';
import { LiveValues } from './LiveValues';
import styles from './RunSteering.module.css';

/** What can be done with a run: steer it while it goes on, go on from it afterwards. */
export function RunSteering({ job }: { job: Job }) {
  const controls = useQuery(controlsQuery(job.id)).data;
  const kept = useQuery(checkpointsQuery(job.id)).data?.checkpoints ?? [];
  const fields = useFields(job.params.algorithm_id);
  const mayEdit = useMayEdit();
  if (!mayEdit || controls === undefined || !controls.keep.can) return null;
  const isOver = isFinished(job.state);
  const live = fields.filter(({ name }) => name in controls.live);
  const changeable = fields.filter(({ name }) => controls.branch.parameters.includes(name));
  // What is being stopped takes nothing more.
  const isSteered = !isOver && job.state !== 'cancelling';
  if (!isSteered && kept.length === 0) return null;
  return (
    <Panel title={isOver ? 'Go on from it' : 'Steer'}>
      <div className={styles.steering}>
        {isSteered && <LiveValues id={job.id} fields={live} values={controls.live} />}
        {isSteered && <KeepMoment id={job.id} />}
        {isOver && controls.continue.can && <ContinueForm id={job.id} unit={job.unit ?? 'step'} />}
        {kept.length > 0 && <BranchForm id={job.id} kept={kept} fields={changeable} rounds={controls.continue.parameter} unit={job.unit ?? 'step'} />}
      </div>
    </Panel>
  );
}
