import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { FoundTransits } from '../../api/light-curve-answers';
import { formatNumber } from '../../lib/format';
import { Button } from '../../ui/Button';
import { EditorsOnly } from '../../ui/EditorsOnly';
import { Faces } from '../../ui/Faces';
import { icons } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { PageHeader } from '../../ui/PageHeader';
import { Panel } from '../../ui/Panel';
import { Skeleton } from '../../ui/Skeleton';
import { withGaps } from './gaps';
import { knownAt } from './known';
import { KnownSignals } from './parts/KnownSignals';
import { SearchForm } from './parts/SearchForm';
import { SearchProgress } from './parts/SearchProgress';
import { Signal } from './parts/Signal';
import { knownSignalsQuery, lightCurveQuery, useDeleteLightCurve } from './queries';
import styles from './LightCurvePage.module.css';
import { stateInWords } from './words';

const LineChart = lazy(() => import('../../charts/LineChart'));

const READS_LIGHT =
  'Brightness at each moment, as a share of what is usual. Slow changes are the star’s own and the instrument’s; short dips are what may be planets. Drag over a part to look closer at it, a double press or 0 shows all.';
const READS_PERIODS =
  'The higher a peak, the surer dips come back after so many days. Peaks at a half, a third or a multiple of a period belong to it. Drag over a part to look closer at it, a double press or 0 shows all.';

/** One star: its light, and the planets that were found to cross it. */
export function LightCurvePage() {
  const id = useParams().curveId ?? '';
  const curve = useQuery(lightCurveQuery(id));
  const remove = useDeleteLightCurve();
  const navigate = useNavigate();
  return (
    <Faces of="light curve" query={curve}>
      {({ light_curve: shown, found }) => (
        <>
          <PageHeader
            title={shown.summary?.star ?? shown.name}
            lead={stateInWords(shown)}
            actions={
              <EditorsOnly>
                <Button
                  look="quiet"
                  icon={icons.trash}
                  isBusy={remove.isPending}
                  onClick={() => remove.mutate(id, { onSuccess: () => void navigate('/light-curves') })}
                >
                  Delete
                </Button>
              </EditorsOnly>
            }
          />
          <div className={styles.page}>
            {shown.error !== null && <Notice tone="bad">{shown.error}</Notice>}
            <SearchForm curve={shown} />
            {shown.state === 'searching' && shown.job_id !== null && <SearchProgress jobId={shown.job_id} />}
            {found !== null && <Found found={found} stars={shown.stars} />}
          </div>
        </>
      )}
    </Faces>
  );
}

function Found({ found, stars }: { found: FoundTransits; stars: readonly string[] }) {
  const { curve, spectrum } = found;
  const known = useQuery(knownSignalsQuery(stars)).data?.signals ?? [];
  return (
    <>
      <Panel
        title="The light"
        aside={`${found.points.toLocaleString('en')} points in ${formatNumber(found.days)} days, noise ${formatNumber(found.noise_ppm)} ppm`}
      >
        <Suspense fallback={<Skeleton label="light" />}>
          <LineChart
            label="Light as measured and its slow changes"
            xLabel="Days"
            reads={READS_LIGHT}
            isBroken
            lines={[
              { label: 'as measured', ...withGaps(curve.time, curve.flux) },
              { label: 'slow changes', ...withGaps(curve.time, curve.trend) },
            ]}
          />
          <LineChart
            label="Light without slow changes"
            xLabel="Days"
            reads={READS_LIGHT}
            isBroken
            lines={[{ label: 'detrended', ...withGaps(curve.time, curve.detrended) }]}
          />
        </Suspense>
        {found.notes.length > 0 && (
          <details className={styles.notes}>
            <summary>How it was read</summary>
            <ul>
              {found.notes.map((note, place) => (
                <li key={place}>{note}</li>
              ))}
            </ul>
          </details>
        )}
      </Panel>
      <Panel title="Periodogram" aside="How well dips of each period explain the light, before any was taken out">
        <Suspense fallback={<Skeleton label="periodogram" />}>
          <LineChart
            label="How well dips of each period explain the light"
            xLabel="Period in days"
            reads={READS_PERIODS}
            isLogarithmic
            lines={[{ label: 'efficiency of detection', steps: spectrum.period, values: spectrum.power }]}
          />
        </Suspense>
      </Panel>
      {stars.length > 0 && <KnownSignals stars={stars} found={found} />}
      {found.signals.length === 0 && <Notice tone="accent">No dip comes back often and surely enough.</Notice>}
      {found.signals.map((signal, place) => (
        <Signal key={signal.period} signal={signal} number={place + 1} known={knownAt(known, signal.period)} />
      ))}
      {found.lone_dips.length > 0 && (
        <Panel title="Dips that came once">
          <ul>
            {found.lone_dips.map((dip) => (
              <li key={dip.epoch}>
                {`Day ${dip.epoch.toFixed(2)}: ${formatNumber(dip.depth_ppm)} ppm deep. A planet whose period is longer than what was watched, or a fault.`}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
