import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { startGitHost } from './git.js';

declare module 'vitest' {
  export interface ProvidedContext {
    baseURL: string;
    apiKey: string;
    clusterId: string;
    gitHost: string;
  }
}

const artifacts = process.env.BENCH_ARTIFACTS ?? resolve(import.meta.dirname, '../../../artifacts');

/** Starts a silo of its own for the tests; at the end nothing of it is left on the engine or the disk. */
export default async function setup(project: TestProject) {
  const data = mkdtempSync(join(tmpdir(), 'bench-sdk-'));
  const port = await freePort();
  const baseURL = `http://127.0.0.1:${port}`;
  const git = await startGitHost();
  const log = openSync(join(data, 'silo.log'), 'a');
  const silo = spawn(
    'dotnet',
    [
      join(artifacts, 'silo', 'BenchCluster.Silo.dll'),
      `--Bench:Data=${data}`,
      `--Bench:Url=${baseURL}`,
      `--Bench:Agent=${join(artifacts, 'agent')}`,
      `--Bench:Tools=${join(artifacts, 'tools')}`,
      `--Bench:GitHost=${git.url}`,
      '--Bench:Slots=64',
    ],
    { stdio: ['ignore', log, log] },
  );
  try {
    await healthy(silo, baseURL, data);
  } catch (error) {
    silo.kill('SIGKILL');
    await git.stop();
    throw error;
  }

  const clusterId = readFileSync(join(data, 'cluster-id'), 'utf8').trim();
  project.provide('baseURL', baseURL);
  project.provide('apiKey', readFileSync(join(data, 'api-key'), 'utf8').trim());
  project.provide('clusterId', clusterId);
  project.provide('gitHost', git.url);

  return async () => {
    silo.kill('SIGTERM');
    await new Promise((done) => (silo.exitCode !== null ? done(null) : silo.once('exit', done)));
    await git.stop();
    removeAll(`benchcluster.cluster=${clusterId}`);
    if (process.env.SDK_KEEP_LOG) console.log(readFileSync(join(data, 'silo.log'), 'utf8'));
    rmSync(data, { recursive: true, force: true });
  };
}

async function healthy(silo: ChildProcess, baseURL: string, data: string) {
  const deadline = Date.now() + 60_000;
  while (true) {
    if (silo.exitCode !== null || Date.now() > deadline) {
      throw new Error(`The silo did not start:\n${readFileSync(join(data, 'silo.log'), 'utf8')}`);
    }
    const answer = await fetch(`${baseURL}/health`).catch(() => undefined);
    if (answer?.ok && existsSync(join(data, 'api-key'))) return;
    await pause(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function removeAll(label: string) {
  for (let tries = 0; tries < 20; tries++) {
    const containers = lines('ps', '-aq', '--filter', `label=${label}`);
    if (containers.length === 0) break;
    try {
      execFileSync('docker', ['rm', '-f', '-v', ...containers], { stdio: 'ignore' });
    } catch {
      // One that is being removed already is gone at the next look.
    }
  }
  const images = [...new Set(lines('images', '-q', '--filter', `label=${label}`))];
  if (images.length > 0) execFileSync('docker', ['rmi', '-f', ...images], { stdio: 'ignore' });
}

function lines(...args: string[]): string[] {
  return execFileSync('docker', args, { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.length > 0);
}
