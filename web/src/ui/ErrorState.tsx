import { Button } from './Button';
import { Icon } from './Icon';
import { icons } from './icons';
import styles from './States.module.css';

interface ErrorStateProps {
  title: string;
  /** The server's own sentence: what was expected, what came, what to do. */
  message: string;
  onRetry?: () => void;
}

export function ErrorState({ title, message, onRetry }: ErrorStateProps) {
  return (
    <div className={styles.state} role="alert">
      <span className={styles.alarm}>
        <Icon path={icons.alert} size={28} />
      </span>
      <p className={styles.title}>{title}</p>
      <p className={styles.words}>{message}</p>
      {onRetry !== undefined && (
        <Button icon={icons.reset} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
