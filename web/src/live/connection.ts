import { readMessage, type ClientMessage, type ServerMessage } from './protocol';

export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'closed';

export interface ConnectionOptions {
  open: () => WebSocket;
  onOpen: () => void;
  onMessage: (message: ServerMessage) => void;
  onState: (state: ConnectionState) => void;
  /** A number in [0, 1): the jitter that keeps many pages from returning at the same moment. */
  random: () => number;
}

const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 15_000;
const PING_EVERY_MS = 20_000;
const ANSWER_WITHIN_MS = 10_000;

/** One socket that comes back by itself: grows its waits, notices a line that went silent. */
export class Connection {
  private socket: WebSocket | null = null;
  private failures = 0;
  private timers: ReturnType<typeof setTimeout>[] = [];

  constructor(private readonly options: ConnectionOptions) {}

  start(): void {
    window.addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    this.connect();
  }

  stop(): void {
    window.removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    this.drop();
    this.options.onState('closed');
  }

  send(message: ClientMessage): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private connect(): void {
    this.drop();
    this.options.onState('connecting');
    const socket = this.options.open();
    this.socket = socket;
    socket.onopen = () => this.opened();
    socket.onmessage = (frame) => this.heard(frame.data);
    socket.onclose = () => this.closed();
  }

  private opened(): void {
    this.failures = 0;
    this.options.onState('open');
    this.options.onOpen();
    this.expectSilence();
  }

  private heard(frame: unknown): void {
    this.expectSilence();
    const message = readMessage(frame);
    if (message !== null) this.options.onMessage(message);
  }

  private closed(): void {
    this.drop();
    this.options.onState('waiting');
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures += 1;
    this.after(wait * (0.5 + this.options.random() / 2), () => this.connect());
  }

  /** After a while without a word, asks whether the other side is still there. */
  private expectSilence(): void {
    this.clearTimers();
    this.after(PING_EVERY_MS, () => {
      this.send({ type: 'ping' });
      this.after(ANSWER_WITHIN_MS, () => this.closed());
    });
  }

  private readonly hurry = (): void => {
    const isLost = this.socket === null;
    if (isLost && document.visibilityState === 'visible') this.connect();
  };

  private drop(): void {
    this.clearTimers();
    const socket = this.socket;
    this.socket = null;
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  private after(wait: number, act: () => void): void {
    this.timers.push(setTimeout(act, wait));
  }

  private clearTimers(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers = [];
  }
}
