import { describe, expect, it } from 'vitest';
import { readInline, readMarkdown } from './markdown';

describe('readMarkdown', () => {
  it('reads the blocks people use in notes', () => {
    const text = '# Why\n\nIt *over*fits.\nBadly.\n\n- one\n- **two**\n\n1. first\n\n> said\n\n```\na < b\n```\n---';

    expect(readMarkdown(text).map((block) => block.kind)).toEqual([
      'heading', 'paragraph', 'list', 'list', 'quote', 'code', 'rule',
    ]);
  });

  it('keeps HTML as the text that it is', () => {
    expect(readMarkdown('<script>alert(1)</script>')).toEqual([
      { kind: 'paragraph', of: [{ kind: 'text', text: '<script>alert(1)</script>' }] },
    ]);
  });

  it.each(['[x](javascript:alert(1))', '[x](data:text/html,1)', '[x](//evil.example)'])('makes no link of %s', (text) => {
    expect(readInline(text).some((one) => one.kind === 'link')).toBe(false);
  });

  it('links to pages of ours and of the web', () => {
    const found = readInline('see [run](/runs/run_1) and https://example.org/a');

    expect(found.filter((one) => one.kind === 'link').map((one) => one.to)).toEqual(['/runs/run_1', 'https://example.org/a']);
  });

  it('leaves names with underscores alone', () => {
    expect(readInline('val_loss and train_loss')).toEqual([{ kind: 'text', text: 'val_loss and train_loss' }]);
  });

  it('ends with a fence that is never closed', () => {
    expect(readMarkdown('```\nopen')).toEqual([{ kind: 'code', text: 'open' }]);
  });
});
