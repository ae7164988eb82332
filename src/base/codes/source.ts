import type { CodeText } from './code-text.ts';

export const SOURCE_CODES = {} satisfies Record<string, CodeText>;
