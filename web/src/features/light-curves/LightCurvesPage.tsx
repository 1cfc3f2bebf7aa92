import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { LightCurve } from '../../api/light-curve-answers';
import { classNames } from '../../lib/class-names';
import { useMayEdit } from '../../lib/role';
import { useWindowDrop } from '../../lib/use-window-drop';
import { Button } from '../../ui/Button';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { EmptyState } from '../../ui/EmptyState';
import { Faces } from '../../ui/Faces';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { Table, type TableColumn } from '../../ui/Table';
import { lightCurvesQuery, useNewLightCurve } from './queries';
import styles from './LightCurvesPage.module.css';
import { stateInWords } from './words';

const COLUMNS: readonly TableColumn<LightCurve>[] = [
  {
    id: 'name',
    title: 'Light curve',
    isWide: true,
    cell: (curve) => <Link to={`/light-curves/${curve.id}`}>{curve.summary?.star ?? curve.name}</Link>,
  },
  { id: 'files', title: 'Files', isNumber: true, cell: (curve) => curve.files.length },
  { id: 'state', title: 'Found', cell: stateInWords },
];

/** The stars of the workspace whose light was watched. */
export function LightCurvesPage() {
  const curves = useQuery(lightCurvesQuery());
  const picker = useRef<HTMLInputElement>(null);
  const bring = useNewLightCurve();
  const navigate = useNavigate();
  const star = useSearchParams()[0].get('star') ?? '';

  const take = (files: readonly File[]) => {
    if (files.length === 0) return;
    bring.mutate({ files, name: star }, { onSuccess: (id) => id !== undefined && void navigate(`/light-curves/${id}`) });
  };

  const isOver = useWindowDrop(useMayEdit() ? (files) => take(Array.from(files)) : null);
  const button = (
    <EditorsOnly>
      <Button look="primary" icon={icons.upload} isBusy={bring.isPending} onClick={() => picker.current?.click()}>
        Bring a light curve
      </Button>
    </EditorsOnly>
  );
  return (
    <>
      <PageHeader
        title="Light curves"
        lead="How bright a star is over time: look for planets that cross it."
        actions={button}
      />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files of one star"
        accept=".fits,.fit,.csv,.txt,.dat"
        onChange={(event) => take(Array.from(event.target.files ?? []))}
      />
      {star !== '' && (
        <Notice tone="accent" title={`The light curve of ${star}`}>
          Choose its files: what is brought now is kept under this name, and shown beside the star’s candidates.
        </Notice>
      )}
      <EditorsOnly>
        <p className={classNames(styles.drop, isOver && styles.over)}>
          Drop the files of one star anywhere on this page: FITS of Kepler, K2 or TESS, several at once, or a CSV with time and
          flux.
        </p>
      </EditorsOnly>
      {bring.error !== null && <Notice tone="bad">{bring.error.message}</Notice>}
      <Panel title="All light curves" isFlush>
        <Faces
          of="light curves"
          query={curves}
          empty={{
            when: (data) => data.light_curves.length === 0,
            show: (
              <EmptyState title="No light curve yet">
                Each star stands here with the periods that were found.
              </EmptyState>
            ),
          }}
        >
          {(data) => (
            <Table caption="Light curves" columns={COLUMNS} rows={data.light_curves} rowKey={(curve) => curve.id} />
          )}
        </Faces>
      </Panel>
    </>
  );
}
