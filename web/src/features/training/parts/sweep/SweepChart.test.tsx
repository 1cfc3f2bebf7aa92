import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Sweep, SweepValue } from '../../sweep';
import { SweepChart } from './SweepChart';

function value(at: unknown, validation: number): SweepValue {
  return { value: at, train: validation + 0.1, validation, low: validation - 0.02, high: validation + 0.02, problem: null, seeds: 3, stopped: null };
}

function drawn(values: SweepValue[]) {
  const sweep: Sweep = { metric: 'accuracy', rows: 100, ofRows: 100, budgetS: 60, isWhole: true, values };
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <SweepChart sweep={sweep} parameter="Depth" present={null} onChoose={() => undefined} />
    </QueryClientProvider>,
  );
  const corners = (line: Element) => (line.getAttribute('points') ?? '').split(' ').filter((one) => one !== '').length;
  const svg = container.querySelector('svg[aria-label="accuracy by value"]');
  return {
    lines: [...(svg?.querySelectorAll('polyline') ?? [])].map(corners),
    alone: svg?.querySelectorAll('line[class*="whisker"]').length,
    hollow: svg?.querySelectorAll('circle[class*="stopped"]').length,
    dots: svg?.querySelectorAll('circle').length,
  };
}

describe('the chart of a sweep', () => {
  it('joins numbers, and lets what is no number stand alone', () => {
    expect(drawn([value(null, 0.7), value(1, 0.8), value(4, 0.9)])).toEqual({ lines: [2, 2], alone: 1, hollow: 0, dots: 3 });
  });

  it('joins no words', () => {
    expect(drawn([value('gini', 0.7), value('entropy', 0.8)])).toEqual({ lines: [0, 0], alone: 2, hollow: 0, dots: 2 });
  });

  it('draws what was stopped early as a hollow dot', () => {
    const stopped = { ...value(4, 0.9), stopped: { step: 3, total: 50, unit: 'epoch' } };

    expect(drawn([value(1, 0.8), stopped])).toEqual({ lines: [2, 2], alone: 0, hollow: 1, dots: 2 });
  });
});
