import { createElement } from 'react';
import type { Feature } from '../../live/feature';
import { AccountMenu } from './parts/AccountMenu';
import { SignInPage } from './SignInPage';

export const feature: Feature = {
  id: 'accounts',
  routes: [],
  offers: {
    drawAccountMenu: () => createElement(AccountMenu),
    drawSignIn: (props) => createElement(SignInPage, props),
  },
};
