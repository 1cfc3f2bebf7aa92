/** A column's type in two or three letters, its words, and the colour that goes with them. */
interface TypeSign {
  letters: string;
  words: string;
  tone: 'signNumber' | 'signDate' | 'signChoice' | 'signText';
}

const SIGNS: Readonly<Record<string, TypeSign>> = {
  categorical: { letters: 'cat', words: 'category', tone: 'signChoice' },
  high_cardinality_categorical: { letters: 'cat', words: 'category of many values', tone: 'signChoice' },
  binary: { letters: 'y/n', words: 'two values', tone: 'signChoice' },
  datetime: { letters: 'date', words: 'date', tone: 'signDate' },
  text: { letters: 'txt', words: 'text', tone: 'signText' },
  identifier: { letters: 'id', words: 'identifier', tone: 'signText' },
  unknown: { letters: '?', words: 'of no known type', tone: 'signText' },
};

export function typeSign(type: string, dtype: string): TypeSign {
  if (type === 'numeric') {
    const isWhole = dtype.startsWith('int') || dtype.startsWith('uint');
    return { letters: isWhole ? 'int' : 'num', words: isWhole ? 'whole number' : 'number', tone: 'signNumber' };
  }
  return SIGNS[type] ?? { letters: '?', words: type, tone: 'signText' };
}
