import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AlgorithmDetail, Preset, SavedPreset } from '../../../api/answers';
import { presetsQuery } from '../../../api/queries';
import { checkField } from '../../../lib/schema/check';
import { Announcement } from '../../../ui/Announcement';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { icons } from '../../../ui/icons';
import type { Plan } from '../plan';
import { usePeople } from '../runs-queries';
import { useChoose } from '../use-choose';
import styles from './AlgorithmStep.module.css';
import type { Edited } from './presets/EditedPreset';
import { PresetNotice } from './presets/PresetNotice';
import { SavedPresets } from './presets/SavedPresets';
import { toldOf, toldOfFitted, toldOfKept, type Told } from './presets/told';

interface PresetChoiceProps {
  algorithm: AlgorithmDetail;
  plan: Pick<Plan, 'datasetId' | 'dataset' | 'fields' | 'values'>;
  onEdit: (edited: Edited) => void;
}

/** What somebody began from, and beside which algorithm and table: of others it says nothing. */
interface Begun {
  of: string;
  told: Told;
  preset: SavedPreset | null;
}

/** Values to begin from: three that come with the algorithm, sized for the table, and the workspace's own. */
export function PresetChoice({ algorithm, plan: { datasetId, dataset, fields, values }, onEdit }: PresetChoiceProps) {
  const choose = useChoose();
  const people = usePeople();
  const { data } = useQuery(presetsQuery(algorithm.id, datasetId));
  const [begun, setBegun] = useState<Begun | null>(null);
  const of = `${algorithm.id} ${datasetId ?? ''}`;
  // While those of another algorithm are on their way, the list still holds those of the last one.
  const sized = (data?.presets ?? []).filter((preset) => preset.algorithm_id === algorithm.id);
  const kept = (data?.saved ?? []).filter((preset) => preset.algorithm_id === algorithm.id);
  const isWrong = fields.some((field) => checkField(field, values[field.name] ?? null) !== null);
  const edit = (preset: SavedPreset | null) => onEdit({ preset, algorithmId: algorithm.id, algorithmName: algorithm.name, datasetId, values });
  const begin = (from: Readonly<Record<string, unknown>>, told: Told | null, preset: SavedPreset | null = null) => {
    choose.hyperparameters(from);
    setBegun(told && { of, told, preset });
  };
  const table = typeof dataset?.rows === 'number' ? { rows: dataset.rows, columns: dataset.columns ?? 0 } : null;
  return (
    <>
      <div className={styles.presets} role="group" aria-label="Presets">
        Begin from
        {sized.map((preset: Preset) => (
          <Button key={preset.id} title={preset.description} onClick={() => begin(preset.hyperparameters, toldOf(preset, fields))}>
            {preset.name}
          </Button>
        ))}
        <SavedPresets
          presets={kept}
          people={people}
          onBegin={(preset) => begin(preset.hyperparameters, toldOfKept(preset, fields, table, sized), preset)}
          onEdit={edit}
        />
        <EditorsOnly otherwise={<span className={styles.forEditors}>Keeping values as presets is for editors.</span>}>
          <Button
            look="quiet"
            icon={icons.bookmark}
            disabled={isWrong}
            title={isWrong ? 'First put right what is marked below' : undefined}
            onClick={() => edit(null)}
          >
            Save these values
          </Button>
        </EditorsOnly>
      </div>
      <Announcement text={begun?.of === of ? begun.told.title : ''} />
      {begun?.of === of && (
        <PresetNotice
          told={begun.told}
          onFit={() => begun.preset !== null && begun.told.offer !== null && begin(begun.told.offer, toldOfFitted(begun.preset, fields))}
        />
      )}
    </>
  );
}
