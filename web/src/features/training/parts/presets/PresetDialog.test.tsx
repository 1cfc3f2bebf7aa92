import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SavedPreset } from '../../../../api/answers';
import { PresetDialog } from './PresetDialog';

const PRESET: SavedPreset = {
  ...{ id: 'preset_1', name: 'Ours', description: '', algorithm_id: 'forest', version: 1, created_by: 'usr_1', problems: [] },
  made_for: { dataset_id: 'ds_old', name: 'old', rows: 20, columns: 2 },
  hyperparameters: { trees: 7 },
};

function show(current: SavedPreset | null, preset: SavedPreset | null = PRESET) {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <PresetDialog preset={preset} current={current} algorithmId="forest" algorithmName="Forest" datasetId="ds_new" values={{ trees: 9 }} onClose={() => undefined} />
    </QueryClientProvider>,
  );
}

/** Presses Save and gives what was sent. */
async function saved(answer: (request: Request) => Response = ({ url }) => Response.json({ preset: { ...PRESET, url } })) {
  const sent = vi.fn((request: Request) => Promise.resolve(answer(request)));
  vi.stubGlobal('fetch', sent);
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  const request = sent.mock.lastCall?.[0];
  const body: unknown = await request?.json();
  return { method: request?.method, path: new URL(request?.url ?? '').pathname, body };
}

describe('a preset that is edited', () => {
  // What tests run in knows no dialogs that stand above the page.
  beforeAll(() => {
    HTMLDialogElement.prototype.showModal = function show() {
      this.open = true;
    };
  });
  afterEach(() => {
    cleanup();
    vi.unstubAllGlobals();
  });

  it('is changed where nobody else has', async () => {
    show(PRESET);

    expect(screen.queryByText(/Somebody/)).toBeNull();
    expect(await saved()).toEqual({
      method: 'PATCH',
      path: '/api/train/presets/preset_1',
      body: { name: 'Ours', description: '', version: 1 },
    });
  });

  it('says that another has renamed it and is put in its place', async () => {
    show({ ...PRESET, name: 'Theirs', version: 4 });

    expect(screen.getByText(/is called “Theirs” now/)).toBeTruthy();
    expect((await saved()).body).toMatchObject({ name: 'Ours', version: 4 });
  });

  it('is kept anew with its values where another has deleted it', async () => {
    show(null);

    expect(screen.getByText(/has deleted this preset/)).toBeTruthy();
    expect(await saved()).toEqual({
      method: 'POST',
      path: '/api/train/presets',
      body: { name: 'Ours', description: '', algorithm_id: 'forest', hyperparameters: { trees: 7 }, dataset_id: 'ds_old' },
    });
  });

  it('takes the values of the form together with their table', async () => {
    show(PRESET);
    await userEvent.click(screen.getByRole('switch', { name: 'Take the values of the form' }));

    expect((await saved()).body).toEqual({ name: 'Ours', description: '', version: 1, hyperparameters: { trees: 9 }, dataset_id: 'ds_new' });
  });

  it('is kept without its table where somebody has deleted that', async () => {
    show(null);
    let isFirst = true;
    const answer = () => {
      const gone = isFirst;
      isFirst = false;
      return gone ? Response.json({ error: 'There is no such dataset.', code: 'dataset_not_found' }, { status: 404 }) : Response.json({ preset: PRESET });
    };

    expect((await saved(answer)).body).toEqual({ name: 'Ours', description: '', algorithm_id: 'forest', hyperparameters: { trees: 7 } });
  });
});
