import { useQuery } from '@tanstack/react-query';
import { algorithmsQuery } from '../../../../api/queries';

/** Gives what names algorithms as people know them. */
export function useAlgorithmName(): (id: string) => string {
  const algorithms = useQuery(algorithmsQuery()).data?.algorithms ?? [];
  return (id) => algorithms.find((one) => one.id === id)?.name ?? id;
}
