import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { curvesOf } from '../../fold';
import { lightCurvesQuery } from '../../queries';

/** A link to the light curve of a star, where one was brought. */
export function LightLink({ stars }: { stars: readonly string[] }) {
  const curves = useQuery(lightCurvesQuery());
  const curve = curvesOf(curves.data?.light_curves ?? [], stars)[0];
  if (curve === undefined) return '–';
  return (
    <Link to={`/light-curves/${curve.id}`} aria-label={`Light curve of ${stars[0] ?? curve.name}`}>
      Light
    </Link>
  );
}
