import { describe, expect, it, vi } from 'vitest';
import { Sharing, type Choice } from './sharing';

/** A server that answers when it is told to. */
function server() {
  const asked: { choices: Choice[]; answer: (version: number) => void; refuse: () => void }[] = [];
  const send = (choices: Choice[]) =>
    new Promise<number>((answer, refuse) => asked.push({ choices, answer, refuse: () => refuse(new Error()) }));
  return { asked, send };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('Sharing', () => {
  it('sends what one act chooses together, and what comes meanwhile next, of each path the newest', async () => {
    const { asked, send } = server();
    const sharing = new Sharing(send, () => undefined);

    sharing.choose({ path: 'hyperparameters', value: undefined });
    sharing.choose({ path: 'selected_algorithm', value: 'xgboost' });
    await settled();
    sharing.choose({ path: 'hyperparameters.c', value: 1 });
    sharing.choose({ path: 'hyperparameters.c', value: 2 });
    sharing.choose({ path: 'seed', value: 7 });
    sharing.choose({ path: 'hyperparameters', value: undefined });
    asked[0]?.answer(1);
    await settled();

    expect(asked.map(({ choices }) => choices)).toEqual([
      [
        { path: 'hyperparameters', value: undefined },
        { path: 'selected_algorithm', value: 'xgboost' },
      ],
      [
        { path: 'seed', value: 7 },
        { path: 'hyperparameters', value: undefined },
      ],
    ]);
  });

  it('takes no state that does not know yet what was chosen here', async () => {
    const { asked, send } = server();
    const onSettled = vi.fn();
    const sharing = new Sharing(send, onSettled);

    sharing.choose({ path: 'seed', value: 7 });
    const meanwhile = sharing.knowsAll(9);
    await settled();
    asked[0]?.answer(5);
    await settled();

    expect(meanwhile).toBe(false);
    expect([sharing.knowsAll(4), sharing.knowsAll(5)]).toEqual([false, true]);
    expect(onSettled).toHaveBeenCalledTimes(1);
  });

  it('goes on after a refusal', async () => {
    const { asked, send } = server();
    const sharing = new Sharing(send, () => undefined);

    sharing.choose({ path: 'seed', value: 7 });
    await settled();
    asked[0]?.refuse();
    await settled();
    sharing.choose({ path: 'seed', value: 8 });
    await settled();

    expect(asked).toHaveLength(2);
  });
});
