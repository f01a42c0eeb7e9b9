import { request } from 'node:http';
import { Runloop } from '@runloop/api-client';
import { inject } from 'vitest';
import type WebSocket from 'ws';
import { hostOf, socket } from './tunnel.js';

/** The port that the official clients put into the host names of PTY tunnels. */
export const ptyPort = 13;

export interface Tunnel {
  tunnel_key: string;
  auth_token: string;
}

/** The official client for a PTY tunnel: with the tunnel's own address and token, as its own helpers make it. */
export function ptyClient({ tunnel_key, auth_token }: Tunnel): Runloop {
  const baseURL = `http://${hostOf(ptyPort, tunnel_key)}:${new URL(inject('baseURL')).port}`;
  return new Runloop({ baseURL, bearerToken: auth_token, maxRetries: 0, fetch: fetchLoopback as never });
}

/** A terminal that remembers what it was shown. */
export class Screen {
  shown = '';
  closed: Promise<{ code: number; reason: string }>;
  private waiters: (() => void)[] = [];

  constructor(readonly socket: WebSocket) {
    // A message may end in the middle of a character.
    const text = new TextDecoder();
    socket.on('message', (data: Buffer, isBinary) => {
      this.shown += isBinary ? text.decode(data, { stream: true }) : `(text: ${data.toString()})`;
      this.waiters.splice(0).forEach((wake) => wake());
    });
    this.closed = new Promise((closed) => socket.on('close', (code, reason) => closed({ code, reason: reason.toString() })));
  }

  static async attach({ tunnel_key, auth_token }: Tunnel, path: string): Promise<Screen> {
    let screen: Screen | undefined;
    const headers = { Authorization: `Bearer ${auth_token}` };
    await socket(hostOf(ptyPort, tunnel_key), path, headers, [], (opening) => (screen = new Screen(opening)));
    return screen!;
  }

  type(text: string | Buffer) {
    this.socket.send(text);
  }

  /** Waits until it was shown; what was shown until then. */
  async sees(expected: string | RegExp): Promise<string> {
    const has = () => (typeof expected === 'string' ? this.shown.includes(expected) : expected.test(this.shown));
    const deadline = Date.now() + 30_000;
    while (!has()) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`Never saw ${expected}: ${JSON.stringify(this.shown)}`);
      await Promise.race([new Promise<void>((wake) => this.waiters.push(wake)), new Promise((wake) => setTimeout(wake, left))]);
    }
    return this.shown;
  }

  async leave(): Promise<{ code: number; reason: string }> {
    this.socket.close();
    return await this.closed;
  }
}

/** Names below localhost are loopback, whether or not the system's resolver knows. */
async function fetchLoopback(url: string, init: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Response> {
  return await new Promise((answered, failed) => {
    const sending = request(
      url,
      { method: init.method, headers: init.headers, lookup: (_, options, found) => (options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)) },
      async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece as Buffer);
        answered(new Response(Buffer.concat(pieces), { status: answer.statusCode, headers: answer.headers as Record<string, string> }));
      },
    );
    sending.on('error', failed);
    sending.end(init.body);
  });
}
