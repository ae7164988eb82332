/** Values that do not fit, and what helpers cannot make sense of. */
import type { HELPER_CODES } from '../helper-codes.ts';
import type { VALUE_CODES } from '../value-codes.ts';
import { needText } from './needs.ts';
import { orWrite } from './phrases.ts';
import type { WordsFor } from './words-for.ts';

const IF_SO = 'si c’est ainsi que c’est écrit là-bas';
const SAY_HOW = 'Changez la cellule, ou dites comment elle est écrite';
const IN_KOBO = 'Corrigez la réponse dans Kobo.';
const WRITE_ISO =
  'Corrigez-la dans Kobo, ou dites dans la spécification comment elle est écrite : $date(COLUMN, "DD/MM/YYYY").';

export const VALUE_WORDS = {
  'value/nul': {
    message: () => 'Le texte contient le caractère U+0000, que DHIS2 ne peut pas enregistrer.',
    hint: () => 'Retirez-le à la source ; il vient d’un texte abîmé ou binaire.',
  },
  'value/broken-text': {
    message: () => 'Le texte contient une moitié de caractère.',
    hint: () => 'Voyez comment le texte a été coupé ou encodé.',
  },
  'value/too-long': {
    message: ({ length }) => `Le texte a ${length} caractères ; DHIS2 en accepte 50000.`,
    hint: () => 'Raccourcissez la réponse dans Kobo, ou coupez-la dans le champ : $substring(COLUMN, 0, 50000).',
  },
  'value/not-finite': {
    message: () => 'L’expression a donné quelque chose qui n’est pas un nombre (une division par zéro ?).',
    hint: () => 'Dites dans l’expression quand diviser : beds > 0 ? staff / beds, en nombres tous deux.',
  },
  'value/not-a-number': {
    message: ({ valueType }) => `Il faut un nombre (${valueType}).`,
    hint: () => 'Corrigez la réponse dans Kobo, ou dites dans son champ avec quel séparateur elle est écrite.',
  },
  'value/number-format': {
    message: ({ valueType }) => `Il faut un nombre (${valueType}), et la façon de lire celui-ci serait devinée.`,
    hint: (texts, args) =>
      args.exponent === true
        ? 'Avec un exposant des chiffres peuvent se perdre : faites-les écrire tous (dans R options(scipen = 999), dans pandas float_format).'
        : orWrite(texts, args, `${SAY_HOW} : $decimal(column, ",") ou $decimal(column, ".").`, IF_SO),
  },
  'value/leading-zeros': {
    message: ({ valueType }) =>
      `Il faut un nombre (${valueType}), et celui-ci commence par des zéros, comme un identifiant.`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Un identifiant reste un texte. Si les zéros ne veulent rien dire, dites que c’est un nombre : $int(column) ou $decimal(column).',
        'si les zéros ne veulent rien dire',
      ),
  },
  'value/not-whole': {
    message: ({ valueType }) => `Il faut un nombre entier (${valueType}).`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Arrondissez-le dans une expression si c’est juste : $round($decimal(column)).',
        's’il peut être arrondi',
      ),
  },
  'value/out-of-range': {
    message: ({ least, most, valueType }, args) =>
      typeof args.least === 'number' && Number.isFinite(args.least)
        ? `Il faut un nombre de ${least} à ${most} (${valueType}).`
        : `Le nombre est trop long pour DHIS2 (${valueType}).`,
    hint: () =>
      'Corrigez la réponse dans Kobo, et donnez-y une contrainte à sa question. Si de tels nombres sont justes, faites-les accepter par l’élément de données dans DHIS2.',
  },
  'value/not-yes-no': {
    message: ({ valueType }) =>
      `Il faut oui ou non (${valueType}) : oui, non, vrai, faux, yes, no, true, false, 1 ou 0.`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Pour d’autres mots : $yesNo(column, "mot pour oui", "mot pour non").',
        'si cela veut dire oui',
      ),
  },
  'value/not-a-date': {
    message: ({ valueType }) => `Il faut une date (${valueType}).`,
    hint: () => 'Corrigez la réponse dans Kobo, ou dites dans son champ comment elle est écrite.',
  },
  'value/date-format': {
    message: ({ valueType }) => `Il faut une date (${valueType}), et la façon de lire celle-ci serait devinée.`,
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        texts.valueType === 'DATETIME'
          ? `${SAY_HOW} : $dateTime(column, "DD/MM/YYYY HH:mm").`
          : `${SAY_HOW} : $date(column, "DD/MM/YYYY").`,
        IF_SO,
      ),
  },
  'value/no-such-day': {
    message: () => 'Ce jour n’existe pas au calendrier.',
    hint: () => 'Corrigez la date dans Kobo.',
  },
  'value/no-time': {
    message: () => 'Il faut une date avec son heure (DATETIME), et ceci n’est qu’une date.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Dites quelle heure est voulue : $dateTime(column & "T00:00").',
        'si le début du jour est voulu',
      ),
  },
  'value/not-a-time': {
    message: () => 'Il faut une heure du jour, comme 09:05 ou 17:30 (TIME).',
    hint: (texts, args) => orWrite(texts, args, `${SAY_HOW} : $time(column).`),
  },
  'value/time-with-seconds': {
    message: () => 'DHIS2 ne garde que les heures et les minutes (TIME), et cette heure a des secondes.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        'Retirez-les dans une expression si c’est juste : $time(column).',
        'si les secondes peuvent partir',
      ),
  },
  'value/not-a-coordinate': {
    message: () => 'Il faut une position : un geopoint de Kobo (latitude longitude …), ou [longitude,latitude].',
    hint: () => 'Employez une question de type geopoint, ou corrigez la réponse dans Kobo.',
  },
  'value/coordinate-out-of-range': {
    message: () => 'La position n’est pas sur Terre : latitude de -90 à 90, longitude de -180 à 180.',
    hint: () => 'Latitude et longitude sont-elles dans le bon ordre ?',
  },
  'value/wrong-format': {
    message: ({ needed, valueType }) => `Il faut ${needText(needed)} (${valueType}).`,
    hint: () => 'Corrigez la réponse dans Kobo, et donnez-y une contrainte à sa question.',
  },
} satisfies WordsFor<typeof VALUE_CODES>;

export const HELPER_WORDS = {
  'function/wrong-type': {
    message: ({ name, wanted, given }) => `$${name} prend ${wanted}, et non ${given}.`,
    hint: () => 'Prenez une valeur de la liste avec [0], ou parcourez-la avec $map.',
  },
  'function/bad-format': {
    message: ({ format }) => `« ${format} » n’est pas un format de date.`,
    hint: () => 'Un format est fait de YYYY, MM, DD, HH, mm et ss, comme "DD/MM/YYYY".',
  },
  'function/bad-offset': {
    message: ({ offset }) => `« ${offset} » n’est ni un décalage ni un fuseau horaire.`,
    hint: () => 'Écrivez "Z", "+03:00" ou un fuseau comme "Africa/Nairobi".',
  },
  'function/no-such-hour': {
    message: ({ zone }) => `À ${zone} l’horloge n’a jamais montré cette heure : elle a été avancée.`,
    hint: () => IN_KOBO,
  },
  'function/hour-twice': {
    message: ({ zone }) => `À ${zone} l’horloge a montré cette heure deux fois : elle a été reculée.`,
    hint: ({ first, second }) =>
      `Donnez le décalage lui-même, "${first}" (avant) ou "${second}" (après), ou corrigez dans Kobo.`,
  },
  'function/line-feed': {
    message: () => 'Une partie d’un UID contient un saut de ligne, et compterait pour deux.',
    hint: () =>
      'Donnez les parties une à une : $uid(a, b). Ou mettez le texte sur une ligne : $replace(COLUMN, /\\n/, " ").',
  },
  'function/not-a-date': {
    message: () => 'Ce n’est pas une date qui existe, écrite yyyy-MM-dd.',
    hint: (texts, args) => orWrite(texts, args, WRITE_ISO, IF_SO),
  },
  'function/not-in-format': {
    message: ({ format }) => `Ce n’est pas une date qui existe, écrite ${format}.`,
    hint: (texts, args) =>
      orWrite(texts, args, 'Corrigez la réponse dans Kobo, ou le format dans la spécification.', IF_SO),
  },
  'function/two-readings': {
    message: () => 'Cela peut se lire de plusieurs façons, et choisir serait deviner.',
    hint: () => 'Corrigez la réponse dans Kobo, de sorte qu’elle ne se lise que d’une façon.',
  },
  'function/not-a-date-time': {
    message: () => 'Ce n’est pas une date avec heure qui existe, écrite yyyy-MM-ddTHH:mm:ss.',
    hint: (texts, args) =>
      orWrite(
        texts,
        args,
        WRITE_ISO.replace('$date(COLUMN, "DD/MM/YYYY")', '$dateTime(COLUMN, "DD/MM/YYYY HH:mm")'),
        IF_SO,
      ),
  },
  'function/not-a-time': {
    message: () => 'Ce n’est pas une heure du jour, écrite HH:mm.',
    hint: () => IN_KOBO,
  },
  'function/not-whole': {
    message: () => 'Ce n’est pas un nombre entier.',
    hint: (texts, args) =>
      orWrite(texts, args, 'Corrigez la réponse dans Kobo, ou utilisez $decimal.', 'si un tel nombre est juste'),
  },
  'function/too-large': {
    message: () => 'Ce nombre a trop de chiffres pour être gardé exactement.',
    hint: () => 'Gardez-le comme texte : un identifiant n’est pas un nombre.',
  },
  'function/not-a-number': {
    message: ({ separator }) => `Ce n’est pas un nombre avec « ${separator} » comme séparateur décimal.`,
    hint: (texts, args) =>
      orWrite(texts, args, 'Corrigez la réponse dans Kobo, ou nommez le séparateur : $decimal(COLUMN, ",").', IF_SO),
  },
  'function/not-yes-or-no': {
    message: () => 'Ce n’est ni oui ni non.',
    hint: (texts, args) =>
      orWrite(texts, args, 'Nommez vos mots : $yesNo(COLUMN, "si", "no").', 'si cela veut dire oui'),
  },
  'function/unknown-validation': {
    message: ({ value }) => `« ${value} » n’est pas un statut de validation connu de Kobo.`,
    hint: () =>
      'Regardez la cellule : Kobo écrit validation_status_approved, …_not_approved ou …_on_hold, ou leurs libellés. Pour un mot à vous, comparez la colonne elle-même : COLUMN = "mot".',
  },
  'function/not-a-point': {
    message: () =>
      'Ce n’est pas un geopoint de Kobo : latitude, longitude, altitude et précision séparées par des espaces.',
    hint: () => IN_KOBO,
  },
  'function/born-later': {
    message: ({ on }) => `La naissance est après le ${on} : il n’y a pas d’âge.`,
    hint: () => 'Corrigez une des deux dates dans Kobo.',
  },
  'function/unknown-unit': {
    message: ({ unit }) => `$age ne compte pas de « ${unit} ».`,
    hint: () => 'Il compte "years", "months", "weeks" ou "days".',
  },
  'function/unknown-period': {
    message: ({ type }) => `« ${type} » n’est pas un type de période.`,
    hint: () =>
      'Les types sont Daily, Weekly, WeeklyWednesday (Thursday, Saturday, Sunday), BiWeekly, Monthly, BiMonthly, Quarterly, QuarterlyNov, SixMonthly, SixMonthlyApril, SixMonthlyNov, Yearly, FinancialApril, FinancialJuly, FinancialSep, FinancialOct et FinancialNov.',
  },
  'function/no-such-year': {
    message: () => 'À partir de ce jour, cela sort des années 1 à 9999.',
    hint: () => 'Voyez le nombre : on compte des jours et des mois, non des millisecondes.',
  },
  'function/one-offset': {
    message: ({ other }) => `De ceci et de ${other}, un seul dit où se trouvait son horloge.`,
    hint: () => 'Dites dans l’expression où se trouvait l’autre horloge.',
  },
  'function/unknown-stretch': {
    message: ({ name, stretch }) => `$${name} ne connaît pas « ${stretch} ».`,
    hint: () => 'Il connaît "week", "month", "quarter" et "year".',
  },
} satisfies WordsFor<typeof HELPER_CODES>;
