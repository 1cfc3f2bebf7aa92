import { createElement } from 'react';
import type { Feature } from '../../live/feature';
import { AccountMenu } from './parts/AccountMenu';
import { SignInPage } from './SignInPage';

export const feature: Feature = {
  id: 'accounts',
  routes: [
    { path: 'account', lazy: async () => ({ Component: (await import('./AccountPage')).AccountPage }) },
  ],
  offers: {
    drawAccountMenu: () => createElement(AccountMenu),
    drawSignIn: (props) => createElement(SignInPage, props),
  },
};
