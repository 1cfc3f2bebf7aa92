import { useState } from 'react';
import type { Experiment } from '../../../../api/run-answers';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog';
import { useToast } from '../../../../ui/toast';
import { useArchiveExperiment, useDeleteExperiment } from '../../runs-queries';
import styles from './Experiments.module.css';

interface ExperimentActionsProps {
  experiment: Experiment;
  runs: number;
  onEdit: () => void;
}

export function ExperimentActions({ experiment, runs, onEdit }: ExperimentActionsProps) {
  const [isAsking, setIsAsking] = useState(false);
  const archive = useArchiveExperiment();
  const remove = useDeleteExperiment();
  const tell = useToast();
  const failed = (error: Error) => tell({ tone: 'bad', text: error.message });
  const isActive = experiment.status === 'active';
  return (
    <div className={styles.acts}>
      <Button look="quiet" onClick={onEdit}>
        Edit
      </Button>
      <Button
        look="quiet"
        onClick={() => archive.mutate({ id: experiment.id, status: isActive ? 'archived' : 'active' }, { onError: failed })}
      >
        {isActive ? 'Archive' : 'Bring back'}
      </Button>
      <Button look="quiet" onClick={() => setIsAsking(true)}>
        Delete
      </Button>
      <ConfirmDialog
        title={`Delete ${experiment.name}?`}
        act={runs === 0 ? 'Delete' : `Delete with ${formatCountOf(runs, 'run')}`}
        isOpen={isAsking}
        isBusy={remove.isPending}
        onClose={() => setIsAsking(false)}
        onConfirm={() =>
          remove.mutate({ id: experiment.id, withRuns: runs > 0 }, { onError: failed, onSettled: () => setIsAsking(false) })
        }
      >
        {runs === 0
          ? 'It has no runs.'
          : `Its ${formatCountOf(runs, 'run')}, with their curves, notes and tags, go with it; the models that they left stay. To keep the runs, move them to another experiment first.`}
      </ConfirmDialog>
    </div>
  );
}
