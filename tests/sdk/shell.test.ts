import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { client, unique } from './setup/client.js';

const api = client();
const bench = join(process.env.BENCH_ARTIFACTS ?? resolve(import.meta.dirname, '../../artifacts'), 'client', 'bench.dll');
let id: string;

beforeAll(async () => {
  id = (await api.devboxes.createAndAwaitRunning({})).id;
});

afterAll(async () => {
  await api.devboxes.shutdown(id);
});

/** A person at a terminal of this machine, which util-linux makes. */
class Person {
  shown = '';
  ended: Promise<number>;
  private process: ChildProcess;

  constructor(command: string) {
    const env = { ...process.env, RUNLOOP_BASE_URL: inject('baseURL'), RUNLOOP_API_KEY: inject('apiKey'), TERM: 'xterm' };
    this.process = spawn('script', ['-qec', command, '/dev/null'], { env });
    this.process.stdout!.on('data', (data) => (this.shown += data));
    this.ended = new Promise((ended) => this.process.on('close', (code) => ended(code!)));
  }

  type(text: string) {
    this.process.stdin!.write(text);
  }

  async sees(text: string) {
    await expect.poll(() => this.shown, { timeout: 30_000 }).toContain(text);
  }
}

function shell(...options: string[]): Person {
  return new Person(`stty rows 33 cols 99; before=$(stty -g); dotnet ${bench} devbox shell ${id} ${options.join(' ')}; status=$?; [ "$(stty -g)" = "$before" ] && echo restored; exit $status`);
}

describe('bench devbox shell', () => {
  it('is a shell with this terminal’s size, passes keys on as they are, and ends with the shell’s exit status', async () => {
    const person = shell();
    await person.sees('$ ');
    person.type('stty size; sleep 1000\r');
    await person.sees('33 99');
    person.type('\u0003');
    person.type('echo after-$?\r');
    await person.sees('after-130');
    person.type('exit 7\r');

    expect(await person.ended).toBe(7);
    expect(person.shown).toContain('restored');
  });

  it('is left with ~. and comes back by its name', async () => {
    const session = unique('s');
    const first = shell('--session', session);
    await first.sees('$ ');
    first.type('KEPT=yes; echo on-$((1))\r');
    await first.sees('on-1');
    first.type('~.');
    expect(await first.ended).toBe(0);
    expect(first.shown).toContain(`--session ${session}`);
    expect(first.shown).toContain('restored');

    const second = shell('--session', session);
    await second.sees('$ ');
    second.type('echo "$KEPT."; exit 3\r');
    await second.sees('yes.');
    expect(await second.ended).toBe(3);
  });

  it('says that it needs a terminal where there is none', () => {
    const env = { ...process.env, RUNLOOP_BASE_URL: inject('baseURL'), RUNLOOP_API_KEY: inject('apiKey') };
    expect(() => execFileSync('dotnet', [bench, 'devbox', 'shell', id], { env, input: '', stdio: 'pipe' })).toThrow(/needs a terminal/);
  });
});
