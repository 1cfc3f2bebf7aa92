/** A value that was chosen here; undefined takes away what was there. */
export interface Choice {
  path: string;
  value: unknown;
}

/**
 * Tells others what is chosen here, in order and one request at a time: what is chosen by one act
 * goes together, what is chosen while a request is under way with the next, of each path only the
 * newest.
 */
export class Sharing {
  private waiting: Choice[] = [];
  private isSending = false;
  private told = 0;

  /** `send` answers the version that the change has made. */
  constructor(
    private readonly send: (choices: Choice[]) => Promise<number>,
    private readonly onSettled: () => void,
  ) {}

  choose(choice: Choice): void {
    const isReplaced = ({ path }: Choice) => path === choice.path || path.startsWith(`${choice.path}.`);
    this.waiting = [...this.waiting.filter((one) => !isReplaced(one)), choice];
    void this.flush();
  }

  /** Whether a state of this version knows all that was chosen here: an older one must not undo it. */
  knowsAll(version: number): boolean {
    return !this.isSending && this.waiting.length === 0 && version >= this.told;
  }

  private async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      // One act may choose several things: an algorithm takes away the values of the one before.
      await Promise.resolve();
      while (this.waiting.length > 0) {
        const choices = this.waiting;
        this.waiting = [];
        this.told = Math.max(this.told, await this.send(choices));
      }
    } catch {
      // Offline, or not allowed to: the choices live on in this browser.
      this.waiting = [];
    } finally {
      this.isSending = false;
    }
    this.onSettled();
  }
}
