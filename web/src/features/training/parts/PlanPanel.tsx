import type { UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { formatCount } from '../../../lib/format';
import type { Finding } from '../../../lib/guard';
import { taskName } from '../../../lib/tasks';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { Facts } from '../../../ui/Facts';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import type { Plan } from '../plan';
import { ExperimentChoice } from './experiments/ExperimentChoice';
import styles from './PlanPanel.module.css';

interface PlanPanelProps {
  plan: Plan;
  start: UseMutationResult<string, Error, Plan>;
  /** The serious findings of the guard that nothing was done about. */
  against: readonly Finding[];
}

/** What will be trained, what is still missing, and the button that starts it. */
export function PlanPanel({ plan, start, against }: PlanPanelProps) {
  const navigate = useNavigate();
  const isReady = plan.missing.length === 0;
  return (
    <Panel title="Training" className={styles.panel}>
      <div className={styles.plan}>
        <Facts
          facts={[
            { label: 'Data', value: plan.dataset?.name ?? '–' },
            { label: plan.goal === 'predict' ? 'Target' : 'Labels', value: targetsOf(plan) },
            { label: 'Task', value: plan.task === null ? '–' : taskName(plan.task) },
            { label: 'Features', value: plan.features.length === 0 ? '–' : formatCount(plan.features.length) },
            ...(plan.first.length === 0
              ? []
              : [{ label: 'First', value: plan.first.map((step) => step.algorithm_id.replaceAll('_', ' ')).join(', ') }]),
            { label: 'Algorithm', value: plan.algorithm?.name ?? '–' },
          ]}
        />
        <EditorsOnly>
          <ExperimentChoice chosen={plan.experimentId} />
        </EditorsOnly>
        {start.error !== null && (
          <Notice tone="bad" title="The training was not started">
            {start.error.message}
          </Notice>
        )}
        <EditorsOnly otherwise={<Notice tone="accent">You look on here: training is for editors.</Notice>}>
          {against.length > 0 && (
            <Notice tone="brass" title={against.length === 1 ? 'A serious finding is open' : `${String(against.length)} serious findings are open`}>
              You can go on anyway; every score of this run will say so.
            </Notice>
          )}
          <Button
            look={against.length > 0 ? 'danger' : 'primary'}
            icon={icons.play}
            isLarge
            isBusy={start.isPending}
            disabled={!isReady}
            aria-describedby="training-missing"
            onClick={() => start.mutate({ ...plan, accepted: against.map((one) => one.id) }, { onSuccess: (id) => void navigate(`/runs/${id}`) })}
          >
            {against.length > 0 ? 'Train anyway' : 'Train'}
          </Button>
        </EditorsOnly>
        <ul id="training-missing" className={styles.missing}>
          {plan.missing.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function targetsOf({ target, special }: Plan): string {
  return target === null ? '–' : [target.name, ...special.alsoTargets].join(', ');
}
