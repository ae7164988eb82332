import type { CodeText } from './code-text.ts';

export const MAPPING_CODES = {} satisfies Record<string, CodeText>;
