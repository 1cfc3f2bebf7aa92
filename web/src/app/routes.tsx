import { createBrowserRouter } from 'react-router';
import { features } from './features';
import { NotFoundPage } from './NotFoundPage';
import { RootPage } from './RootPage';
import { RouteError } from './RouteError';

export const router = createBrowserRouter([
  {
    path: '/',
    element: <RootPage />,
    errorElement: <RouteError />,
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <RouteError />,
        children: [...features.flatMap((feature) => feature.routes), { path: '*', element: <NotFoundPage /> }],
      },
    ],
  },
]);
