import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { LightCurve } from '../../../../api/light-curve-answers';
import { ButtonLink } from '../../../../ui/ButtonLink';
import { EditorsOnly } from '../../../../ui/EditorsOnly';
import { Faces } from '../../../../ui/Faces';
import { icons } from '../../../../ui/icons';
import { curvesOf } from '../../fold';
import { lightCurvesQuery } from '../../queries';
import { stateInWords } from '../../words';
import { StarFold } from './StarFold';
import styles from './StarLight.module.css';

interface StarLightProps {
  stars: readonly string[];
  /** Days between the dips of the candidate that is looked at, where they are known. */
  period: number | null;
}

/** The light of a candidate's star: folded at its period, or an offer to bring it. */
export function StarLight({ stars, period }: StarLightProps) {
  const curves = useQuery(lightCurvesQuery());
  return (
    <section className={styles.light} aria-label="Its light">
      <strong>Its light</strong>
      <Faces of="light curves" query={curves}>
        {(data) => {
          const curve = curvesOf(data.light_curves, stars)[0];
          return curve === undefined ? <NoLight star={stars[0] ?? ''} /> : <Light curve={curve} period={period} />;
        }}
      </Faces>
    </section>
  );
}

function NoLight({ star }: { star: string }) {
  return (
    <>
      <p className={styles.soft}>Nobody has brought the light curve of {star}.</p>
      <EditorsOnly>
        <ButtonLink to={`/light-curves?star=${encodeURIComponent(star)}`} icon={icons.upload}>
          Bring its light curve
        </ButtonLink>
      </EditorsOnly>
    </>
  );
}

function Light({ curve, period }: { curve: LightCurve; period: number | null }) {
  return (
    <>
      <p className={styles.soft}>
        <Link to={`/light-curves/${curve.id}`}>{curve.summary?.star ?? curve.name}</Link>: {stateInWords(curve)}
      </p>
      {curve.summary !== null && period !== null && <StarFold curveId={curve.id} period={period} />}
    </>
  );
}
