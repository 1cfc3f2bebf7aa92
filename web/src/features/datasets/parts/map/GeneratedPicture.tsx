import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Generator } from '../../../../api/answers';
import { Scatter } from '../../../../charts/Scatter';
import { formatCountOf } from '../../../../lib/format';
import { useDebounced } from '../../../../lib/use-debounced';
import { Faces } from '../../../../ui/Faces';
import styles from './map.module.css';
import { pictureQuery, type Order } from './map-queries';

interface GeneratedPictureProps {
  generator: Generator;
  order: Order;
  /** Whether what stands in the form can be asked for. */
  isRight: boolean;
}

/** What the table would look like, drawn again a moment after each change. */
export function GeneratedPicture({ generator, order, isRight }: GeneratedPictureProps) {
  // As text, since the order is made anew with each look at the form.
  const settled = useDebounced(JSON.stringify(order), 250);
  const isSettled = settled === JSON.stringify(order);
  const query = useQuery({ ...pictureQuery(order), enabled: isRight && isSettled });
  const data = query.data?.data;
  const isOfClasses = generator.task !== 'regression';
  const colouring = useMemo(
    () => ({ kind: 'given' as const, colours: data?.colors ?? [], ...(isOfClasses && { groups: data?.labels ?? [] }) }),
    [data, isOfClasses],
  );
  const [across = '', up = ''] = generator.axes;
  return (
    <Faces of="picture" query={query}>
      {(made) => (
        <div aria-busy={query.isPlaceholderData || undefined}>
          <Scatter
            label={`${generator.name}: ${formatCountOf(made.n_points, 'point')} by ${across} and ${up}`}
            x={made.data.x}
            y={made.data.y}
            colouring={colouring}
            isStill
          />
          <p className={styles.words}>
            <span>{`${across} to the right, ${up} upwards`}</span>
            <span>{formatCountOf(made.n_points, 'row')}</span>
            <span>{formatCountOf(made.columns.length, 'column')}</span>
            <span>{`target: ${generator.target}`}</span>
          </p>
          <details className={styles.columns}>
            <summary>What the columns mean</summary>
            <dl>
              {made.columns.slice(0, 60).map((column) => (
                <div key={column.name}>
                  <dt>{column.name}</dt>
                  <dd>{column.description}</dd>
                </div>
              ))}
            </dl>
          </details>
        </div>
      )}
    </Faces>
  );
}
