import { describe, expect, it } from 'vitest';
import { escaped, tag } from './markup';
import { fileName } from './save';
import { SvgPen } from './svg-pen';
import { ticks } from './ticks';

describe('a pen that draws SVG by the words of a canvas', () => {
  it('draws paths, boxes and words with the colours and lines of the moment', () => {
    const pen = new SvgPen();

    pen.strokeStyle = '#ff0000';
    pen.setLineDash([4, 2]);
    pen.beginPath();
    pen.moveTo(0, 1.234);
    pen.lineTo(10, 20);
    pen.stroke();
    pen.fillStyle = '#00ff00';
    pen.globalAlpha = 0.5;
    pen.fillRect(1, 2, 3, 4);

    expect(pen.toString()).toBe(
      '<path d="M0 1.23L10 20" fill="none" stroke="#ff0000" stroke-width="1" stroke-dasharray="4 2"></path>' +
        '<rect x="1" y="2" width="3" height="4" fill="#00ff00" opacity="0.5"></rect>',
    );
  });

  it('turns and moves what is drawn between save and restore, and nothing after', () => {
    const pen = new SvgPen();

    pen.save();
    pen.translate(5, 6);
    pen.rotate(-Math.PI / 2);
    pen.fillText('up', 0, 0);
    pen.restore();
    pen.fillText('along', 1, 2);

    const [turned, straight] = pen.toString().split('</text>');
    expect(turned).toContain('transform="translate(5 6)rotate(-90)"');
    expect(straight).not.toContain('transform');
  });

  it('squeezes a text that is wider than its room', () => {
    const pen = new SvgPen();

    pen.fillText('a very long name of a column', 0, 0, 40);
    pen.fillText('short', 0, 0, 40);

    const [long, short] = pen.toString().split('</text>');
    expect(long).toContain('textLength="40"');
    expect(short).not.toContain('textLength');
  });
});

it('lets foreign text be no markup', () => {
  const evil = '<script>"&\'';

  expect(tag('text', { name: evil }, escaped(evil))).toBe(
    '<text name="&lt;script&gt;&quot;&amp;\'">&lt;script&gt;&quot;&amp;\'</text>',
  );
});

it('puts round numbers along an axis', () => {
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(-3, 12, 3)).toEqual([0, 5, 10]);
  expect(ticks(7, 7, 5)).toEqual([7]);
});

it('names a file by its title on every system', () => {
  expect(fileName('Loss by tree: α/β?')).toBe('Loss_by_tree_α_β');
  expect(fileName('…')).toBe('chart');
});
