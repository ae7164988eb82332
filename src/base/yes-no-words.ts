/** Words that mean yes or no wherever an answer is one of both, in lower case: in a field, and in `$yesNo`. */
export const YES_WORDS: readonly string[] = ['yes', 'true', '1', 'oui', 'vrai'];
export const NO_WORDS: readonly string[] = ['no', 'false', '0', 'non', 'faux'];
