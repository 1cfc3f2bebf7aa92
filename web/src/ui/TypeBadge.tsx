import { Badge, type Tone } from './Badge';

const WORDS: Readonly<Record<string, readonly [word: string, tone: Tone]>> = {
  numeric: ['number', 'accent'],
  categorical: ['category', 'brass'],
  binary: ['yes / no', 'brass'],
  high_cardinality_categorical: ['many values', 'brass'],
  datetime: ['date', 'good'],
  text: ['text', 'plain'],
  identifier: ['identifier', 'plain'],
};

/** What kind of values a column holds. */
export function TypeBadge({ type }: { type: string }) {
  const [word, tone] = WORDS[type] ?? [type, 'plain'];
  return <Badge tone={tone}>{word}</Badge>;
}
