import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { invitesQuery } from '../../../api/queries';
import { CopyField } from '../../../ui/CopyField';
import { EmptyState } from '../../../ui/EmptyState';
import { Faces } from '../../../ui/Faces';
import { Panel } from '../../../ui/Panel';
import styles from '../WorkspacePage.module.css';
import { InviteForm } from './InviteForm';
import { InviteTable } from './InviteTable';

/** Asking people to come, and the invitations that nobody has taken up. */
export function InvitesPanel({ workspaceId }: { workspaceId: string }) {
  const invites = useQuery(invitesQuery(workspaceId));
  const [made, setMade] = useState<{ email: string; url: string } | null>(null);
  return (
    <Panel title="Invitations" isFlush>
      <div className={styles.invite}>
        <InviteForm workspaceId={workspaceId} onDone={setMade} />
        {made !== null && (
          <CopyField
            key={made.url}
            label={`Send this address to ${made.email}`}
            hint="It is shown this once, lets one person in, and runs out in a week."
            text={new URL(made.url, window.location.href).href}
          />
        )}
      </div>
      <Faces
        of="invitations"
        query={invites}
        empty={{
          when: (data) => data.invites.length === 0,
          show: <EmptyState title="No open invitation">Whoever you invite stands here until they come.</EmptyState>,
        }}
      >
        {(data) => <InviteTable workspaceId={workspaceId} invites={data.invites} />}
      </Faces>
    </Panel>
  );
}
