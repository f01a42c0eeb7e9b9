import { readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Runloop } from '@runloop/api-client';
import { inject } from 'vitest';
import WebSocket from 'ws';

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
}

/** The host name of a tunnel, as the SDK makes it of its base URL. */
export function hostOf(port: number, key: string): string {
  return `${port}-${key}.tunnel.localhost`;
}

/** A request to a host name that leads to the silo. */
export async function send(
  host: string,
  path = '/',
  options: { method?: string; headers?: Record<string, string>; body?: Readable | Buffer } = {},
): Promise<Answer> {
  const answer = await open(host, path, options);
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return { status: answer.statusCode!, headers: answer.headers, text: Buffer.concat(pieces).toString() };
}

/** The same, with the answer as it comes. */
export function open(
  host: string,
  path = '/',
  { method, headers, body }: { method?: string; headers?: Record<string, string>; body?: Readable | Buffer } = {},
): Promise<IncomingMessage> {
  const silo = new URL(inject('baseURL'));
  return new Promise((answered, failed) => {
    const sending = request(
      { host: silo.hostname, port: silo.port, path, method: method ?? (body ? 'POST' : 'GET'), headers: { ...headers, Host: host }, agent: false },
      answered,
    );
    sending.on('error', failed);
    if (body === undefined || Buffer.isBuffer(body)) sending.end(body);
    else body.pipe(sending);
  });
}

/**
 * A WebSocket to a host name that leads to the silo; opened, or the answer's status as an error. Who must miss no message
 * listens before it is opened.
 */
export function socket(
  host: string,
  path: string,
  headers: Record<string, string> = {},
  protocols: string[] = [],
  listen: (opening: WebSocket) => void = () => {},
): Promise<WebSocket> {
  const silo = new URL(inject('baseURL'));
  const opening = new WebSocket(`ws://${silo.host}${path}`, protocols, { headers: { ...headers, Host: host } });
  listen(opening);
  return new Promise((opened, failed) => {
    opening.on('open', () => opened(opening));
    opening.on('unexpected-response', (_, answer) => {
      answer.resume();
      failed(new Error(`HTTP ${answer.statusCode}`));
    });
    opening.on('error', failed);
  });
}

/** Starts one of the programs of this folder in a devbox, and waits until it listens. */
export async function serve(api: Runloop, devbox: string, program: string, port: number): Promise<string> {
  const contents = readFileSync(join(import.meta.dirname, 'programs', program), 'utf8');
  await api.devboxes.writeFileContents(devbox, { file_path: `/tmp/${program}`, contents });
  const { execution_id } = await api.devboxes.executeAsync(devbox, { command: `exec python3 /tmp/${program} ${port}` });
  const listens = await api.devboxes.execute(devbox, {
    command: `for i in $(seq 1000); do (exec 3<>/dev/tcp/127.0.0.1/${port}) 2>/dev/null && exit 0; sleep 0.02; done; exit 1`,
  });
  if (listens.exit_status !== 0) throw new Error(`${program} does not listen on ${port}.`);
  return execution_id;
}
