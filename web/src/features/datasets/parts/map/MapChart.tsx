import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { DatasetMap, MapAnswer } from '../../../../api/answers';
import type { Dataset } from '../../../../api/types';
import { colourBy, type Colouring } from '../../../../charts/scatter/colours';
import { Scatter } from '../../../../charts/Scatter';
import { formatCountOf } from '../../../../lib/format';
import { Field } from '../../../../ui/Field';
import { Select } from '../../../../ui/Select';
import styles from './map.module.css';
import { mapQuery } from './map-queries';
import { PlaceTable } from './PlaceTable';
import { RowFacts } from './RowFacts';

interface MapChartProps {
  dataset: Dataset;
  map: DatasetMap;
  points: NonNullable<MapAnswer['points']>;
}

const PLAIN: Colouring = { kind: 'plain' };

/** The places of a map, coloured by any column; a point shows its row. */
export function MapChart({ dataset, map, points }: MapChartProps) {
  const [column, setColumn] = useState(() => suggest(dataset));
  const [hovered, setHovered] = useState<number | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const { data, isPlaceholderData } = useQuery({ ...mapQuery(dataset.id, map.id, column), enabled: column !== null });
  const colour = column === null || isPlaceholderData ? null : (data?.colour ?? null);
  const colouring = useMemo(
    () => (colour === null ? PLAIN : colourBy(colour.name, colour.values, colour.type === 'numeric')),
    [colour],
  );
  const shown = hovered ?? chosen;
  const row = shown === null ? null : (points.rows[shown] ?? null);
  return (
    <div className={styles.chart}>
      <div className={styles.plane}>
        <Field label="Colour by">
          {(control) => (
            <Select
              {...control}
              value={column ?? ''}
              placeholder="nothing"
              options={(dataset.schema ?? []).map(({ name }) => ({ value: name, label: name }))}
              onChange={(name) => setColumn(name === '' ? null : name)}
            />
          )}
        </Field>
        <Scatter
          label={`Map of ${dataset.name}, ${formatCountOf(points.rows.length, 'point')}`}
          x={points.x}
          y={points.y}
          colouring={colouring}
          isEqual
          chosen={chosen}
          onChoose={setChosen}
          onHover={setHovered}
        />
      </div>
      <RowFacts dataset={dataset} row={row} />
      <PlaceTable points={points} colour={colour} />
    </div>
  );
}

/** The column that most probably tells groups apart. */
function suggest({ schema }: Dataset): string | null {
  const groups = (schema ?? []).filter(({ type }) => type === 'binary' || type === 'categorical');
  return groups.at(-1)?.name ?? null;
}
