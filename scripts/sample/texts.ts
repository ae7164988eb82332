import type { Random } from './random.ts';

/** What people really type, and what careless readers of CSV stumble on. */
const PARTS: readonly string[] = [
  'Stock of handrub is low',
  'Rupture de stock depuis l’été ; voir le plan d’action',
  'She said "urgent" twice',
  '"Urgent"',
  'Ward A ~ Ward B',
  '~~',
  'first line\nsecond line',
  'Windows line\r\nend',
  'a;b,c\td',
  'C:\\temp\\',
  '=1+2',
  '-',
  '🧼🙌 très bien',
  '👩🏽‍⚕️ nurse on duty',
  'غسل اليدين متوفر في كل الأقسام',
  'ה“מעבדה” סגורה',
  'cafe\u0301 au lait, e\u0301te\u0301',
  '12\u00A0000 FCFA',
  'non\u2011breaking, zero\u200Bwidth',
  "l'équipe a été formée",
  '50 % — 75 %',
  '手指衛生',
];

/** A remark of one to three parts. */
export function awkwardText(random: Random): string {
  const parts = Array.from({ length: 1 + random.below(3) }, () => random.pick(PARTS));
  return parts.join(random.pick([' ', '. ', '\n', ' ~ ']));
}
