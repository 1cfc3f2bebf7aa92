import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from 'react-router/dom';
import { ApiError } from '../api/errors';
import { OffersContext } from '../lib/offers';
import { BrowserBackend } from '../lib/state/backend';
import { StateStore } from '../lib/state/store';
import { StateContext } from '../lib/state/use-path';
import { Toasts } from '../ui/Toasts';
import { offers } from './features';
import { router } from './routes';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // News come over the socket; asking again on every glance would only repeat them.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => isWorthRetrying(error) && failures < 2,
    },
  },
});

const chosen = new StateStore(new BrowserBackend('armillary.state'));

/** A refusal stays a refusal; silence and a busy server may pass. */
function isWorthRetrying(error: Error): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 502;
}

export function App() {
  return (
    <QueryClientProvider client={client}>
      <StateContext value={chosen}>
        <OffersContext value={offers}>
          <Toasts>
            <RouterProvider router={router} />
          </Toasts>
        </OffersContext>
      </StateContext>
    </QueryClientProvider>
  );
}
