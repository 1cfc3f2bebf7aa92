import type { UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { formatCount } from '../../../lib/format';
import type { Finding } from '../../../lib/guard';
import { taskName } from '../../../lib/tasks';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { Facts } from '../../../ui/Facts';
import { StartButton } from '../../../ui/guard/StartButton';
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
        <StartButton
          verb="Train"
          noun="training"
          scored="run"
          error={start.error}
          isBusy={start.isPending}
          isDisabled={plan.missing.length > 0}
          against={against}
          missing={plan.missing}
          onStart={(accepted) => start.mutate({ ...plan, accepted }, { onSuccess: (id) => void navigate(`/runs/${id}`) })}
        />
      </div>
    </Panel>
  );
}

function targetsOf({ target, special }: Plan): string {
  return target === null ? '–' : [target.name, ...special.alsoTargets].join(', ');
}
