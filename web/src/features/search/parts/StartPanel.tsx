import type { UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Finding } from '../../../lib/guard';
import { StartButton } from '../../../ui/guard/StartButton';
import { Panel } from '../../../ui/Panel';
import type { SearchPlan } from '../plan';
import styles from '../SearchPage.module.css';

interface StartPanelProps {
  plan: SearchPlan;
  /** Why the space cannot be searched. */
  problem: Error | null;
  start: UseMutationResult<string, Error, SearchPlan>;
  /** The serious findings of the guard that nothing was done about. */
  against: readonly Finding[];
}

/** What is still missing, and the button that starts the search. */
export function StartPanel({ plan, problem, start, against }: StartPanelProps) {
  const navigate = useNavigate();
  return (
    <Panel title="Start">
      <div className={styles.stack}>
        <StartButton
          verb="Search"
          noun="search"
          scored="search"
          error={start.error}
          isBusy={start.isPending}
          isDisabled={plan.missing.length > 0 || problem !== null}
          against={against}
          missing={plan.missing}
          onStart={(accepted) => start.mutate({ ...plan, accepted }, { onSuccess: (id) => void navigate(`/search/${id}`) })}
        />
      </div>
    </Panel>
  );
}
