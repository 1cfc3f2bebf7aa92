import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { Faces } from './Faces';

const nothing = { when: (list: string[]) => list.length === 0, show: <p>nothing yet</p> };

function show(query: { data: string[] | undefined; error: Error | null; refetch: () => unknown }) {
  render(
    <Faces of="things" query={query} empty={nothing}>
      {(list) => <p>{list.join(', ')}</p>}
    </Faces>,
  );
}

describe('Faces', () => {
  it('says what is loading', () => {
    show({ data: undefined, error: null, refetch: vi.fn() });

    expect(screen.getByRole('status', { name: 'Loading things' })).toBeTruthy();
  });

  it('tells the error and tries again on demand', async () => {
    const refetch = vi.fn();
    show({ data: undefined, error: new Error('The disk is full.'), refetch });

    expect(screen.getByRole('alert').textContent).toContain('The disk is full.');
    await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));

    expect(refetch).toHaveBeenCalledOnce();
  });

  it('shows the way out of emptiness', () => {
    show({ data: [], error: null, refetch: vi.fn() });

    expect(screen.getByText('nothing yet')).toBeTruthy();
  });

  it('keeps showing what is there when fetching it again fails', () => {
    show({ data: ['a', 'b'], error: new Error('The line was cut.'), refetch: vi.fn() });

    expect(screen.getByText('a, b')).toBeTruthy();
  });
});
