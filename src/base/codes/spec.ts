import { didYouMean, type CodeText } from './code-text.ts';

export const SPEC_CODES = {
  'json/duplicate-key': {
    message: (a) => `The key "${a('key')}" is already there, on line ${a('line')}.`,
    hint: () => 'Keep one of the two.',
  },
  'spec/unknown-key': {
    message: (a) => `There is no key "${a('key')}"${inside(a('where'))}.`,
    hint: (a) => didYouMean(a, a('known') && `Known keys: ${a('known')}.`),
  },
  'spec/missing-key': {
    message: (a) => `The key "${a('key')}" is missing${inside(a('where'))}.`,
    hint: (a) => a('expected') && `It holds: ${a('expected').replace(/\.$/, '')}.`,
  },
  'spec/one-of-keys': {
    message: (a, { choices, tooMany }) => {
      const list = (choices as readonly string[]).join(', or ');
      return tooMany === true
        ? `${subject(a('where'))} takes only one of these: ${list}.`
        : `${subject(a('where'))} needs ${list}.`;
    },
  },
  'spec/wrong-value': {
    message: (a) => `${subject(a('where'))} must be ${a('expected')}, and here is ${a('found')}.`,
  },
  'spec/wrong-name': {
    message: (a) => `The name "${a('name')}"${inside(a('where'))} must be ${a('expected')}.`,
  },
  'spec/not-one-of': {
    message: (a) => `${subject(a('where'))} cannot be ${a('value')}.`,
    hint: (a) => didYouMean(a, `It is one of: ${a('known')}.`),
  },
  'spec/not-yet': {
    message: (a) => `${a('where')}${a('value') && `: ${a('value')}`} is part of the language, but not built yet.`,
    hint: (a) => (a('value') ? `Leave it out${a('known') && `, or use ${a('known')}`}.` : 'Leave it out.'),
  },
} satisfies Record<string, CodeText>;

function inside(where: string): string {
  return where && ` in ${where}`;
}

function subject(where: string): string {
  return where || 'This file';
}
