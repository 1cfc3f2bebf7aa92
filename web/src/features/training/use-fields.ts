import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { algorithmQuery } from '../../api/queries';
import { isString } from '../../lib/guards';
import { fieldsOf, type Field } from '../../lib/schema/fields';

/** The parameters of an algorithm as its form shows them; none until they are known. */
export function useFields(algorithmId: unknown): readonly Field[] {
  const id = isString(algorithmId) ? algorithmId : '';
  const schema = useQuery({ ...algorithmQuery(id), enabled: id !== '' }).data?.schema;
  return useMemo(() => fieldsOf(schema), [schema]);
}
