import { useQuery } from '@tanstack/react-query';
import type { SavedPreset } from '../../../../api/answers';
import { presetsQuery } from '../../../../api/queries';
import type { FieldValues } from '../../../../lib/schema/fields';
import { PresetDialog } from './PresetDialog';

/** What somebody keeps or edits, with the form as it was when they began to: others choose in it, too. */
export interface Edited {
  /** Null keeps the values as a new one. */
  preset: SavedPreset | null;
  algorithmId: string;
  algorithmName: string;
  datasetId: string | null;
  values: FieldValues;
}

export function EditedPreset({ edited, onClose }: { edited: Edited; onClose: () => void }) {
  const { data } = useQuery(presetsQuery(edited.algorithmId, edited.datasetId));
  const { preset } = edited;
  // Until the list is there nothing is known of what others have done.
  const current = preset && (data === undefined ? preset : (data.saved.find(({ id }) => id === preset.id) ?? null));
  return <PresetDialog {...edited} current={current} onClose={onClose} />;
}
