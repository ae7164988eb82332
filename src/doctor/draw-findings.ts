/** What was found, in lines for people: one for each finding, with what to do below it. */
import { styleText } from 'node:util';
import { toReference } from '../base/document.ts';
import type { Standing } from '../contracts/finding.ts';
import { describe } from '../messages/describe.ts';
import { exitCodeOfFindings, PARTS, TITLES, type Found } from './looks.ts';

export interface DrawOptions {
  /** On a terminal with colours: signs. Elsewhere: words, which a mail or a log keeps. */
  readonly isPretty: boolean;
  /** Takes out of a text what nobody may see, or what would steer a terminal. */
  readonly hide: (text: string) => string;
}

const SIGNS: Readonly<Record<Standing, readonly [sign: string, word: string, style: 'green' | 'yellow' | 'red']>> = {
  fine: ['✓', 'ok     ', 'green'],
  warning: ['!', 'warning', 'yellow'],
  fault: ['✗', 'FAULT  ', 'red'],
};

/** All findings, part by part, and what they come to. No line end at its end. */
export function drawFindings(found: readonly Found[], { isPretty, hide }: DrawOptions): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    isPretty ? styleText(style, text, { validateStream: false }) : text;
  const draw = (one: Found): string[] => drawFinding(one, { isPretty, hide }, paint);
  const lines = PARTS.flatMap((part) => {
    const own = found.filter((one) => one.part === part);
    if (own.length === 0) return [];
    return [paint('bold', TITLES[part]), ...own.flatMap(draw), ''];
  });
  return [...lines, summarise(found)].join('\n');
}

function drawFinding(
  { is, code, args, place }: Found,
  { isPretty, hide }: DrawOptions,
  paint: (style: 'green' | 'yellow' | 'red', text: string) => string,
): string[] {
  const { message, hint } = describe(code, args);
  const [sign, word, style] = SIGNS[is];
  const mark = paint(style, isPretty ? sign : word);
  const margin = ' '.repeat((isPretty ? sign : word).length + 3);
  const where = place ? `${toReference(place)}: ` : '';
  const hints =
    is === 'fine' || hint === undefined
      ? []
      : hide(hint)
          .split('\n')
          .map((line) => `${margin}= ${line}`);
  return [`  ${mark} ${hide(`${where}${message}`)}`, ...hints];
}

function summarise(found: readonly Found[]): string {
  const count = (is: Standing): number => found.filter((one) => one.is === is).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  if (faults + warnings === 0) return 'All is well.';
  const exit = exitCodeOfFindings(found);
  const parts = [
    ...(faults > 0 ? [`${faults} ${faults === 1 ? 'fault' : 'faults'}: a run would end with exit code ${exit}`] : []),
    ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}: someone must act`] : []),
  ];
  return `${parts.join('; ')}.`;
}
