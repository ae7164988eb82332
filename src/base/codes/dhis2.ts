import type { CodeText } from './code-text.ts';

export const DHIS2_CODES = {} satisfies Record<string, CodeText>;
