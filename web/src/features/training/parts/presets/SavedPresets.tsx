import { useState } from 'react';
import type { SavedPreset } from '../../../../api/answers';
import { ApiError } from '../../../../api/errors';
import { Badge } from '../../../../ui/Badge';
import { Button } from '../../../../ui/Button';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { icons } from '../../../../ui/icons';
import { Popover } from '../../../../ui/Popover';
import { useClosePopover } from '../../../../ui/popover-context';
import { useToast } from '../../../../ui/toast';
import { useDeletePreset } from '../../preset-queries';
import styles from './Presets.module.css';
import { sizeText } from './told';

interface SavedPresetsProps {
  presets: readonly SavedPreset[];
  /** The names of those who may have kept them, by their ids. */
  people: ReadonlyMap<string, string>;
  onBegin: (preset: SavedPreset) => void;
  onEdit: (preset: SavedPreset) => void;
}

/** The workspace's own presets of this algorithm. */
export function SavedPresets({ presets, people, onBegin, onEdit }: SavedPresetsProps) {
  const [doomed, setDoomed] = useState<SavedPreset | null>(null);
  const remove = useDeletePreset();
  const tell = useToast();
  // Somebody else may delete it while the question stands.
  const isThere = doomed !== null && presets.some(({ id }) => id === doomed.id);
  const refuse = (error: Error) =>
    error instanceof ApiError && error.code === 'preset_not_found'
      ? tell({ tone: 'plain', text: `Somebody has deleted the preset ${doomed?.name ?? ''} already` })
      : tell({ tone: 'bad', text: error.message });
  if (presets.length === 0) return null;
  return (
    <>
      <Popover label="Ours" icon={icons.bookmark} badge={<Badge>{presets.length}</Badge>}>
        <PresetList presets={presets} people={people} onBegin={onBegin} onEdit={onEdit} onDelete={setDoomed} />
      </Popover>
      <ConfirmDialog
        title={`Delete the preset ${doomed?.name ?? ''}?`}
        act="Delete"
        isOpen={isThere}
        isBusy={remove.isPending}
        onClose={() => setDoomed(null)}
        onConfirm={() =>
          doomed !== null &&
          remove.mutate(doomed.id, {
            onError: refuse,
            onSettled: () => setDoomed(null),
          })
        }
      >
        Nobody in this workspace can begin from it any more. Trainings that did stay as they are.
      </ConfirmDialog>
    </>
  );
}

function PresetList({ presets, people, onBegin, onEdit, onDelete }: SavedPresetsProps & { onDelete: (preset: SavedPreset) => void }) {
  const close = useClosePopover();
  return (
    <ul className={styles.list}>
      {presets.map((preset) => (
        <li key={preset.id} className={styles.preset}>
          <div className={styles.words}>
            <strong>{preset.name}</strong>{' '}
            {preset.problems.length > 0 && <Badge tone="brass">{preset.problems.length} no longer fit</Badge>}{' '}
            {preset.for_table?.is_another_size === true && <Badge>table of another size</Badge>}
            <p>{originOf(preset, people)}</p>
            {preset.description !== '' && <p>{preset.description}</p>}
          </div>
          <Button
            aria-label={`Begin from ${preset.name}`}
            onClick={() => {
              onBegin(preset);
              close();
            }}
          >
            Begin from
          </Button>
          <EditorsOnly>
            <Button look="quiet" aria-label={`Edit ${preset.name}`} onClick={() => onEdit(preset)}>
              Edit
            </Button>
            <Button look="quiet" aria-label={`Delete ${preset.name}`} onClick={() => onDelete(preset)}>
              Delete
            </Button>
          </EditorsOnly>
        </li>
      ))}
    </ul>
  );
}

/** Who kept it, and for which table. */
function originOf({ created_by: by, made_for: made }: SavedPreset, people: ReadonlyMap<string, string>): string {
  const who = `Kept by ${people.get(by) ?? 'somebody who has left'}`;
  return made === null ? who : `${who} for ${made.name}, ${sizeText(made)}`;
}
