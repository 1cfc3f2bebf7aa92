import { useQuery } from '@tanstack/react-query';
import { algorithmQuery } from '../../../api/queries';
import type { Job } from '../../../api/types';
import { isString } from '../../../lib/guards';
import { isFinished } from '../../../lib/job-words';
import { useMayEdit } from '../../../lib/role';
import { fieldsOf } from '../../../lib/schema/fields';
import { Panel } from '../../../ui/Panel';
import { checkpointsQuery, controlsQuery } from '../steering';
import { BranchForm } from './BranchForm';
import { ContinueForm } from './ContinueForm';
import { KeepMoment } from './KeepMoment';
import { LiveValues } from './LiveValues';
import styles from './RunSteering.module.css';

/** What can be done with a run: steer it while it goes on, go on from it afterwards. */
export function RunSteering({ job }: { job: Job }) {
  const algorithmId = isString(job.params.algorithm_id) ? job.params.algorithm_id : '';
  const controls = useQuery(controlsQuery(job.id)).data;
  const kept = useQuery(checkpointsQuery(job.id)).data?.checkpoints ?? [];
  const algorithm = useQuery({ ...algorithmQuery(algorithmId), enabled: algorithmId !== '' }).data;
  const mayEdit = useMayEdit();
  if (!mayEdit || controls === undefined || algorithm === undefined || !controls.keep.can) return null;
  const fields = fieldsOf(algorithm.schema);
  const isOver = isFinished(job.state);
  const live = fields.filter(({ name }) => name in controls.live);
  const changeable = fields.filter(({ name }) => controls.branch.parameters.includes(name));
  if (isOver && kept.length === 0) return null;
  return (
    <Panel title={isOver ? 'Go on from it' : 'Steer'}>
      <div className={styles.steering}>
        {!isOver && <LiveValues id={job.id} fields={live} values={controls.live} />}
        {!isOver && job.state !== 'cancelling' && <KeepMoment id={job.id} />}
        {isOver && controls.continue.can && <ContinueForm id={job.id} unit={job.unit ?? 'step'} />}
        {kept.length > 0 && <BranchForm id={job.id} kept={kept} fields={changeable} unit={job.unit ?? 'step'} />}
      </div>
    </Panel>
  );
}
