import { toDecimalText } from './decimal-text.ts';

/** Where a geopoint lies, in plain digits. */
export interface Geopoint {
  readonly latitude: string;
  readonly longitude: string;
}

const NUMBER = '-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
const GEOPOINT = new RegExp(`^(${NUMBER})\\s+(${NUMBER})(?:\\s+${NUMBER}){0,2}$`);

/**
 * Reads a geopoint as Kobo writes it: latitude and longitude, perhaps altitude and accuracy, blanks between. Near 0 it
 * writes exponents (`1.0E-4`). Undefined where the text is none; whether the place is on Earth is not looked at.
 */
export function parseGeopoint(text: string): Geopoint | undefined {
  const parts = GEOPOINT.exec(text);
  return parts ? { latitude: inDigits(parts[1] ?? ''), longitude: inDigits(parts[2] ?? '') } : undefined;
}

function inDigits(number: string): string {
  return /e/i.test(number) ? toDecimalText(Number(number)) : number;
}

/** Whether a latitude and a longitude, in degrees, lie on Earth. */
export function isOnEarth(latitude: number, longitude: number): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}
