import { useRouteError } from 'react-router';
import { messageOf } from '../api/errors';
import { ErrorState } from '../ui/ErrorState';

/** Stands in for a page that broke; the rest of the app lives on. */
export function RouteError() {
  const error = useRouteError();
  return (
    <ErrorState
      title="This page broke"
      message={messageOf(error)}
      onRetry={() => window.location.reload()}
    />
  );
}
