import type { CodeText } from './code-text.ts';

export const CORE_CODES = {
  'file/not-found': {
    message: (a) => `There is no file ${a('path')}${a('usedBy') && ` (${a('usedBy')})`}.`,
    hint: () => 'Check the path. Paths in a spec are relative to the spec, those in flags to the working folder.',
  },
  'file/unreadable': {
    message: (a) => `${a('path')} cannot be read: ${a('reason')}.`,
    hint: () => 'Check that it is a file and that this user may read it.',
  },
  'file/not-utf8': {
    message: (a) => `${a('path')} is not UTF-8 text.`,
    hint: () => 'Save it as UTF-8.',
  },
  'json/syntax': {
    message: (a) => `This is not valid JSON: ${a('reason')}.`,
  },
} satisfies Record<string, CodeText>;
