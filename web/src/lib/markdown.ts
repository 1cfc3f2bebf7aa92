/** A small Markdown, read into a tree; nothing of it is ever HTML. */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'em' | 'del'; of: Inline[] }
  | { kind: 'link'; to: string; of: Inline[] };

export type Block =
  | { kind: 'heading'; level: number; of: Inline[] }
  | { kind: 'paragraph'; of: Inline[] }
  | { kind: 'quote'; of: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'list'; isOrdered: boolean; items: Inline[][] }
  | { kind: 'rule' };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const FENCE = /^\s*```/;

/** Reads a text into blocks. */
export function readMarkdown(text: string): Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const takeWhile = (holds: (line: string) => boolean) => {
    const from = at;
    while (at < lines.length && holds(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (FENCE.test(line)) {
      at += 1;
      blocks.push({ kind: 'code', text: takeWhile((one) => !FENCE.test(one)).join('\n') });
      at += 1;
    } else if (RULE.test(line)) {
      blocks.push({ kind: 'rule' });
      at += 1;
    } else if (heading !== null) {
      blocks.push({ kind: 'heading', level: heading[1]?.length ?? 1, of: readInline(heading[2] ?? '') });
      at += 1;
    } else if (ITEM.test(line)) blocks.push(listOf(takeWhile((one) => ITEM.test(one))));
    else if (line.startsWith('>')) {
      const quoted = takeWhile((one) => one.startsWith('>')).map((one) => one.replace(/^>\s?/, ''));
      blocks.push({ kind: 'quote', of: readInline(quoted.join('\n')) });
    } else blocks.push({ kind: 'paragraph', of: readInline(takeWhile(isPlain).join('\n')) });
  }
  return blocks;
}

function isPlain(line: string): boolean {
  return line.trim() !== '' && ![HEADING, ITEM, RULE, FENCE].some((sign) => sign.test(line)) && !line.startsWith('>');
}

function listOf(lines: readonly string[]): Block {
  const items = lines.map((line) => ITEM.exec(line));
  return {
    kind: 'list',
    isOrdered: items[0]?.[1] !== undefined,
    items: items.map((item) => readInline(item?.[2] ?? '')),
  };
}

const MARK = /`([^`]+)`|\*\*(.+?)\*\*|~~(.+?)~~|(?<![\w*])\*(\S(?:.*?\S)?)\*|(?<!\w)_(\S(?:.*?\S)?)_(?!\w)|\[([^\]]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>()]+)/s;

/** Reads marks within a line: code, strong, emphasis, links to the web. */
export function readInline(text: string): Inline[] {
  const found = MARK.exec(text);
  if (found === null) return text === '' ? [] : [{ kind: 'text', text }];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  return [...(before === '' ? [] : [{ kind: 'text' as const, text: before }]), inlineOf(found), ...readInline(after)];
}

function inlineOf(found: RegExpExecArray): Inline {
  const [whole, code, strong, struck, star, low, label, to, bare] = found;
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', of: readInline(strong) };
  if (struck !== undefined) return { kind: 'del', of: readInline(struck) };
  const emphasis = star ?? low;
  if (emphasis !== undefined) return { kind: 'em', of: readInline(emphasis) };
  if (bare !== undefined) return { kind: 'link', to: bare, of: [{ kind: 'text', text: bare }] };
  // Only what leads to a page is a link: no script, no data, no file.
  if (label !== undefined && to !== undefined && /^(https?:\/\/|\/(?!\/))/i.test(to)) {
    return { kind: 'link', to, of: [{ kind: 'text', text: label }] };
  }
  return { kind: 'text', text: whole };
}
