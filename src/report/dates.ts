/** `yyyy-MM-dd` of an instant, as the calendar on the wall of a time zone (IANA name) shows it. */
export function toDay(instant: Date, timeZone: string): string {
  return instant.toLocaleDateString('sv-SE', { timeZone });
}

/** A name for a run's folder: `2025-03-14T021500Z`. */
export function toRunName(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}

/** Names of the folders that our runs make. */
export const RUN_FOLDER = /^\d{4}-\d{2}-\d{2}T\d{6}Z(-\d+)?$/;
