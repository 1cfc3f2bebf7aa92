import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { savePng, saveSvg } from '../export/save';
import styles from './ChartFrame.module.css';
import { ChartNumbers, type ChartTable } from './ChartNumbers';
import { useZoom, type OwnZoom } from './use-zoom';

interface ChartFrameProps {
  /** What the chart shows: the name of what is saved, and of its numbers. */
  title: string;
  /** How it is to be read. */
  reads: string;
  /** The numbers behind it, asked for when somebody wants to see them. */
  table: () => ChartTable;
  /** Where a chart looks closer at its data by itself; else the drawing is enlarged. */
  zoom?: OwnZoom;
  children: ReactNode;
}

/** Around every chart: look closer by button, key or wheel, save as PNG or SVG, numbers, and how it is read. */
export function ChartFrame({ title, reads, table, zoom: own, children }: ChartFrameProps) {
  const chart = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isTold, setIsTold] = useState(false);
  const zoom = useZoom(view, own);
  const save = (how: (drawn: HTMLElement, name: string) => void | Promise<void>) => {
    if (chart.current === null) return;
    setProblem(null);
    Promise.resolve(how(chart.current, title)).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  const press = (event: KeyboardEvent) => {
    const act = { '+': zoom.closer, '=': zoom.closer, '-': zoom.further, '0': zoom.reset }[event.key];
    if (act === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    act();
  };
  return (
    // The keys come from the buttons and from what can be reached inside.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className={styles.frame} role="group" aria-label={title} onKeyDown={press}>
      <div className={styles.bar}>
        <FrameButton label="Look closer (+)" text="+" onPress={zoom.closer} />
        <FrameButton label="Look from further away (−)" text="−" isDisabled={!zoom.isMoved} onPress={zoom.further} />
        <FrameButton label="Show all of it (0)" text="⤢" isDisabled={!zoom.isMoved} onPress={zoom.reset} />
        <FrameButton label={`PNG of ${title}`} text="PNG" onPress={() => save(savePng)} />
        <FrameButton label={`SVG of ${title}`} text="SVG" onPress={() => save(saveSvg)} />
      </div>
      <div ref={view} className={styles.view} data-moved={zoom.scale > 1 || undefined} {...zoom.handlers}>
        <div ref={chart} style={zoom.scale > 1 ? { zoom: zoom.scale, width: `${zoom.scale * 100}%` } : undefined}>
          {children}
        </div>
      </div>
      {problem !== null && <p role="alert">{problem}</p>}
      <div className={styles.below}>
        <details>
          <summary>How to read this</summary>
          <p>{reads}</p>
        </details>
        <details onToggle={(event) => setIsTold(event.currentTarget.open)}>
          <summary>Numbers</summary>
          {isTold && <ChartNumbers title={title} table={table()} />}
        </details>
      </div>
    </div>
  );
}

interface FrameButtonProps {
  label: string;
  text: string;
  isDisabled?: boolean;
  onPress: () => void;
}

function FrameButton({ label, text, isDisabled = false, onPress }: FrameButtonProps) {
  return (
    <button type="button" aria-label={label} title={label} disabled={isDisabled} onClick={onPress}>
      {text}
    </button>
  );
}
