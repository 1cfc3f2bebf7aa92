import { useNavigate } from 'react-router';
import { Button } from '../../../ui/Button';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { Panel } from '../../../ui/Panel';
import styles from '../Playground.module.css';
import { useStartSession } from '../queries';
import { wanting, type Wish } from '../wish';

/** Begins the session, or says what is wanting. */
export function StartPanel({ wish }: { wish: Wish }) {
  const navigate = useNavigate();
  const start = useStartSession();
  const lacking = wanting(wish);
  return (
    <Panel title="Begin">
      <div className={styles.stack}>
        <p className={styles.soft}>
          A fifth of the stars is kept for the test and never learned from; a star is on one side only. Columns that give the
          answer away are left out.
        </p>
        {lacking !== null && <p className={styles.soft}>{lacking}</p>}
        {start.error !== null && (
          <Notice tone="bad" title="The session was refused">
            {start.error.message}
          </Notice>
        )}
        <Button
          look="primary"
          isLarge
          icon={icons.play}
          disabled={lacking !== null}
          isBusy={start.isPending}
          onClick={() => start.mutate(wish, { onSuccess: (id) => void navigate(`/exoplanets/${id}`) })}
        >
          {wish.flow === 'custom' ? 'Train' : 'Predict'}
        </Button>
      </div>
    </Panel>
  );
}
