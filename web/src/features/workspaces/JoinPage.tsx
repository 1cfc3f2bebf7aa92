import { useParams, useSearchParams } from 'react-router';
import { Button } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { useJoin } from './queries';
import styles from './WorkspacePage.module.css';

/** Where the address of an invitation leads: one step, so that nobody joins by accident. */
export function JoinPage() {
  const { workspaceId = '' } = useParams();
  const [search] = useSearchParams();
  const join = useJoin(workspaceId);
  const token = search.get('token');
  return (
    <>
      <PageHeader title="An invitation" lead="Somebody has invited you to work with them." />
      <Panel title="Join the workspace">
        <div className={styles.alone}>
          {token === null && (
            <Notice tone="bad">This address lacks the invitation itself. Open the whole address you were sent.</Notice>
          )}
          {join.error !== null && <Notice tone="bad">{join.error.message}</Notice>}
          <p>You will see all that is in it, and its members will see you.</p>
          <Button
            look="primary"
            isLarge
            isBusy={join.isPending}
            disabled={token === null}
            onClick={() => token !== null && join.mutate(token)}
          >
            Join
          </Button>
        </div>
      </Panel>
    </>
  );
}
