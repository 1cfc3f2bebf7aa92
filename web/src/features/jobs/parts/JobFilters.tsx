import type { JobFilter } from '../../../api/queries';
import { stateWord } from '../../../lib/job-words';
import { Select } from '../../../ui/Select';
import styles from './JobFilters.module.css';

const STATES = [
  'queued',
  'running',
  'pausing',
  'paused',
  'waiting',
  'cancelling',
  'succeeded',
  'failed',
  'cancelled',
  'lost',
] as const;

interface JobFiltersProps {
  filter: JobFilter;
  onChange: (filter: JobFilter) => void;
}

export function JobFilters({ filter, onChange }: JobFiltersProps) {
  return (
    <div className={styles.filters}>
      <Select
        aria-label="State"
        value={filter.state ?? ''}
        placeholder="Every state"
        options={STATES.map((state) => ({ value: state, label: stateWord(state) }))}
        onChange={(chosen) => onChange({ ...filter, state: STATES.find((state) => state === chosen) ?? null })}
      />
    </div>
  );
}
