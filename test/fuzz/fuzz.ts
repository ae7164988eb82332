/** Plays cases and judges them: no exit code 70, no secret in anything that comes out, nothing slow, no file left open. */
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CANARIES, makeHome, type Home } from './home.ts';
import { playCase, type Family } from './cases.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export interface Finding {
  readonly family: Family;
  readonly number: number;
  readonly what: 'fault' | 'secret' | 'slow' | 'leak';
  readonly detail: string;
}

export interface Tally {
  readonly findings: Finding[];
  /** Cases by exit code. */
  readonly ends: Map<number, number>;
  cases: number;
  longestMs: number;
}

export const MOST_MS = 10_000;
const CASES_BETWEEN_COLLECTIONS = 50;
const GOOD_ENDS = new Set([0, 1, 2, 3, 4, 5]);

/** Plays `count` cases of a family, from number `from` on. */
export async function fuzz(
  seed: number | string,
  family: Family,
  count: number,
  tally: Tally,
  from = 0,
): Promise<void> {
  const home = await makeHome();
  const leaks: string[] = [];
  const onWarning = (warning: Error): void => void leaks.push(warning.message);
  process.on('warning', onWarning);
  try {
    for (let number = from; number < from + count; number += 1) {
      const ended = await playCase(home, family, seed, number);
      const found = (what: Finding['what'], detail: string): void =>
        void tally.findings.push({ family, number, what, detail });
      if (!GOOD_ENDS.has(ended.exitCode)) found('fault', ended.output.slice(-1500));
      const secret = await findSecret(home, ended.output);
      if (secret !== undefined) found('secret', secret);
      if (ended.ms > MOST_MS) found('slow', `${Math.round(ended.ms)} ms; ${ended.output.slice(0, 300)}`);
      tally.cases += 1;
      tally.longestMs = Math.max(tally.longestMs, ended.ms);
      tally.ends.set(ended.exitCode, (tally.ends.get(ended.exitCode) ?? 0) + 1);
      const isLast = number === from + count - 1;
      if (!isLast && (number - from) % CASES_BETWEEN_COLLECTIONS !== CASES_BETWEEN_COLLECTIONS - 1) continue;
      // A file that nobody closed is told of when it is collected; it is of one of the last cases.
      collectGarbage();
      await turn();
      for (const one of leaks.splice(0)) if (/file descriptor|MaxListeners/.test(one)) found('leak', one);
    }
  } finally {
    process.off('warning', onWarning);
    await home.close();
  }
}

export function makeTally(): Tally {
  return { findings: [], ends: new Map(), cases: 0, longestMs: 0 };
}

const FORMS: readonly string[] = Object.values(CANARIES).flatMap((secret) => {
  const plain = secret.replace(/%2B/g, '+').replace(/%2F/g, '/').replace(/%3D/g, '=');
  const login = Buffer.from(`admin:${secret}`).toString('base64');
  // The cut at the end of a base64 text depends on what stands before; its middle does not.
  return [secret, plain, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), login, login.slice(8, -4)];
});

async function findSecret(home: Home, output: string): Promise<string | undefined> {
  for (const [where, text] of [
    ['the output', output],
    ['a file', await home.leftTexts()],
  ] as const) {
    for (const form of FORMS) {
      const at = text.indexOf(form);
      if (at !== -1) return `${form} in ${where}: …${text.slice(Math.max(0, at - 200), at + 100)}…`;
    }
  }
  return undefined;
}
