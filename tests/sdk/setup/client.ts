import { Runloop, RunloopSDK } from '@runloop/api-client';
import { inject } from 'vitest';

/** The official client, with nothing changed but address and key. */
export function client(): Runloop {
  return new Runloop({ baseURL: inject('baseURL'), bearerToken: inject('apiKey'), maxRetries: 0 });
}

/** The official object-oriented SDK. */
export function sdk(): RunloopSDK {
  return new RunloopSDK({ baseURL: inject('baseURL'), bearerToken: inject('apiKey') });
}

/** A name that no other test has. */
export function unique(prefix: string): string {
  return `${prefix}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
}
