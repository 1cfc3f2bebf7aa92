import type { EventMessage } from '../api/events';
import type { ClientMessage, ServerMessage } from './protocol';

export interface SubscriptionListener {
  /** A new fact. */
  onEvent: (message: EventMessage) => void;
  /** Facts were missed and cannot be had again: what is held of this topic must be fetched afresh. */
  onGap: (topic: string) => void;
  /** The newest value of something of which only the newest counts. */
  onLatest: (topic: string, key: string, value: unknown) => void;
  /** The topic is not, or no longer, for whoever asks. */
  onDenied: (topic: string) => void;
}

interface Held {
  users: number;
  /** The last number seen; null until the server has told where its delivery begins. */
  last: number | null;
}

/** Remembers what is wanted and how far each topic was heard; knows no socket and no clock. */
export class Subscriptions {
  private readonly topics = new Map<string, Held>();

  constructor(
    private readonly send: (message: ClientMessage) => void,
    private readonly listener: SubscriptionListener,
  ) {}

  /** Wants a topic from a number on; several users share one subscription. */
  add(topic: string, after: number | null): void {
    const held = this.topics.get(topic);
    if (held === undefined) {
      this.topics.set(topic, { users: 1, last: after });
      this.ask([topic]);
      return;
    }
    held.users += 1;
    // A newcomer that knows less is caught up; hearing a fact twice changes nothing.
    if (after !== null && held.last !== null && after < held.last) {
      held.last = after;
      this.send({ type: 'unsubscribe', topics: [topic] });
      this.ask([topic]);
    }
  }

  remove(topic: string): void {
    const held = this.topics.get(topic);
    if (held === undefined) return;
    held.users -= 1;
    if (held.users > 0) return;
    this.topics.delete(topic);
    this.send({ type: 'unsubscribe', topics: [topic] });
  }

  /** Asks for everything again after the line was cut. */
  resume(): void {
    if (this.topics.size > 0) this.ask([...this.topics.keys()]);
  }

  heard(message: ServerMessage): void {
    switch (message.type) {
      case 'event':
        this.heardEvent(message);
        return;
      case 'subscribed':
        this.heardStart(message.topic, message.number);
        return;
      case 'refetch':
        this.lost(message.topic, message.number);
        return;
      case 'denied':
        this.listener.onDenied(message.topic);
        return;
      case 'latest':
        if (this.topics.has(message.topic)) this.listener.onLatest(message.topic, message.key, message.value);
        return;
      case 'pong':
      case 'error':
        return;
    }
  }

  private heardEvent(message: EventMessage): void {
    const held = this.topics.get(message.topic);
    if (held === undefined) return;
    if (held.last !== null && message.number <= held.last) return;
    const isGap = held.last !== null && message.number > held.last + 1;
    held.last = message.number;
    this.listener.onEvent(message);
    if (isGap) this.listener.onGap(message.topic);
  }

  /** Without a number of our own, whatever was fetched before delivery began may be too old. */
  private heardStart(topic: string, number: number): void {
    const held = this.topics.get(topic);
    if (held?.last !== null) return;
    held.last = number;
    this.listener.onGap(topic);
  }

  private lost(topic: string, number: number): void {
    const held = this.topics.get(topic);
    if (held === undefined) return;
    held.last = number;
    this.listener.onGap(topic);
  }

  private ask(names: readonly string[]): void {
    const topics = names.map((topic) => {
      const last = this.topics.get(topic)?.last ?? null;
      return last === null ? { topic } : { topic, after: last };
    });
    this.send({ type: 'subscribe', topics });
  }
}
