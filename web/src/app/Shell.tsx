import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Outlet, ScrollRestoration } from 'react-router';
import type { Workspace } from '../api/answers';
import { CONTENT } from '../lib/focus/enter-page';
import { Live } from '../live/live';
import { LiveContext } from '../live/use-live';
import { MayEditContext } from '../lib/role';
import { appliers } from './features';
import { Header } from './Header';
import { Navigation } from './Navigation';
import { SharedChoices } from './SharedChoices';
import { useFocusOfPages } from './use-focus-of-pages';
import { WorkspaceTopic } from './WorkspaceTopic';
import styles from './Shell.module.css';

interface ShellProps {
  workspace: Workspace;
  workspaces: readonly Workspace[];
}

/** The frame of every page: header, navigation, and the live connection of one workspace. */
export function Shell({ workspace, workspaces }: ShellProps) {
  const client = useQueryClient();
  const [live] = useState(() => new Live(client, appliers, openSocket));
  useEffect(() => live.start(), [live]);
  useFocusOfPages();
  return (
    <LiveContext value={live}>
      <MayEditContext value={workspace.role !== 'viewer'}>
        <WorkspaceTopic id={workspace.id} />
        <SharedChoices workspaceId={workspace.id} mayChoose={workspace.role !== 'viewer'} />
        <a href={`#${CONTENT}`} className={styles.skip}>
          Skip to content
        </a>
        <Header workspace={workspace} workspaces={workspaces} />
        <Navigation place="bottom" />
        <main id={CONTENT} className={styles.main} tabIndex={-1}>
          <Outlet />
        </main>
        <ScrollRestoration />
      </MayEditContext>
    </LiveContext>
  );
}

function openSocket(): WebSocket {
  const address = new URL('/ws/events', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(address);
}
