import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatCountOf } from '../../../../lib/format';
import { Button } from '../../../../ui/Button';
import { ButtonLink } from '../../../../ui/ButtonLink';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { icons } from '../../../../ui/icons';
import { Popover } from '../../../../ui/Popover';
import { Select } from '../../../../ui/Select';
import { TextInput } from '../../../../ui/TextInput';
import { useToast } from '../../../../ui/toast';
import { MOST_COMPARED } from '../../compare/names';
import { experimentsQuery, useChangeRuns, useDeleteRuns, type BulkChange } from '../../runs-queries';
import styles from './BulkBar.module.css';

interface BulkBarProps {
  ids: readonly string[];
  onDone: () => void;
}

const MOST_AT_ONCE = 200;

/** What can be done with the runs that were chosen. */
export function BulkBar({ ids, onDone }: BulkBarProps) {
  const [tag, setTag] = useState('');
  const [isAsking, setIsAsking] = useState(false);
  const experiments = useQuery(experimentsQuery()).data?.experiments.filter((one) => one.status === 'active') ?? [];
  const change = useChangeRuns();
  const remove = useDeleteRuns();
  const tell = useToast();
  const failed = (error: Error) => tell({ tone: 'bad', text: error.message });
  const apply = (part: Omit<BulkChange, 'ids'>, done: string) =>
    change.mutate({ ids: [...ids], ...part }, { onError: failed, onSuccess: () => tell({ tone: 'good', text: done }) });
  const count = formatCountOf(ids.length, 'run');
  const word = tag.trim();
  const canCompare = ids.length >= 2 && ids.length <= MOST_COMPARED;
  return (
    <div className={styles.bar} role="toolbar" aria-label="The chosen runs">
      <strong>{count} chosen</strong>
      {canCompare ? (
        <ButtonLink to={`/runs/compare?ids=${ids.join(',')}`} look="primary" icon={icons.chart}>
          Compare
        </ButtonLink>
      ) : (
        <Button icon={icons.chart} disabled title={`Choose 2 to ${String(MOST_COMPARED)} runs`}>
          Compare
        </Button>
      )}
      <EditorsOnly>
        <Popover label="Tag" icon={icons.bookmark} isDisabled={ids.length > MOST_AT_ONCE}>
          <form className={styles.tag} onSubmit={(event) => event.preventDefault()}>
            <TextInput aria-label="Tag" placeholder="Tag" maxLength={50} value={tag} onChange={(event) => setTag(event.target.value)} />
            <Button type="submit" disabled={word === ''} onClick={() => apply({ add_tags: [word] }, `${count} tagged ${word}.`)}>
              Add
            </Button>
            <Button disabled={word === ''} onClick={() => apply({ remove_tags: [word] }, `Tag ${word} taken from ${count}.`)}>
              Take away
            </Button>
          </form>
        </Popover>
        <Select
          aria-label="Move to an experiment"
          placeholder="Move to…"
          value=""
          disabled={ids.length > MOST_AT_ONCE}
          options={experiments.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => id !== '' && apply({ experiment_id: id }, `${count} moved.`)}
        />
        <Button look="danger" icon={icons.trash} disabled={ids.length > MOST_AT_ONCE} onClick={() => setIsAsking(true)}>
          Delete
        </Button>
      </EditorsOnly>
      <Button look="quiet" onClick={onDone}>
        Choose none
      </Button>
      <ConfirmDialog
        title={`Delete ${count}?`}
        act="Delete"
        isOpen={isAsking}
        isBusy={remove.isPending}
        onClose={() => setIsAsking(false)}
        onConfirm={() =>
          remove.mutate([...ids], {
            onError: failed,
            onSuccess: onDone,
            onSettled: () => setIsAsking(false),
          })
        }
      >
        Their curves, notes and tags are removed and cannot be brought back. The models that they left stay.
      </ConfirmDialog>
    </div>
  );
}
