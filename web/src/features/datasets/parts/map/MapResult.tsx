import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { DatasetMap } from '../../../../api/answers';
import { keys } from '../../../../api/keys';
import type { Dataset } from '../../../../api/types';
import { formatCountOf, formatShare } from '../../../../lib/format';
import { isNumberList } from '../../../../lib/guards';
import { Button } from '../../../../ui/Button';
import { EmptyState } from '../../../../ui/EmptyState';
import { ErrorState } from '../../../../ui/ErrorState';
import { Faces } from '../../../../ui/Faces';
import { IconButton } from '../../../../ui/IconButton';
import { icons } from '../../../../ui/icons';
import { Panel } from '../../../../ui/Panel';
import { ImportProgress } from '../ImportProgress';
import { MapChart } from './MapChart';
import styles from './map.module.css';
import { mapQuery, useDeleteMap } from './map-queries';

interface MapResultProps {
  dataset: Dataset;
  map: DatasetMap;
  name: string;
  onRemoved: () => void;
}

/** A map on its way, failed or there. */
export function MapResult({ dataset, map, name, onRemoved }: MapResultProps) {
  const client = useQueryClient();
  const remove = useDeleteMap(dataset.id);
  const places = useQuery({ ...mapQuery(dataset.id, map.id, null), enabled: map.state === 'ready' && !map.stale });
  const ended = () => void client.invalidateQueries({ queryKey: keys.maps(dataset.id) });
  const actions = (
    <IconButton
      label={map.state === 'computing' ? 'Stop and remove this map' : 'Remove this map'}
      icon={icons.trash}
      disabled={remove.isPending}
      onClick={() => remove.mutate(map.id, { onSuccess: onRemoved })}
    />
  );
  if (map.state === 'failed') {
    return (
      <Panel title={name} actions={actions}>
        <ErrorState title="This map could not be made" message={map.error ?? 'No reason was given.'} />
      </Panel>
    );
  }
  if (map.state === 'computing') {
    return (
      <Panel title={name} actions={actions}>
        <ImportProgress jobId={map.job_id} onReady={ended} onProblem={ended} />
      </Panel>
    );
  }
  if (map.stale) {
    return (
      <Panel title={name} actions={actions}>
        <EmptyState title="The table has changed" action={<Button onClick={() => remove.mutate(map.id)}>Remove it</Button>}>
          It was imported anew after this map was made. Make the map again.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel title={name} aside={asideOf(map)} actions={actions}>
      <Faces of="map" query={places}>
        {({ points }) => points !== null && <MapChart dataset={dataset} map={map} points={points} />}
      </Faces>
      {map.notes.length > 0 && (
        <ul className={styles.notes}>
          {map.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function asideOf({ rows, facts }: DatasetMap): string {
  const explained = facts?.explained;
  const shares = isNumberList(explained) ? explained : [];
  const parts = [rows === null ? null : formatCountOf(rows, 'row')];
  if (shares.length > 0) {
    const total = shares.reduce((sum, one) => sum + one, 0);
    parts.push(`${formatShare(Math.round(total * 1000) / 1000)} of what differs is seen`);
  }
  return parts.filter((part) => part !== null).join(' · ');
}
