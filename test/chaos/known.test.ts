/** Histories in which something was lost, doubled or altered once; each is as short as it could be made. */
import { describe, expect, test } from 'vitest';
import type { History } from './history.ts';
import { KNOWN, KNOWN_KILLS } from './known-histories.ts';
import { play } from './play.ts';

describe('histories that failed once', () => {
  const rows = [...KNOWN, ...KNOWN_KILLS].map(({ name, history }): [string, History] => [name, history]);
  test.each(rows)('%s', async (_, history) => {
    expect((await play(history)).fault).toBeUndefined();
  });
});
