import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { fieldsOf, initialValues, type FieldValues } from '../../lib/schema/fields';
import { SchemaForm } from './SchemaForm';

const fields = fieldsOf({
  properties: {
    trees: { title: 'Trees', description: 'More is slower.', type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    depth: {
      title: 'Depth',
      type: ['integer', 'null'],
      minimum: 1,
      maximum: 100,
      default: null,
      'x-null-means': 'no limit',
    },
    measure: { title: 'Measure', enum: ['gini', 'entropy'], default: 'gini' },
    layers: {
      title: 'Layers',
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 1024 },
      minItems: 1,
      maxItems: 3,
      default: [64, 32],
    },
    draw: { title: 'Draw rows', type: 'boolean', default: true, 'x-advanced': true },
  },
});

/** The form as a page uses it, with its values written beside it. */
function Page({ problems = {} }: { problems?: Record<string, string> }) {
  const [values, setValues] = useState<FieldValues>(initialValues(fields));
  const initial = initialValues(fields);
  return (
    <>
      <SchemaForm
        fields={fields}
        values={values}
        problems={problems}
        onChange={(name, value) => setValues({ ...values, [name]: value })}
        onReset={(name) => setValues({ ...values, [name]: initial[name] ?? null })}
      />
      <output>{JSON.stringify(values)}</output>
    </>
  );
}

function values(): unknown {
  return JSON.parse(document.querySelector('output')?.textContent ?? '');
}

describe('SchemaForm', () => {
  it('begins with the defaults and tells what each parameter does', () => {
    render(<Page />);

    expect(screen.getByLabelText('Trees')).toHaveProperty('value', '100');
    expect(screen.getByText('More is slower.')).toBeTruthy();
    expect(values()).toEqual({ trees: 100, depth: null, measure: 'gini', layers: [64, 32], draw: true });
  });

  it('says at once what is wrong, and keeps what was typed', async () => {
    const user = userEvent.setup();
    render(<Page />);

    await user.clear(screen.getByLabelText('Trees'));
    expect(screen.getByRole('alert').textContent).toBe('A number is needed.');

    await user.type(screen.getByLabelText('Trees'), '2000');
    expect(screen.getByRole('alert').textContent).toBe('This must be between 1 and 1000; got 2000.');
    expect(screen.getByLabelText('Trees')).toHaveProperty('value', '2000');
  });

  it('keeps what is no number in sight until it is put right', async () => {
    const user = userEvent.setup();
    render(<Page />);

    await user.clear(screen.getByLabelText('Trees'));
    await user.type(screen.getByLabelText('Trees'), 'many');
    await user.tab();
    expect(screen.getByLabelText('Trees')).toHaveProperty('value', 'many');
    expect(screen.getByRole('alert').textContent).toBe('A number is needed.');

    await user.click(screen.getByRole('button', { name: 'Reset Trees to its default' }));
    expect(screen.getByLabelText('Trees')).toHaveProperty('value', '100');
  });

  it('resets one parameter', async () => {
    const user = userEvent.setup();
    render(<Page />);

    await user.click(screen.getByRole('radio', { name: 'entropy' }));
    await user.click(screen.getByRole('button', { name: 'Reset Measure to its default' }));

    expect(values()).toMatchObject({ measure: 'gini' });
  });

  it('turns a parameter that may be empty on, and off again', async () => {
    const user = userEvent.setup();
    render(<Page />);
    expect(screen.queryByLabelText('Depth')).toBeNull();

    await user.click(screen.getByRole('switch', { name: 'Depth: no limit' }));
    await user.clear(screen.getByLabelText('Depth'));
    await user.type(screen.getByLabelText('Depth'), '7');
    expect(values()).toMatchObject({ depth: 7 });

    await user.click(screen.getByRole('switch', { name: 'Depth: no limit' }));
    expect(values()).toMatchObject({ depth: null });
  });

  it('edits a list of numbers', async () => {
    const user = userEvent.setup();
    render(<Page />);

    await user.click(screen.getByRole('button', { name: 'Add' }));
    await user.click(screen.getByRole('button', { name: 'Remove entry 1 of Layers' }));

    expect(values()).toMatchObject({ layers: [32, 32] });
  });

  it('shows what the server refused', () => {
    render(<Page problems={{ trees: 'too many for this table' }} />);

    expect(screen.getByRole('alert').textContent).toBe('too many for this table');
  });

  it('lets the first option be chosen instead of a value that is not offered', async () => {
    const chosen: unknown[] = [];
    const [field] = fieldsOf({ properties: { kernel: { title: 'Kernel', enum: ['radial basis', 'linear', 'polynomial', 'sigmoid', 'cosine'] } } });
    if (field === undefined) throw new Error('no field');
    render(
      <SchemaForm fields={[field]} values={{ kernel: 'linaer' }} problems={{}} onChange={(_, value) => chosen.push(value)} onReset={() => undefined} />,
    );

    expect(screen.getByRole('alert').textContent).toMatch(/^There is no “linaer”; perhaps linear is meant\. Choose one of radial basis, /);
    expect(screen.getByRole('option', { selected: true }).textContent).toBe('linaer, not offered');
    await userEvent.setup().selectOptions(screen.getByLabelText('Kernel'), 'radial basis');

    expect(chosen).toEqual(['radial basis']);
  });
});
