import { useQuery } from '@tanstack/react-query';
import { useState, type KeyboardEvent } from 'react';
import { useSearchParams } from 'react-router';
import type { StepKinds } from '../../../../api/recipe-answers';
import type { Dataset } from '../../../../api/types';
import { useDebounced } from '../../../../lib/use-debounced';
import { BenchBar } from './BenchBar';
import styles from './prepare.module.css';
import { trialQuery, type Trial } from './queries';
import { StepList } from './StepList';
import { StepPanel } from './StepPanel';
import { TrialPanel } from './TrialPanel';
import { useDraft } from './use-draft';

const WAIT_MS = 300;

/** The bench where a recipe is put together, tried and applied. */
export function PrepareBench({ dataset, kinds }: { dataset: Dataset; kinds: StepKinds }) {
  const draft = useDraft(dataset.id);
  const [address, setAddress] = useSearchParams();
  const [sample, setSample] = useState<Trial['sample']>('first');
  const [page, setPage] = useState(0);
  const asked = address.get('step');
  const chosen = draft.steps.find((step) => step.id === asked) ?? (asked === 'none' ? undefined : draft.steps.at(-1));
  const place = chosen === undefined ? -1 : draft.steps.indexOf(chosen);
  const choose = (id: string | null) => {
    setPage(0);
    setAddress({ view: 'prepare', step: id ?? 'none' }, { replace: true });
  };
  const settled = useDebounced(draft.steps, WAIT_MS);
  // Only what was typed has to settle: another step's rows are wanted at once.
  const steps = settled.length === draft.steps.length ? settled : draft.steps;
  const trial = useQuery(trialQuery(dataset.id, { steps, step: place, sample, page }));
  const undo = (event: KeyboardEvent) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    if (isTyping || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    if (event.shiftKey) draft.redo();
    else draft.undo();
  };
  return (
    // The keys for undoing work wherever on the bench the focus is.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles.view} onKeyDown={undo}>
      <BenchBar dataset={dataset} draft={draft} kinds={kinds} onChoose={choose} />
      <div className={styles.bench}>
        <StepList draft={draft} kinds={kinds} tried={trial.data?.steps ?? []} chosen={chosen?.id ?? null} onChoose={choose} />
        <div className={styles.work}>
          {chosen !== undefined && (
            <StepPanel
              key={chosen.id}
              dataset={dataset}
              draft={draft}
              kinds={kinds}
              step={chosen}
              place={place}
              tried={trial.data?.steps ?? []}
            />
          )}
          <TrialPanel trial={trial} place={place} page={page} sample={sample} onPage={setPage} onSample={setSample} />
        </div>
      </div>
    </div>
  );
}
