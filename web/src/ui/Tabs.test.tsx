import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { Tabs } from './Tabs';

function Page() {
  const [chosen, setChosen] = useState('rows');
  const tabs = [
    { id: 'rows', label: 'Rows', content: 'the rows' },
    { id: 'columns', label: 'Columns', content: 'the columns' },
  ];
  return <Tabs label="Views" tabs={tabs} chosen={chosen} onChoose={setChosen} />;
}

it('is one stop for Tab, and arrows move through the tabs and around their end', async () => {
  const user = userEvent.setup();
  render(<Page />);

  await user.tab();
  expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Rows' }));

  await user.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Columns' }));
  expect(screen.getByRole('tabpanel').textContent).toBe('the columns');

  await user.keyboard('{ArrowRight}');
  expect(screen.getByRole('tab', { selected: true }).textContent).toBe('Rows');
});
