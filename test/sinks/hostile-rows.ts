/** A good row, and one thing that goes wrong in each of many; some of them only look wrong. */
export const GOOD = {
  orgUnit: 'OuAlpha0001',
  occurredAt: '2025-03-04',
  status: 'COMPLETED',
  team_size: '3',
} as const;

// oxfmt-ignore
const BY_COLUMN: Readonly<Record<string, readonly string[]>> = {
  orgUnit: ['', 'OuBeta00001', 'OuCountry01', 'OuNowhere01', 'Alpha Health Post', '__proto__'],
  occurredAt: [
    '', '2025-02-29', '2024-02-29', '2025-13-01', '14/03/2025', '04.03.2025', 'yesterday', '2025', '2025-03',
    '2025-3-4', '20250304', ' 2025-03-04 ', '2025-03-04 10:15', '2025-03-04T10:15', '2025-03-04T10:15:00.000',
    '2025-03-04T10:15:00.000+03:00', '2025-03-04T25:00', '2099-12-31', '12025-03-04', '1741046400000', '45720',
  ],
  status: ['', 'ACTIVE', 'DONE', 'completed', 'SCHEDULE', 'SKIPPED', 'VISITED', 'CANCELLED'],
  completedAt: ['2025-03-04', '2025-02-30', 'today', '2099-01-01'],
  team_size: [
    '', ' ', ' 5 ', '0', '-1', '1.5', '3.0', '007', '+3', '1,200', '1e3', '٣', '2147483647', '2147483648',
    'three', 'NaN', '=1+1', '0x1F', '9'.repeat(400),
  ],
  remarks: [
    '=HYPERLINK("x")', '__proto__', 'a\u200bb', 'cafe\u0301', '😀', '\u202eabc', 'null', '<b>', 'a\tb', 'a\nb',
    'constructor', 'x'.repeat(50_000), 'x'.repeat(50_001),
  ],
  open: ['true', 'false', 'TRUE', 'yes', '1', '0', 'maybe', 'oui'],
  follow_up: ['true', 'false', 'TRUE', '1', 'no'],
  next_visit: ['2025-03-04', '2025-02-30', '04/03/2025', '2025-3-4', '20250304', '2025-03-04T10:00', 'never'],
  start_time: ['10:15', '9:05', '24:00', '25:61', '10:15:30', '10:15:00.000+03:00', 'noon'],
  gps: ['[12.5,41.9]', '[12.5, 41.9]', '41.9 12.5 0 0', '[200,95]', '12.5,41.9', '[]', '{"type":"Point"}'],
  services: ['VACC', 'VACC,NUTR', 'VACC NUTR', 'vacc', 'VACC,', ',', 'NONE', 'VACC,NONE'],
  road: ['GOOD', 'good', 'GOOD ', 'BAD', '1'],
  coverage: ['0', '100', '50.5', '101', '-1', '50%', '50,5'],
  weight: ['1.', '.5', '-0', '1e5', '1E-3', '1e400', 'Infinity', '12,5', '1 000', '00', '1.50'],
};

export const HOSTILE: readonly (readonly [column: string, cell: string])[] = Object.entries(BY_COLUMN).flatMap(
  ([column, cells]) => cells.map((cell) => [column, cell] as const),
);
