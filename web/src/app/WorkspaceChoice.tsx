import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import type { Workspace } from '../api/answers';
import { keys } from '../api/keys';
import { currentWorkspace } from '../api/workspace';
import { Icon } from '../ui/Icon';
import { icons } from '../ui/icons';
import { Select } from '../ui/Select';
import styles from './WorkspaceChoice.module.css';

interface WorkspaceChoiceProps {
  workspace: Workspace;
  workspaces: readonly Workspace[];
}

/** The workspace's name; with several, the way from one to another. */
export function WorkspaceChoice({ workspace, workspaces }: WorkspaceChoiceProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  if (workspaces.length < 2) {
    return (
      <Link to="/workspace" className={styles.name} title="Workspace and its members">
        {workspace.name}
      </Link>
    );
  }
  const choose = (id: string) => {
    if (id === workspace.id) return;
    currentWorkspace.set(id);
    client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.workspaces[0] });
    client.setQueryData(keys.workspaces, { workspaces: [...workspaces] });
    void navigate('/');
  };
  return (
    <div className={styles.choice}>
      <Select
        aria-label="Workspace"
        value={workspace.id}
        options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={choose}
      />
      <Link to="/workspace" className={styles.people} title="Workspace and its members">
        <Icon path={icons.people} size={16} />
        <span className="visually-hidden">Workspace and its members</span>
      </Link>
    </div>
  );
}
