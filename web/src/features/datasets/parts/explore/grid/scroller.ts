import { remPx } from '../../../../../lib/rem';
import { RowScale } from './row-scale';

const ROW_REM = 1.75;

export interface ScrollElements {
  /** The box that scrolls. */
  root: HTMLElement;
  /** As large as all the rows and columns, or as large as a browser can keep. */
  spacer: HTMLElement;
  /** As large as the box, always in it: what is drawn is drawn here. */
  window: HTMLElement;
}

interface Extent {
  rows: number;
  width: number;
  headHeight: number;
}

/** Where in a table the window stands, for tables taller than a browser can scroll through. */
export class Scroller {
  /** The height of each row. */
  readonly rowPx = Math.round(ROW_REM * remPx());
  scale = new RowScale(0, this.rowPx, 0);
  /** The true distance of the window from the first row. */
  offset = 0;
  x = 0;
  /** 1 on the way down, -1 on the way up. */
  way = 1;
  private lastScroll = 0;

  constructor(
    private readonly elements: ScrollElements,
    private readonly onMove: () => void,
  ) {
    elements.root.style.setProperty('--row', `${this.rowPx}px`);
    elements.root.addEventListener('scroll', this.scrolled, { passive: true });
    elements.root.addEventListener('wheel', this.wheeled, { passive: false });
  }

  destroy(): void {
    this.elements.root.removeEventListener('scroll', this.scrolled);
    this.elements.root.removeEventListener('wheel', this.wheeled);
  }

  resize({ rows, width, headHeight }: Extent): void {
    const { root, spacer, window } = this.elements;
    spacer.style.width = `${width}px`;
    spacer.style.height = `${new RowScale(rows, this.rowPx, 0).height + headHeight}px`;
    window.style.width = `${root.clientWidth}px`;
    window.style.height = `${root.clientHeight}px`;
    this.scale = new RowScale(rows, this.rowPx, Math.max(0, root.clientHeight - headHeight));
    this.scrollTo(this.scale.clamp(this.offset), this.x);
  }

  scrollTo(offset: number, x: number): void {
    const { root } = this.elements;
    this.way = offset < this.offset ? -1 : 1;
    this.offset = offset;
    root.scrollLeft = x;
    this.x = root.scrollLeft;
    this.align();
    this.onMove();
  }

  /** Puts the scroll bar where the offset says; short moves let the two drift apart. */
  align(): void {
    const { root } = this.elements;
    root.scrollTop = this.scale.toScroll(this.offset);
    // The browser rounds it.
    this.lastScroll = root.scrollTop;
  }

  private readonly scrolled = (): void => {
    const { scrollTop, scrollLeft } = this.elements.root;
    if (Math.abs(scrollTop - this.lastScroll) >= 1) {
      const offset = this.scale.follow(this.offset, this.lastScroll, scrollTop);
      this.way = offset < this.offset ? -1 : 1;
      this.offset = offset;
      this.lastScroll = scrollTop;
    }
    this.x = scrollLeft;
    this.onMove();
  };

  /** In a scaled box the browser's own step would leap over many rows. */
  private readonly wheeled = (event: WheelEvent): void => {
    if (!this.scale.isScaled || event.deltaY === 0 || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? this.rowPx : event.deltaMode === 2 ? this.scale.windowHeight : 1;
    this.scrollTo(this.scale.clamp(this.offset + event.deltaY * unit), this.x + event.deltaX * unit);
  };
}
