import type { Query, QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys';
import type { EventMessage } from '../api/events';
import { isStringList } from '../lib/guards';
import { Connection, type ConnectionState } from './connection';
import type { Applier } from './feature';
import { Subscriptions } from './subscriptions';

const REMEMBERED = 300;

/** A fact and its place among all that this page has heard. */
interface Heard {
  message: EventMessage;
  place: number;
}

/** Keeps the query cache in step with the server: one socket, every topic, every applier. */
export class Live {
  private state: ConnectionState = 'closed';
  private readonly listeners = new Set<() => void>();
  private recent: Heard[] = [];
  private heard = 0;
  /** How much had been heard when a query was last asked. */
  private readonly asked = new WeakMap<object, number>();
  private wasOpen = true;
  private readonly connection: Connection;
  private readonly subscriptions: Subscriptions;

  constructor(
    private readonly client: QueryClient,
    private readonly appliers: readonly Applier[],
    open: () => WebSocket,
  ) {
    this.subscriptions = new Subscriptions((message) => this.connection.send(message), {
      onEvent: (message) => this.apply(message),
      onGap: (topic) => this.refetch(topic),
      onLatest: (topic, key, value) => void this.client.setQueryData(keys.latest(topic, key), value),
      // Whoever was sent out of a workspace is to be shown another one.
      onDenied: () => void this.client.invalidateQueries({ queryKey: keys.workspaces }),
    });
    this.connection = new Connection({
      open,
      onOpen: () => this.subscriptions.resume(),
      onMessage: (message) => this.subscriptions.heard(message),
      onState: (state) => this.changeState(state),
      random: Math.random,
    });
  }

  /** Connects; answers how to end it. */
  start(): () => void {
    const forget = this.client.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated') return;
      if (event.action.type === 'fetch') this.asked.set(event.query, this.heard);
      if (event.action.type === 'success' && event.action.manual !== true) this.catchUp(event.query);
    });
    this.connection.start();
    return () => {
      forget();
      this.connection.stop();
    };
  }

  /** Hears a topic from a number on, as long as the answered function is not called. */
  follow(topic: string, after: number | null): () => void {
    this.subscriptions.add(topic, after);
    return () => this.subscriptions.remove(topic);
  }

  getState = (): ConnectionState => this.state;

  onStateChange = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private apply(message: EventMessage): void {
    this.heard += 1;
    this.recent = [...this.recent.slice(1 - REMEMBERED), { message, place: this.heard }];
    for (const applier of this.appliers) applier(this.client, message);
  }

  /**
   * An answer may have been read from the database before a fact that arrived while it travelled.
   * Applying a fact twice changes nothing, so those are applied again, as far as the query hangs on
   * them. What was heard before it was asked is in the answer; an applier that has a query asked
   * again would never come to an end with it.
   */
  private catchUp(query: Pick<Query, 'meta'>): void {
    const topics = topicsOf(query);
    const asked = this.asked.get(query) ?? 0;
    for (const { message } of this.recent.filter(({ place }) => place > asked)) {
      if (!topics.includes(message.topic)) continue;
      for (const applier of this.appliers) applier(this.client, message);
    }
  }

  private refetch(topic: string): void {
    this.recent = this.recent.filter(({ message }) => message.topic !== topic);
    void this.client.invalidateQueries({ predicate: (query) => topicsOf(query).includes(topic) });
  }

  private changeState(state: ConnectionState): void {
    // A socket refused again may mean that the sign-in ran out: asking renews it, or shows the door.
    if (state === 'waiting' && !this.wasOpen) {
      void this.client.invalidateQueries({ queryKey: keys.workspaces });
    }
    if (state === 'open' || state === 'waiting') this.wasOpen = state === 'open';
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

function topicsOf(query: Pick<Query, 'meta'>): readonly string[] {
  const topics = query.meta?.topics;
  return isStringList(topics) ? topics : [];
}
