import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { classNames } from '../lib/class-names';
import type { ButtonLook } from './Button';
import styles from './Button.module.css';
import { Icon } from './Icon';

interface ButtonLinkProps {
  to: string;
  look?: ButtonLook;
  icon?: string;
  /** A file of the server, which the browser saves, instead of a page of ours. */
  isDownload?: boolean;
  children: ReactNode;
}

/** A link that looks like a button: it goes somewhere, so it stays a link. */
export function ButtonLink({ to, look = 'secondary', icon, isDownload = false, children }: ButtonLinkProps) {
  const content = (
    <>
      {icon !== undefined && <Icon path={icon} size={16} />}
      {children}
    </>
  );
  const className = classNames(styles.button, styles[look]);
  if (!isDownload) {
    return (
      <Link to={to} className={className}>
        {content}
      </Link>
    );
  }
  return (
    <a href={to} download className={className}>
      {content}
    </a>
  );
}
