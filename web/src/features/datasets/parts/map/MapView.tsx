import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DatasetMap, MapMethod } from '../../../../api/answers';
import type { Dataset } from '../../../../api/types';
import { formatAgo } from '../../../../lib/format';
import { useNow } from '../../../../lib/use-now';
import { EmptyState } from '../../../../ui/EmptyState';
import { Faces } from '../../../../ui/Faces';
import { Field } from '../../../../ui/Field';
import { Panel } from '../../../../ui/Panel';
import { Select } from '../../../../ui/Select';
import { MapForm } from './MapForm';
import { MapResult } from './MapResult';
import styles from './map.module.css';
import { mapMethodsQuery, mapsQuery } from './map-queries';

/** The rows of a table as points in a plane, near each other where they are alike. */
export function MapView({ dataset }: { dataset: Dataset }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const methods = useQuery(mapMethodsQuery());
  const maps = useQuery(mapsQuery(dataset.id));
  return (
    <Faces of="ways to make a map" query={methods}>
      {({ methods: known }) => (
        <div className={styles.view}>
          <Panel title="Make a map" className={styles.form}>
            <MapForm dataset={dataset} methods={known} onMade={setChosen} />
          </Panel>
          <Faces
            of="maps"
            query={maps}
            empty={{
              when: (data) => data.maps.length === 0,
              show: (
                <EmptyState title="No map yet">
                  A map lays the rows out in a plane, near each other where their columns are alike. PCA is ready
                  within moments.
                </EmptyState>
              ),
            }}
          >
            {(data) => (
              <Maps dataset={dataset} maps={data.maps} methods={known} chosen={chosen} onChoose={setChosen} />
            )}
          </Faces>
        </div>
      )}
    </Faces>
  );
}

interface MapsProps {
  dataset: Dataset;
  maps: readonly DatasetMap[];
  methods: readonly MapMethod[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}

/** One of the maps there are, the newest unless another one is chosen. */
function Maps({ dataset, maps, methods, chosen, onChoose }: MapsProps) {
  const now = useNow(60_000);
  const map = maps.find((one) => one.id === chosen) ?? maps[0];
  if (map === undefined) return null;
  const nameOf = (one: DatasetMap) => methods.find(({ id }) => id === one.method)?.name ?? one.method;
  return (
    <div className={styles.result}>
      {maps.length > 1 && (
        <Field label="Map">
          {(control) => (
            <Select
              {...control}
              value={map.id}
              options={maps.map((one) => ({
                value: one.id,
                label: `${nameOf(one)} ${describe(one)}, ${formatAgo(one.created_at, now)}`,
              }))}
              onChange={onChoose}
            />
          )}
        </Field>
      )}
      <MapResult key={map.id} dataset={dataset} map={map} name={nameOf(map)} onRemoved={() => onChoose(null)} />
    </div>
  );
}

function describe({ columns, parameters, view }: DatasetMap): string {
  const values = Object.values(parameters).map(String);
  const of = columns.length <= 3 ? columns.join(', ') : `${columns.length} columns`;
  return [`of ${of}`, ...(view === null ? [] : ['of some rows']), ...(values.length > 0 ? [`(${values.join(', ')})`] : [])].join(' ');
}
