import { useMemo } from 'react';
import type { RecipeStep } from '../../../../api/types';
import { usePath } from '../../../../lib/state/use-path';
import { edited, EMPTY_DRAFT, isDraft, redone, undone } from './draft';

/** The steps being put together for a dataset; they are kept in the browser, so that a reload loses nothing. */
export function useDraft(datasetId: string) {
  const [held, keep] = usePath(`prepare.${datasetId}`, isDraft);
  const draft = held ?? EMPTY_DRAFT;
  return useMemo(
    () => ({
      steps: draft.steps,
      canUndo: draft.past.length > 0,
      canRedo: draft.future.length > 0,
      change: (steps: RecipeStep[], topic: string | null = null) => keep(edited(draft, steps, topic)),
      undo: () => keep(undone(draft)),
      redo: () => keep(redone(draft)),
    }),
    [draft, keep],
  );
}

export type DraftHandle = ReturnType<typeof useDraft>;
