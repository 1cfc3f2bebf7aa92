import { describe, expect, it } from 'vitest';
import { besideButton } from './place-popover';

function placed(left: number, width: number, innerWidth: number) {
  const { left: from, right, maxWidth } = besideButton(new DOMRect(left, 100, width, 40), { innerWidth, innerHeight: 800 });
  return { left: from, right, maxWidth };
}

describe('a sheet beside its button', () => {
  it('begins where the button does, or ends where it ends, towards the middle', () => {
    expect(placed(100, 80, 1440)).toEqual({ left: '100px', right: 'auto', maxWidth: 'min(48rem, 1336px)' });
    expect(placed(1200, 80, 1440)).toEqual({ left: 'auto', right: '160px', maxWidth: 'min(48rem, 1276px)' });
  });

  it('takes the whole of a narrow window, where a button in its middle leaves half of it', () => {
    expect(placed(130, 110, 360)).toEqual({ left: 'auto', right: '4px', maxWidth: 'min(48rem, 352px)' });
    expect(placed(20, 110, 360)).toEqual({ left: '4px', right: 'auto', maxWidth: 'min(48rem, 352px)' });
  });
});
