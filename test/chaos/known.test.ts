/** Histories in which something was lost, doubled or altered once; each is as short as it could be made. */
import { describe, expect, test } from 'vitest';
import { KNOWN, KNOWN_KILLS, type Known } from './known-histories.ts';
import { play } from './play.ts';

describe('histories that failed once', () => {
  test.each([...KNOWN, ...KNOWN_KILLS])('$name', async ({ history }: Known) => {
    expect((await play(history)).fault).toBeUndefined();
  });
});
