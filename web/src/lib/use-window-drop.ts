import { useEffect, useEffectEvent, useState } from 'react';

/** Takes files that are dropped anywhere on the page; says whether some are held above it. */
export function useWindowDrop(onFiles: ((files: FileList) => void) | null): boolean {
  const [isOver, setIsOver] = useState(false);
  const isOn = onFiles !== null;
  const take = useEffectEvent((files: FileList) => onFiles?.(files));
  useEffect(() => {
    if (!isOn) return;
    const watch = new AbortController();
    const listen = (name: 'dragover' | 'dragleave' | 'drop', heard: (event: DragEvent) => void) =>
      window.addEventListener(name, heard, { signal: watch.signal });
    listen('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      // Without this the browser would open the file in place of the page.
      event.preventDefault();
      setIsOver(true);
    });
    listen('dragleave', (event) => {
      if (event.relatedTarget === null) setIsOver(false);
    });
    listen('drop', (event) => {
      setIsOver(false);
      if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      take(event.dataTransfer.files);
    });
    return () => watch.abort();
  }, [isOn]);
  return isOver;
}
