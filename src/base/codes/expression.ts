import type { CodeText } from './code-text.ts';

export const EXPRESSION_CODES = {} satisfies Record<string, CodeText>;
