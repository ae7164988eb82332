import { describe, expect, test } from 'vitest';
import type { Owner } from '../../src/contracts/store.ts';
import { checkOwnership, isSameServer, type Kept } from '../../src/index/ownership.ts';

const OWNER: Owner = { namespace: 'n', server: 'id-1', address: 'https://a', place: 'p' };
const BEFORE: Kept = { ...OWNER, entries: 20 };
const INDEX = { exists: true, entries: 20, location: 'index.json' };

describe('the same server', () => {
  test.each<[string, Partial<Owner>, Partial<Owner>, boolean]>([
    ['the same id', {}, {}, true],
    ['the same id at another address', {}, { address: 'https://b' }, true],
    ['no id before, one now, at the same address', { server: 'https://a' }, {}, true],
    ['no id before, in a sidecar without address', { server: 'https://a', address: undefined as never }, {}, true],
    ['no id before, one now, at another address', { server: 'https://b', address: 'https://b' }, {}, false],
    ['an id before, none now, at the same address: another database', {}, { server: 'https://a' }, false],
    ['another id at the same address', { server: 'id-0' }, {}, false],
    ['another id, in a sidecar without address', { server: 'id-0', address: undefined as never }, {}, false],
    ['no id, another address', { server: 'https://b', address: 'https://b' }, { server: 'https://a' }, false],
  ])('%s', (_, before, now, expected) => {
    expect(isSameServer({ ...OWNER, ...before }, { ...OWNER, ...now })).toBe(expected);
  });
});

describe('guards of the index', () => {
  test.each<[string, Partial<Kept> | undefined, Partial<typeof INDEX>, readonly string[], string | undefined]>([
    ['ours', {}, {}, [], undefined],
    ['no sidecar', undefined, {}, [], undefined],
    ['no index', {}, { exists: false, entries: 0 }, [], 'guard/no-index'],
    ['no index, accepted', undefined, { exists: false, entries: 0 }, ['new-index'], undefined],
    ['of another pipeline', { namespace: 'm' }, {}, ['server', 'new-index'], 'guard/other-owner'],
    ['of another program', { place: 'q' }, {}, ['server'], 'guard/other-owner'],
    ['of another server', { server: 'x' }, {}, [], 'guard/other-server'],
    ['of another server, accepted', { server: 'x' }, {}, ['server'], undefined],
    ['much shorter', {}, { entries: 12 }, [], 'guard/index-shrunk'],
    ['much shorter, accepted', {}, { entries: 12 }, ['new-index'], undefined],
    ['a little shorter', {}, { entries: 19 }, [], undefined],
    ['emptied', { entries: 1 }, { entries: 0 }, [], 'guard/index-shrunk'],
  ])('%s', (_, sidecar, index, accepted, code) => {
    const check = (): void =>
      checkOwnership(sidecar && { ...BEFORE, ...sidecar }, OWNER, { ...INDEX, ...index }, new Set(accepted));
    if (code === undefined) check();
    else expect(check).toThrow(expect.objectContaining({ code, exitCode: 4 }));
  });
});
