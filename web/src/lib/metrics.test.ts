import { describe, expect, it } from 'vitest';
import { formatNumber, formatShare } from './format';
import { curveName, describeMetrics, differenceText, intervalText, scoreText } from './metrics';
import cases from './score-texts.json';

describe('scores', () => {
  it('say in whole words which part they were measured on', () => {
    expect(['val_loss', 'train_rmse', 'lr'].map(curveName)).toEqual(['Validation loss', 'Training RMSE', 'Lr']);
  });

  it.each(cases.scores.map(([name, value, text]) => ({ name: String(name), value: Number(value), text })))('writes $name $value as $text', ({ name, value, text }) => {
    expect(scoreText(name, value)).toBe(text);
  });

  it('writes numbers and shares as the server does', () => {
    expect(cases.numbers.map(([value]) => formatNumber(Number(value)))).toEqual(cases.numbers.map(([, text]) => text));
    expect(cases.shares.map(([value]) => formatShare(Number(value)))).toEqual(cases.shares.map(([, text]) => text));
  });

  it('has a dash for what is not known', () => {
    expect(scoreText('auc', null)).toBe('–');
    expect(intervalText('auc', null, null)).toBe('–');
    expect(intervalText('auc', 0.9, 1)).toBe('0.900 to 1.000');
  });

  it('tells shares apart by percentage points', () => {
    expect(differenceText('accuracy', -0.0123)).toBe('-1.2 pp');
    expect(differenceText('auc', 0.0123)).toBe('0.012');
    expect(differenceText('mse', 1234.5)).toBe('1,235');
  });

  it('names the area alike wherever it stands', () => {
    expect(describeMetrics({ auc: 1, rmse: null })).toEqual([{ name: 'auc', label: 'ROC AUC', text: '1.000' }]);
  });
});
