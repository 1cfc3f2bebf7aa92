import type { UseQueryResult } from '@tanstack/react-query';
import type { RecipePreview } from '../../../../api/recipe-answers';
import { formatCount, formatCountOf } from '../../../../lib/format';
import { Faces } from '../../../../ui/Faces';
import { Notice } from '../../../../ui/Notice';
import { Panel } from '../../../../ui/Panel';
import { Segmented } from '../../../../ui/Segmented';
import styles from './prepare.module.css';
import type { Trial } from './queries';
import { TrialPager } from './TrialPager';
import { TrialTable } from './TrialTable';

interface TrialPanelProps {
  trial: UseQueryResult<RecipePreview>;
  place: number;
  page: number;
  sample: Trial['sample'];
  onPage: (page: number) => void;
  onSample: (sample: Trial['sample']) => void;
}

const SAMPLES = [
  { value: 'first', label: 'first rows' },
  { value: 'random', label: 'from all over' },
];

/** Some rows behind the chosen step, what it changed marked. */
export function TrialPanel({ trial, place, page, sample, onPage, onSample }: TrialPanelProps) {
  return (
    <Panel
      title={place < 0 ? 'The table as it is' : 'Preview'}
      aside={trial.data && sampleWords(trial.data)}
      actions={
        <Segmented
          label="Rows to try on"
          options={SAMPLES}
          value={sample}
          onChange={(value) => onSample(value === 'random' ? 'random' : 'first')}
        />
      }
    >
      <Faces of="preview" query={trial}>
        {(found) => (
          <div className={styles.trial}>
            <Notes found={found} place={place} />
            <TrialTable shown={found.shown} isStale={trial.isPlaceholderData} />
            <TrialPager page={page} size={found.shown.page_size} total={found.shown.total_rows} onPage={onPage} />
          </div>
        )}
      </Faces>
    </Panel>
  );
}

function Notes({ found, place }: { found: RecipePreview; place: number }) {
  const step = found.steps[place];
  const isBehind = step !== undefined && step.state !== 'done' && step.state !== 'off';
  return (
    <>
      {isBehind && (
        <Notice tone="brass">
          {found.shown.step < 0
            ? 'The step cannot be done yet: these are the rows as they are.'
            : `The step cannot be done yet: these are the rows behind step ${found.shown.step + 1}.`}
        </Notice>
      )}
      {step?.notes !== undefined && step.notes.length > 0 && (
        <ul className={styles.notes}>
          {step.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function sampleWords({ sample }: RecipePreview): string {
  if (sample.rows >= sample.of) return `on all ${formatCountOf(sample.rows, 'row')}`;
  return `on ${formatCount(sample.rows)} of ${formatCountOf(sample.of, 'row')}`;
}
