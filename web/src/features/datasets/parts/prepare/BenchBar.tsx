import { useState } from 'react';
import type { StepKinds } from '../../../../api/recipe-answers';
import type { Dataset } from '../../../../api/types';
import { Button } from '../../../../ui/Button';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { CreateDialog } from './CreateDialog';
import styles from './prepare.module.css';
import { RecipesDialog } from './RecipesDialog';
import { SaveDialog } from './SaveDialog';
import type { DraftHandle } from './use-draft';

interface BenchBarProps {
  dataset: Dataset;
  draft: DraftHandle;
  kinds: StepKinds;
  onChoose: (id: string | null) => void;
}

/** What can be done with the recipe as a whole. */
export function BenchBar({ dataset, draft, kinds, onChoose }: BenchBarProps) {
  const [open, setOpen] = useState<'create' | 'save' | 'recipes' | null>(null);
  const close = () => setOpen(null);
  const isEmpty = !draft.steps.some((step) => step.disabled !== true);
  return (
    <div className={styles.bar}>
      <IconButton label="Undo" icon={UNDO} disabled={!draft.canUndo} onClick={draft.undo} />
      <IconButton label="Redo" icon={REDO} disabled={!draft.canRedo} onClick={draft.redo} />
      <Button look="quiet" disabled={draft.steps.length === 0} icon={icons.trash} onClick={() => draft.change([])}>
        Clear
      </Button>
      <span className={styles.gap} />
      <Button onClick={() => setOpen('recipes')}>Saved recipes</Button>
      <Button disabled={isEmpty} onClick={() => setOpen('save')}>
        Save recipe
      </Button>
      <Button look="primary" disabled={isEmpty} icon={icons.check} onClick={() => setOpen('create')}>
        Create dataset
      </Button>
      <CreateDialog dataset={dataset} steps={draft.steps} isOpen={open === 'create'} onClose={close} />
      <SaveDialog steps={draft.steps} isOpen={open === 'save'} onClose={close} />
      <RecipesDialog
        kinds={kinds}
        isOpen={open === 'recipes'}
        onClose={close}
        onTake={(steps) => {
          draft.change(steps);
          onChoose(steps.at(-1)?.id ?? null);
          close();
        }}
      />
    </div>
  );
}

const UNDO = 'M9 7 4 12l5 5M4.5 12H15a5 5 0 0 1 0 10h-2';
const REDO = 'm15 7 5 5-5 5M19.5 12H9a5 5 0 0 0 0 10h2';
