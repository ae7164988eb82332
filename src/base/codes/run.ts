import type { CodeText } from './code-text.ts';

export const RUN_CODES = {} satisfies Record<string, CodeText>;
