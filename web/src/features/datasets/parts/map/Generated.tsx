import { useQuery } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { messageOf } from '../../../../api/errors';
import type { Dataset } from '../../../../api/types';
import { isFieldValue, type FieldValue } from '../../../../lib/schema/fields';
import { Button } from '../../../../ui/Button';
import { icons } from '../../../../ui/icons';
import { useToast } from '../../../../ui/toast';
import styles from './map.module.css';
import { generatorsQuery, useGenerate } from './map-queries';

type Order = NonNullable<Dataset['generated']>;

/** Which generator made a synthetic table, from what, and a button that makes it again. */
export function Generated({ dataset, order }: { dataset: Dataset; order: Order }) {
  const navigate = useNavigate();
  const toast = useToast();
  const generate = useGenerate();
  const generators = useQuery(generatorsQuery()).data?.generators ?? [];
  const name = generators.find((one) => one.id === order.generator)?.name ?? order.generator;
  const again = () =>
    generate.mutate(
      { type: order.generator, seed: order.seed, values: valuesOf(order), name: dataset.name },
      {
        onSuccess: (made) => void navigate(`/data/${made.dataset_id}`),
        onError: (error) => toast({ tone: 'bad', text: messageOf(error) }),
      },
    );
  return (
    <div className={styles.made}>
      <p>{`Made by ${name}, seed ${order.seed}: ${describe(order)}.`}</p>
      <Button icon={icons.reset} isBusy={generate.isPending} onClick={again}>
        Generate again
      </Button>
    </div>
  );
}

function valuesOf({ params }: Order): Record<string, FieldValue> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (isFieldValue(value) ? [[name, value]] : [])),
  );
}

function describe({ params }: Order): string {
  return Object.entries(params)
    .map(([name, value]) => `${name.replaceAll('_', ' ')} ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join(', ');
}
