import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { meQuery } from '../../../api/account-queries';
import { keys } from '../../../api/keys';
import { membersQuery } from '../../../api/queries';
import { currentWorkspace } from '../../../api/workspace';
import { fieldsOf } from '../../../lib/schema/fields';
import { LastChoiceLine } from './LastChoiceLine';

const fields = fieldsOf({ properties: { rounds: { title: 'Rounds', type: 'integer', default: 100 } } });
const member = (id: string, name: string) => ({ user_id: id, name, email: '', role: 'editor' as const, granted_at: '' });

function draw(by: string) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const user = { id: 'user_ada', name: 'Ada', email: '' };
  client.setQueryData(meQuery().queryKey, { ...user, kind: 'user', scopes: [], user });
  client.setQueryData(membersQuery('ws_1').queryKey, { members: [member('user_ada', 'Ada'), member('user_bob', 'Bob')] });
  client.setQueryData(keys.lastChoice('ws_1'), { path: 'hyperparameters.rounds', value: 300, user_id: by, time: new Date().toISOString() });
  render(
    <QueryClientProvider client={client}>
      <LastChoiceLine algorithm="LightGBM" fields={fields} />
    </QueryClientProvider>,
  );
}

describe('the line of the last choice', () => {
  beforeEach(() => currentWorkspace.set('ws_1'));

  it('names whoever else chose, and what', () => {
    draw('user_bob');

    expect(screen.getByRole('status').textContent).toMatch(/^Bob set Rounds to 300, /);
  });

  it('keeps silent of what one chose oneself', () => {
    draw('user_ada');

    expect(screen.queryByRole('status')).toBeNull();
  });
});
