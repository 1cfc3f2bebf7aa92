import { useQuery } from '@tanstack/react-query';
import { runMetricsQuery } from '../../../api/queries';
import { ButtonLink } from '../../../ui/ButtonLink';
import { icons } from '../../../ui/icons';
import { Popover } from '../../../ui/Popover';
import styles from './MetricsMenu.module.css';

interface MetricsMenuProps {
  runId: string;
  workspaceId: string;
}

const FILES = [
  { query: 'format=csv', label: 'CSV', about: 'the overall metrics in one row', needs: 'nothing' },
  { query: 'format=json', label: 'JSON', about: 'curves, confusion matrix, ROC and importance too', needs: 'nothing' },
  { query: 'format=parquet', label: 'Parquet', about: 'every score with its interval and baselines', needs: 'scores' },
  { query: 'format=parquet&of=rows', label: 'Test rows', about: 'what is true and what was said of each, as Parquet', needs: 'rows' },
] as const;

/** The numbers of a run, to be taken along in one of several files. */
export function MetricsMenu({ runId, workspaceId }: MetricsMenuProps) {
  const judged = useQuery(runMetricsQuery(runId, null)).data;
  const hasScores = judged?.has_scores === true;
  // Of what makes columns no single row was looked at.
  const hasRows = hasScores || (judged?.described != null && judged.described.kind !== 'preprocessing');
  const has = { nothing: true, scores: hasScores, rows: hasRows };
  return (
    <Popover label="Export metrics" icon={icons.download}>
      <ul className={styles.menu}>
        {FILES.filter(({ needs }) => has[needs]).map(({ query, label, about }) => (
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
