import { Link } from 'react-router';
import type { Workspace } from '../api/answers';
import { useOffer } from '../lib/offers';
import { ConnectionDot } from './ConnectionDot';
import styles from './Header.module.css';
import { Logo } from './Logo';
import { Navigation } from './Navigation';
import { ThemeToggle } from './ThemeToggle';
import { WorkspaceChoice } from './WorkspaceChoice';

interface HeaderProps {
  workspace: Workspace;
  workspaces: readonly Workspace[];
}

export function Header({ workspace, workspaces }: HeaderProps) {
  const drawAccountMenu = useOffer('drawAccountMenu');
  return (
    <header className={styles.header}>
      <div className={styles.inner}>
        <Link to="/" className={styles.brand} aria-label="Armillary, start page">
          <Logo />
          <span className={styles.name}>Armillary</span>
        </Link>
        <Navigation place="top" />
        <div className={styles.end}>
          <WorkspaceChoice workspace={workspace} workspaces={workspaces} />
          <ConnectionDot />
          <ThemeToggle />
          {drawAccountMenu()}
        </div>
      </div>
    </header>
  );
}
