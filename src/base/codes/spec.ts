import type { CodeText } from './code-text.ts';

export const SPEC_CODES = {} satisfies Record<string, CodeText>;
