import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it, vi } from 'vitest';
import { Button } from './Button';

it('keeps the focus while it is busy, and does nothing more', async () => {
  const user = userEvent.setup();
  const press = vi.fn();
  const { rerender } = render(<Button onClick={press}>Pause</Button>);
  await user.tab();
  await user.keyboard('{Enter}');

  rerender(
    <Button onClick={press} isBusy>
      Pause
    </Button>,
  );
  await user.keyboard('{Enter}');

  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Pause', busy: true }));
  expect(press).toHaveBeenCalledTimes(1);
});

it('sends no form twice, by Enter in a field either', async () => {
  const user = userEvent.setup();
  const send = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <form onSubmit={send}>
      <input aria-label="Name" />
      <Button type="submit" isBusy>
        Send
      </Button>
    </form>,
  );

  await user.click(screen.getByRole('button', { name: 'Send' }));
  await user.type(screen.getByLabelText('Name'), 'x{Enter}');

  expect(send).not.toHaveBeenCalled();
});
