import type { ReactNode } from 'react';
import { ErrorState } from './ErrorState';
import { Skeleton } from './Skeleton';

interface FacesProps<Data> {
  /** What is shown, in words: "datasets". */
  of: string;
  query: { data: Data | undefined; error: Error | null; refetch: () => unknown };
  /** Shown instead of the content when there is nothing yet. */
  empty?: { when: (data: Data) => boolean; show: ReactNode };
  skeleton?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** The four faces of every view: loading, error, empty, ready. */
export function Faces<Data>({ of, query, empty, skeleton, children }: FacesProps<Data>) {
  if (query.data === undefined) {
    if (query.error === null) return skeleton ?? <Skeleton label={of} />;
    return (
      <ErrorState
        title={`The ${of} could not be loaded`}
        message={query.error.message}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (empty?.when(query.data) === true) return empty.show;
  return children(query.data);
}
