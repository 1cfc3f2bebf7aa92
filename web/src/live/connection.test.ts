import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection, type ConnectionState } from './connection';
import { readMessage, type ServerMessage } from './protocol';

/** The browser's socket, as far as a connection uses it, worked by hand. */
class HandSocket extends EventTarget implements Partial<WebSocket> {
  readyState: number = WebSocket.CONNECTING;
  sent: string[] = [];
  onopen: WebSocket['onopen'] = null;
  onmessage: WebSocket['onmessage'] = null;
  onclose: WebSocket['onclose'] = null;
  close = vi.fn();
  send = (text: string) => this.sent.push(text);
}

const sockets: HandSocket[] = [];
const states: ConnectionState[] = [];
const messages: ServerMessage[] = [];

function connect() {
  const open = vi.fn(() => {
    const socket = new HandSocket();
    sockets.push(socket);
    return socket;
  });
  const connection = new Connection({
    // @ts-expect-error a socket worked by hand has only the parts a connection uses
    open,
    onOpen: () => undefined,
    onMessage: (message) => messages.push(message),
    onState: (state) => states.push(state),
    random: () => 1,
  });
  connection.start();
  return connection;
}

function latest(): HandSocket {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error('no socket was opened');
  return socket;
}

function accept(socket: HandSocket): void {
  socket.readyState = WebSocket.OPEN;
  // @ts-expect-error the handlers need no this
  socket.onopen?.(new Event('open'));
}

function cut(socket: HandSocket): void {
  // @ts-expect-error the handlers need no this
  socket.onclose?.(new CloseEvent('close'));
}

describe('Connection', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    sockets.length = states.length = messages.length = 0;
  });

  it('waits longer after every failure and starts over after a success', () => {
    const connection = connect();

    cut(latest());
    vi.advanceTimersByTime(399);
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(2);

    cut(latest());
    vi.advanceTimersByTime(799);
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(sockets).toHaveLength(3);

    accept(latest());
    cut(latest());
    vi.advanceTimersByTime(400);
    expect(sockets).toHaveLength(4);
    connection.stop();
  });

  it('asks a silent server whether it is there, and leaves when no answer comes', () => {
    const connection = connect();
    accept(latest());

    vi.advanceTimersByTime(20_000);
    expect(latest().sent).toEqual(['{"type":"ping"}']);

    vi.advanceTimersByTime(10_000);
    expect(states.at(-1)).toBe('waiting');
    connection.stop();
  });

  it('comes back at once when the network does', () => {
    const connection = connect();
    cut(latest());

    window.dispatchEvent(new Event('online'));

    expect(sockets).toHaveLength(2);
    connection.stop();
  });

  it('opens nothing more after its end', () => {
    const connection = connect();
    cut(latest());

    connection.stop();
    vi.advanceTimersByTime(60_000);

    expect(sockets).toHaveLength(1);
    expect(states.at(-1)).toBe('closed');
  });
});

describe('readMessage', () => {
  it.each([
    ['not json', null],
    ['{"type":"unheard of"}', null],
    ['{"type":"event","topic":"t","number":"1"}', null],
    ['{"type":"pong"}', { type: 'pong' }],
    ['{"type":"refetch","topic":"t","number":4}', { type: 'refetch', topic: 't', number: 4 }],
  ])('reads %s', (frame, message) => {
    expect(readMessage(frame)).toEqual(message);
  });
});
