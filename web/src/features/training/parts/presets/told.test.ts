import { describe, expect, it } from 'vitest';
import type { Preset, SavedPreset } from '../../../../api/answers';
import { fieldsOf } from '../../../../lib/schema/fields';
import { toldOfFitted, toldOfKept } from './told';

const fields = fieldsOf({ properties: { epochs: { title: 'Epochs', type: 'integer', default: 100 } } });
const SIZED: Preset[] = ['Fast', 'Balanced', 'Thorough'].map((name) => ({ id: name, name, description: '', algorithm_id: 'net', hyperparameters: {} }));
const KEPT: SavedPreset = {
  ...{ id: 'preset_1', name: 'Ours', description: '', algorithm_id: 'net', version: 1, created_by: 'usr_1', problems: [] },
  hyperparameters: { epochs: 100 },
  made_for: { dataset_id: 'ds_1', name: 'moons', rows: 200, columns: 3 },
};
const TABLE = { rows: 600_000, columns: 3 };
const CHANGE = { name: 'epochs', value: 20, instead_of: 100, why: 'Fewer epochs.' };

function beside(adapted: (typeof CHANGE)[], isAnotherSize = true): SavedPreset {
  return { ...KEPT, for_table: { is_another_size: isAnotherSize, hyperparameters: { epochs: adapted.length > 0 ? 20 : 100 }, adapted } };
}

describe('what is told of a kept preset', () => {
  it('is nothing where it fits its algorithm and its table', () => {
    expect(toldOfKept(beside([], false), fields, TABLE, SIZED)).toBeNull();
    expect(toldOfKept({ ...KEPT, made_for: null }, fields, TABLE, SIZED)).toBeNull();
    expect(toldOfKept(KEPT, fields, null, SIZED)).toBeNull();
  });

  it('is that the table has another size, with what would fit', () => {
    expect(toldOfKept(beside([CHANGE]), fields, TABLE, SIZED)).toEqual({
      title: 'Ours was kept for a table of another size',
      lines: ['It was kept for moons, 200 rows and 3 columns; this table has 600,000 rows and 3 columns.', 'Epochs 20 instead of 100. Fewer epochs.'],
      offer: { epochs: 20 },
    });
    expect(toldOfFitted(beside([CHANGE]), fields)).toEqual({
      title: 'Ours, made to fit this table',
      lines: ['Epochs 20 instead of 100. Fewer epochs.'],
      offer: null,
    });
  });

  it('is which presets are sized where no rule knows better values', () => {
    const told = toldOfKept(beside([]), fields, TABLE, SIZED);

    expect(told?.lines[1]).toBe('Its values are as they were kept. Fast, Balanced, and Thorough are sized for this table.');
    expect(told?.offer).toBeNull();
  });

  it('is both what no longer fits and that the table is another', () => {
    const stale = { ...beside([CHANGE]), problems: [{ loc: ['gone'], msg: 'There is no parameter gone.' }] };

    expect(toldOfKept(stale, fields, TABLE, SIZED)).toMatchObject({
      title: 'Some values of Ours no longer fit and were left out',
      lines: [{}, {}, {}].map((): unknown => expect.any(String)),
      offer: { epochs: 20 },
    });
  });
});
