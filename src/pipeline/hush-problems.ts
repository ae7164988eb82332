import type { Place, Stretch } from '../base/document.ts';
import { withArgs } from '../messages/reason.ts';
import type { Args, Problem } from '../base/problem.ts';
import { isConnectionWord, type ConnectionWords } from './connection-words.ts';

/** Args that quote what stands at the place of the problem. */
const QUOTES = ['rewrite', 'name', 'written', 'reference', 'word', 'section'] as const;
const SAYS_WHAT = /^(?:a |an |nothing$|null$|what \$\{)/;

/** Problems in the place of a secret, without what stands there: it may be one. */
export function hushProblems(problems: readonly Problem[], words: ConnectionWords): Problem[] {
  return problems.map((problem) =>
    problem.place && isHidden(problem.place) ? withArgs(problem, hushArgs(problem.args, words)) : problem,
  );
}

function hushArgs(args: Args, words: ConnectionWords): Args {
  const hushed: Record<string, Args[string]> = { ...args };
  for (const name of QUOTES) if (typeof args[name] === 'string') hushed[name] = name === 'rewrite' ? "'…'" : '…';
  if (typeof args['key'] === 'string' && !isConnectionWord(args['key'], words)) hushed['key'] = '…';
  for (const name of ['found', 'value']) {
    const quoted = args[name];
    if (typeof quoted === 'string' && quoted !== '' && !SAYS_WHAT.test(quoted)) hushed[name] = 'a secret';
  }
  return hushed;
}

function isHidden({ source, start, end }: Place): boolean {
  return source.hidden?.some((stretch) => overlaps(stretch, start, Math.max(end, start + 1))) === true;
}

function overlaps(stretch: Stretch, start: number, end: number): boolean {
  return stretch.start < end && stretch.end > start;
}
