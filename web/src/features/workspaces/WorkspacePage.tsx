import { useQuery } from '@tanstack/react-query';
import type { Workspace } from '../../api/answers';
import { workspacesQuery } from '../../api/queries';
import { currentWorkspace } from '../../api/workspace';
import { Faces } from '../../ui/Faces';
import { PageHeader } from '../../ui/PageHeader';
import { InvitesPanel } from './parts/InvitesPanel';
import { LeaveButton } from './parts/LeaveButton';
import { MembersPanel } from './parts/MembersPanel';
import { NamePanel } from './parts/NamePanel';
import styles from './WorkspacePage.module.css';

/** The room that people share: its name, who is in it, and who was asked to come. */
export function WorkspacePage() {
  const query = useQuery(workspacesQuery());
  return (
    <Faces of="workspace" query={query}>
      {({ workspaces }) => {
        const workspace = workspaces.find(({ id }) => id === currentWorkspace.get());
        return workspace === undefined ? null : <WorkspaceView workspace={workspace} />;
      }}
    </Faces>
  );
}

function WorkspaceView({ workspace }: { workspace: Workspace }) {
  const isOwner = workspace.role === 'owner';
  return (
    <>
      <PageHeader
        title={workspace.name}
        lead={`Everything here is shared with its members. You are ${WITH_ARTICLE[workspace.role]}.`}
        actions={<LeaveButton workspace={workspace} />}
      />
      <div className={styles.page}>
        <MembersPanel workspaceId={workspace.id} isOwner={isOwner} />
        {isOwner && <InvitesPanel workspaceId={workspace.id} />}
        {isOwner && <NamePanel key={workspace.name} workspace={workspace} />}
      </div>
    </>
  );
}

const WITH_ARTICLE = { viewer: 'a viewer', editor: 'an editor', owner: 'an owner' } as const;
