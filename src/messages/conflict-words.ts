/** What is said of a form that cannot go, whether it was foreseen or DHIS2 has answered so. */
import { Sender, unit, Unit, type ServerTexts } from './refusal-words.ts';

type OfUnit = Pick<ServerTexts, 'orgUnit' | 'facility'>;

export const NOT_ASSIGNED = {
  message: (texts: OfUnit & Pick<ServerTexts, 'dataSet'>): string =>
    `${Unit(texts)} does not report ${texts.dataSet ? `data set ${texts.dataSet}` : 'the data set'}.`,
  hint: (): string =>
    'Assign the data set to this organisation unit in DHIS2. If the record is of another facility, correct the look-up.',
};

export const OUT_OF_REACH = {
  message: (texts: OfUnit & Pick<ServerTexts, 'user'>): string =>
    `${Sender(texts.user)} may not enter data for ${unit(texts)}.`,
  hint: (): string => 'Give the user this unit, or one above it, for data capture.',
};
