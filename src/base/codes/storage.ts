import type { CodeText } from './code-text.ts';

export const STORAGE_CODES = {} satisfies Record<string, CodeText>;
