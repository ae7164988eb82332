/** Mistakes as analysts make them, one at a time: each is found, at its place, with what to write instead. */
import { afterAll, expect, test } from 'vitest';
import { DATA_MISTAKES } from './data-mistakes.ts';
import { MAPPING_MISTAKES } from './mapping-mistakes.ts';
import { EXAMPLE_MISTAKES } from './example-mistakes.ts';
import { ALONE, type Base, type Mistake } from './mistake.ts';
import { NOT_FOUND } from './not-found.ts';
import { OTHER_MISTAKES } from './other-mistakes.ts';
import { Prepared, tells } from './seeded.ts';
import { SERVER_MISTAKES } from './server-mistakes.ts';
import { SPEC_MISTAKES } from './spec-mistakes.ts';
import { WORKBOOK_MISTAKES } from './workbook-mistakes.ts';

const MISTAKES: readonly Mistake[] = [
  ...SPEC_MISTAKES,
  ...MAPPING_MISTAKES,
  ...OTHER_MISTAKES,
  ...DATA_MISTAKES,
  ...WORKBOOK_MISTAKES,
  ...SERVER_MISTAKES,
  ...EXAMPLE_MISTAKES,
];
const titleOf = ({ base, file, name }: Mistake): string => `${base}/${file}: ${name}`;

const prepared = new Map<Base, Promise<Prepared>>();
function pipeline(base: Base): Promise<Prepared> {
  const made = prepared.get(base) ?? Prepared.start(base);
  prepared.set(base, made);
  return made;
}

afterAll(async () => {
  for (const one of prepared.values()) await (await one).close();
});

test.each([...new Set(MISTAKES.map(({ base }) => base))])('%s is in order before', async (base) => {
  const order = await pipeline(base);
  for (const by of ['check', 'test', 'plan'] as const) {
    const { said, exitCode } = await order.run(by);
    expect({ by, exitCode, said }).toMatchObject({ exitCode: 0, said: expect.not.stringMatching(/error|Cannot/) });
  }
});

test.each(MISTAKES.map((mistake) => [titleOf(mistake), mistake] as const))('%s', async (title, mistake) => {
  const { said, finger } = await (await pipeline(mistake.base)).run(mistake.by, mistake);
  const at = mistake.at ?? finger;
  expect(at, 'a place').not.toBe('');
  const isAlone = !mistake.says.includes(ALONE) || said.split('\n').includes(ALONE);
  const told =
    isAlone &&
    tells(
      said,
      at,
      mistake.says.filter((words) => words !== ALONE),
    );
  if (process.env['SHOW_MISTAKES'] !== undefined && !told)
    process.stderr.write(`\n##### ${title}\n##### ${mistake.by}: ${at}, ${mistake.says.join(' | ')}\n${said}\n`);
  if (title in NOT_FOUND) expect(told, `found now: take it out of NOT_FOUND`).toBe(false);
  else expect(told, `${mistake.by} must say ${[at, ...mistake.says].join(', ')}; it says:\n${said}`).toBe(true);
});

test('there are two hundred of them and more, each by a name of its own', () => {
  const titles = MISTAKES.map(titleOf);
  expect(new Set(titles).size).toBe(titles.length);
  expect(titles.length).toBeGreaterThanOrEqual(200);
  expect(Object.keys(NOT_FOUND).filter((title) => !titles.includes(title))).toEqual([]);
});
