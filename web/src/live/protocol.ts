import type { EventMessage } from '../api/events';
import { isNumber, isRecord, isString, parseJson } from '../lib/guards';

/** What the server says on the socket. */
export type ServerMessage =
  | EventMessage
  | { type: 'subscribed'; topic: string; number: number }
  | { type: 'refetch'; topic: string; number: number }
  | { type: 'denied'; topic: string; error: string }
  | { type: 'latest'; topic: string; key: string; value: unknown; version: number }
  | { type: 'pong' }
  | { type: 'error'; message: string };

/** What the page says on the socket. */
export type ClientMessage =
  | { type: 'subscribe'; topics: { topic: string; after?: number }[] }
  | { type: 'unsubscribe'; topics: string[] }
  | { type: 'ping' };

/** Reads one frame; null for what this page does not understand. */
export function readMessage(frame: unknown): ServerMessage | null {
  const message = isString(frame) ? parseJson(frame) : null;
  return isServerMessage(message) ? message : null;
}

/** Checks the envelope; an event's payload is the server's own and is taken at its word. */
function isServerMessage(message: unknown): message is ServerMessage {
  if (!isRecord(message)) return false;
  switch (message.type) {
    case 'event':
      return isAboutTopic(message) && isString(message.event) && isRecord(message.data);
    case 'subscribed':
    case 'refetch':
      return isAboutTopic(message);
    case 'denied':
      return isString(message.topic) && isString(message.error);
    case 'latest':
      return isString(message.topic) && isString(message.key);
    case 'pong':
      return true;
    case 'error':
      return isString(message.message);
    default:
      return false;
  }
}

function isAboutTopic(message: Record<string, unknown>): boolean {
  return isString(message.topic) && isNumber(message.number);
}
