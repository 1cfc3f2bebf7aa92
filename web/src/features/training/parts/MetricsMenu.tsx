import { ButtonLink } from '../../../ui/ButtonLink';
import { icons } from '../../../ui/icons';
import { Popover } from '../../../ui/Popover';
import styles from './MetricsMenu.module.css';

interface MetricsMenuProps {
  runId: string;
  workspaceId: string;
}

const FILES = [
  { query: 'format=csv', label: 'CSV', about: 'the overall metrics in one row' },
  { query: 'format=json', label: 'JSON', about: 'curves, confusion matrix, ROC and importance too' },
  { query: 'format=parquet', label: 'Parquet', about: 'every score with its interval and baselines' },
  { query: 'format=parquet&of=rows', label: 'Test rows', about: 'what is true and what was said of each, as Parquet' },
] as const;

/** The numbers of a run, to be taken along in one of several files. */
export function MetricsMenu({ runId, workspaceId }: MetricsMenuProps) {
  return (
    <Popover label="Export metrics" icon={icons.download}>
      <ul className={styles.menu}>
        {FILES.map(({ query, label, about }) => (
          <li key={query}>
            <ButtonLink to={`/api/training/${runId}/export-metrics?${query}&workspace_id=${workspaceId}`} icon={icons.download} isDownload>
              {label}
            </ButtonLink>
            <span>{about}</span>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
