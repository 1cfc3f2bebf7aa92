import { useEffect, useEffectEvent, useState } from 'react';
import { SearchInput } from '../../../../../ui/SearchInput';
import type { ChangeLook } from '../look/use-look';

const PAUSE_MS = 250;

/** Searches once the typing pauses; what is typed on takes the place of the last step in the history. */
export function LookSearch({ search, change }: { search: string; change: ChangeLook }) {
  const [text, setText] = useState(search);
  const [known, setKnown] = useState(search);
  const [asked, setAsked] = useState(search);
  if (known !== search) {
    setKnown(search);
    // The address changed by itself: a link was followed, or Back was pressed.
    if (search !== asked) setText(search);
  }
  const ask = useEffectEvent((words: string) => {
    if (words === search) return;
    setAsked(words);
    change({ search: words }, { isSmallStep: search !== '' });
  });
  useEffect(() => {
    const timer = setTimeout(() => ask(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return <SearchInput label="Search in all columns" value={text} onChange={setText} />;
}
