import type { UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import type { Finding } from '../../../lib/guard';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
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
        {start.error !== null && (
          <Notice tone="bad" title="The search was not started">
            {start.error.message}
          </Notice>
        )}
        <EditorsOnly otherwise={<Notice tone="accent">You look on here: searching is for editors.</Notice>}>
          {against.length > 0 && (
            <Notice tone="brass" title={against.length === 1 ? 'A serious finding is open' : `${String(against.length)} serious findings are open`}>
              You can go on anyway; every score of this search will say so.
            </Notice>
          )}
          <Button
            look={against.length > 0 ? 'danger' : 'primary'}
            icon={icons.play}
            isLarge
            isBusy={start.isPending}
            disabled={plan.missing.length > 0 || problem !== null}
            aria-describedby="search-missing"
            onClick={() => start.mutate({ ...plan, accepted: against.map((one) => one.id) }, { onSuccess: (id) => void navigate(`/search/${id}`) })}
          >
            {against.length > 0 ? 'Search anyway' : 'Search'}
          </Button>
        </EditorsOnly>
        <ul id="search-missing" className={styles.missing}>
          {plan.missing.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}
