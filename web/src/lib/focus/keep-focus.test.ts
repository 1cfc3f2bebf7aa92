import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepFocus } from './keep-focus';

let end: () => void;

beforeEach(() => {
  document.body.innerHTML = `
    <main id="content" tabindex="-1">
      <h1 tabindex="-1">A run</h1>
      <button id="stop">Stop</button>
      <section aria-label="Steer"><form><input /><button id="change">Change</button></form></section>
    </main>`;
  end = keepFocus();
});

afterEach(() => {
  end();
  document.body.innerHTML = '';
});

it('begins at the title again where a button of the page is gone', async () => {
  await focusByKeys('stop');

  find('#stop').remove();

  await vi.waitFor(() => expect(document.activeElement).toBe(find('h1')));
});

it('falls back to the part that a button stood in once it is disabled, and leaves no trace there', async () => {
  await focusByKeys('change');

  find('#change').toggleAttribute('disabled', true);

  await vi.waitFor(() => expect(document.activeElement).toBe(find('section')));
  find('input').focus();
  expect(find('section').hasAttribute('tabindex')).toBe(false);
});

it('follows nobody who points, and leaves alone what still is there', async () => {
  await userEvent.click(find('#stop'));
  find('#stop').remove();
  await settle();
  expect(document.activeElement).toBe(document.body);

  await focusByKeys('change');
  find('h1').remove();
  await settle();
  expect(document.activeElement).toBe(find('#change'));
});

async function focusByKeys(id: string): Promise<void> {
  await userEvent.keyboard('{Shift}');
  find(`#${id}`).focus();
}

/** Until all that watches the page has been told. */
async function settle(): Promise<void> {
  await new Promise((told) => {
    new MutationObserver(told).observe(document.body, { attributes: true });
    document.body.toggleAttribute('data-told');
  });
}

function find(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) throw new Error(`There is no ${selector}.`);
  return found;
}
