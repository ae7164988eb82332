import type { Coverage, Covered } from '../contracts/coverage.ts';

/** `22 of 23 data elements, 25 of 27 questions; 1 left out on purpose`; empty where nothing is known. */
export function describeCoverage({ of, elements, questions }: Coverage): string {
  const say = (what: string, { covered, total }: Covered): string => `${covered} of ${total} ${what}`;
  const parts = [...(elements ? [say(of, elements)] : []), ...(questions ? [say('questions', questions)] : [])];
  const ignored = (elements?.ignored.length ?? 0) + (questions?.ignored.length ?? 0);
  return `${parts.join(', ')}${ignored > 0 ? `; ${ignored} left out on purpose` : ''}`;
}

/** What is in no mapping, a line each. */
export function describeLeft({ of, elements, questions }: Coverage): string[] {
  const say = (what: string, covered: Covered | undefined, how: 'left' | 'ignored', text: string): string[] =>
    covered && covered[how].length > 0 ? [`${what} ${text}: ${covered[how].join(', ')}`] : [];
  return [
    ...say(of, elements, 'left', 'that nothing fills'),
    ...say('questions', questions, 'left', 'that nothing reads'),
    ...say(of, elements, 'ignored', 'left out on purpose'),
    ...say('questions', questions, 'ignored', 'left out on purpose'),
  ];
}
