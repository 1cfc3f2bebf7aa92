import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Preset, SavedPreset } from '../../../api/answers';
import { presetsQuery } from '../../../api/queries';
import { checkField } from '../../../lib/schema/check';
import type { Field, FieldValues } from '../../../lib/schema/fields';
import { Button } from '../../../ui/Button';
import { EditorsOnly } from '../../../ui/EditorsOnly';
import { icons } from '../../../ui/icons';
import { Notice } from '../../../ui/Notice';
import { useChoose } from '../use-choose';
import styles from './AlgorithmStep.module.css';
import { PresetDialog } from './presets/PresetDialog';
import { SavedPresets } from './presets/SavedPresets';

interface PresetChoiceProps {
  algorithmId: string;
  datasetId: string | null;
  fields: readonly Field[];
  values: FieldValues;
}

/** Values to begin from: three that come with the algorithm, sized for the table, and the workspace's own. */
export function PresetChoice({ algorithmId, datasetId, fields, values }: PresetChoiceProps) {
  const choose = useChoose();
  const { data } = useQuery(presetsQuery(algorithmId, datasetId));
  const [edited, setEdited] = useState<SavedPreset | 'new' | null>(null);
  const [told, setTold] = useState<{ title: string; lines: string[] } | null>(null);
  const isWrong = fields.some((field) => checkField(field, values[field.name] ?? null) !== null);
  const begin = (preset: Preset) => {
    choose.hyperparameters(preset.hyperparameters);
    const titleOf = (name: string) => fields.find((field) => field.name === name)?.title ?? name;
    const lines = (preset.adapted ?? []).map(({ name, value, instead_of: before, why }) => `${titleOf(name)} ${String(value)} instead of ${String(before)}. ${why}`);
    setTold(lines.length === 0 ? null : { title: `${preset.name}, made to fit this table`, lines });
  };
  const beginSaved = (preset: SavedPreset) => {
    choose.hyperparameters(preset.hyperparameters);
    const lines = preset.problems.map(({ msg }) => msg);
    setTold(lines.length === 0 ? null : { title: `Some values of ${preset.name} no longer fit and were left out`, lines });
  };
  return (
    <>
      <div className={styles.presets} role="group" aria-label="Presets">
        Begin from
        {(data?.presets ?? []).map((preset) => (
          <Button key={preset.id} title={preset.description} onClick={() => begin(preset)}>
            {preset.name}
          </Button>
        ))}
        <SavedPresets presets={data?.saved ?? []} onBegin={beginSaved} onEdit={setEdited} />
        <EditorsOnly>
          <Button
            look="quiet"
            icon={icons.bookmark}
            disabled={isWrong}
            title={isWrong ? 'First put right what is marked below' : undefined}
            onClick={() => setEdited('new')}
          >
            Save these values
          </Button>
        </EditorsOnly>
      </div>
      {told !== null && (
        <div className={styles.told}>
          <Notice tone="accent" title={told.title}>
            <ul>
              {told.lines.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </Notice>
        </div>
      )}
      {edited !== null && (
        <PresetDialog
          key={edited === 'new' ? 'new' : edited.id}
          preset={edited === 'new' ? null : edited}
          // What others do meanwhile comes with the list.
          current={edited === 'new' ? null : (data?.saved.find(({ id }) => id === edited.id) ?? null)}
          algorithmId={algorithmId}
          values={values}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}
