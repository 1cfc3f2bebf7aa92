import { useQuery } from '@tanstack/react-query';
import { ApiError } from '../api/errors';
import { workspacesQuery } from '../api/queries';
import { currentWorkspace } from '../api/workspace';
import { useOffer } from '../lib/offers';
import { EmptyState } from '../ui/EmptyState';
import { ErrorState } from '../ui/ErrorState';
import { Skeleton } from '../ui/Skeleton';
import styles from './RootPage.module.css';
import { Shell } from './Shell';

/** Finds out who is asking and for which workspace, before anything else is shown. */
export function RootPage() {
  const query = useQuery(workspacesQuery());
  const drawSignIn = useOffer('drawSignIn');
  if (query.error instanceof ApiError && query.error.status === 401) {
    return drawSignIn({ onSignedIn: () => void query.refetch() });
  }
  if (query.error !== null && query.data === undefined) {
    return (
      <main className={styles.alone}>
        <ErrorState
          title="Armillary cannot be reached"
          message={query.error.message}
          onRetry={() => void query.refetch()}
        />
      </main>
    );
  }
  if (query.data === undefined) {
    return (
      <main className={styles.alone}>
        <Skeleton label="Armillary" lines={6} />
      </main>
    );
  }
  const { workspaces } = query.data;
  const workspace = workspaces.find((one) => one.id === currentWorkspace.get()) ?? workspaces[0];
  if (workspace === undefined) {
    return (
      <main className={styles.alone}>
        <EmptyState title="No workspace yet">
          You are signed in, but no workspace has let you in. Ask its owner for an invitation.
        </EmptyState>
      </main>
    );
  }
  currentWorkspace.set(workspace.id);
  return <Shell key={workspace.id} workspace={workspace} workspaces={workspaces} />;
}
