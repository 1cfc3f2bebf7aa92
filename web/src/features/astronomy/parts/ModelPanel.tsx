import { useQuery } from '@tanstack/react-query';
import { Faces } from '../../../ui/Faces';
import { Field } from '../../../ui/Field';
import { Panel } from '../../../ui/Panel';
import { Segmented } from '../../../ui/Segmented';
import { Select } from '../../../ui/Select';
import styles from '../Playground.module.css';
import { modelTypesQuery } from '../queries';
import type { Wish } from '../wish';
import { ModelFields } from './ModelFields';
import { StoredModels } from './StoredModels';

const FLOWS = [
  { value: 'custom', label: 'Train one' },
  { value: 'pretrained', label: 'The stored one' },
];

interface ModelPanelProps {
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** A model of one's own choice, or the one that is stored for the mission. */
export function ModelPanel({ wish, onChange }: ModelPanelProps) {
  const types = useQuery(modelTypesQuery());
  return (
    <Panel title="Model">
      <div className={styles.stack}>
        <Field label="Which">
          {({ id }) => (
            <Segmented
              id={id}
              label="Which model"
              options={FLOWS}
              value={wish.flow}
              onChange={(value) => onChange({ ...wish, flow: value === 'pretrained' ? 'pretrained' : 'custom' })}
            />
          )}
        </Field>
        {wish.flow === 'pretrained' ? (
          <StoredModels wish={wish} onChange={onChange} />
        ) : (
          <Faces of="model types" query={types}>
            {(found) => {
              const chosen = found.find((one) => one.id === wish.modelType);
              return (
                <>
                  <Field label="Model type" hint={chosen?.description}>
                    {(control) => (
                      <Select
                        {...control}
                        value={wish.modelType}
                        options={found.map((one) => ({
                          value: one.id,
                          label: one.is_installed ? one.title : `${one.title} (not installed)`,
                          isDisabled: !one.is_installed,
                        }))}
                        onChange={(modelType) => onChange({ ...wish, modelType, parameters: {} })}
                      />
                    )}
                  </Field>
                  {chosen !== undefined && (
                    <ModelFields
                      fields={chosen.fields}
                      values={wish.parameters}
                      onChange={(parameters) => onChange({ ...wish, parameters })}
                    />
                  )}
                </>
              );
            }}
          </Faces>
        )}
      </div>
    </Panel>
  );
}
