/** What a value or a property takes: these stand in the args of codes, in English. */
const NEEDS: ReadonlyMap<string, string> = new Map([
  ['one letter', 'une lettre'],
  ['a number with a point, as 12 or 12.5', 'un nombre avec un point, comme 12 ou 12.5'],
  ['a number from 0 to 100', 'un nombre de 0 à 100'],
  ['a number from 0 to 1', 'un nombre de 0 à 1'],
  ['a whole number, as 12 or -3', 'un nombre entier, comme 12 ou -3'],
  ['a whole number from 1 up', 'un nombre entier à partir de 1'],
  ['a whole number below 0', 'un nombre entier inférieur à 0'],
  ['a whole number from 0 up', 'un nombre entier à partir de 0'],
  ['true or false', 'true ou false'],
  ['true, or nothing', 'true, ou rien'],
  ['a date, as 2025-03-14', 'une date, comme 2025-03-14'],
  ['a date of birth, as 2025-03-14', 'une date de naissance, comme 2025-03-14'],
  ['a date with its time, as 2025-03-14T09:05', 'une date avec son heure, comme 2025-03-14T09:05'],
  ['a time of day without seconds, as 09:05', 'une heure sans secondes, comme 09:05'],
  ['a position, as [36.8,-1.28] (longitude, latitude)', 'une position, comme [36.8,-1.28] (longitude, latitude)'],
  ['an e-mail address', 'une adresse électronique'],
  [
    'a phone number of 6 to 50 digits, blanks and + ( ) # . / -',
    'un numéro de téléphone de 6 à 50 chiffres, espaces et + ( ) # . / -',
  ],
  [
    'a phone number: 6 to 50 digits, blanks, + ( ) # . / -',
    'un numéro de téléphone : 6 à 50 chiffres, espaces, + ( ) # . / -',
  ],
  ['a web address that starts with http:// or https://', 'une adresse web qui commence par http:// ou https://'],
  ['the name of a DHIS2 user', 'le nom d’un utilisateur de DHIS2'],
  ['the UID of an organisation unit', 'l’UID d’une unité d’organisation'],
  ['the UID of a file that DHIS2 has', 'l’UID d’un fichier que DHIS2 a'],
  ['the UID of an image that DHIS2 has', 'l’UID d’une image que DHIS2 a'],
  ['the UID of an attribute option combo', 'l’UID d’une combinaison d’options d’attributs'],
  ['a period as DHIS2 writes it', 'une période comme DHIS2 l’écrit'],
  [
    'a real date without offset, as 2025-03-14 or 2025-03-14T10:15:00',
    'une date réelle sans décalage, comme 2025-03-14 ou 2025-03-14T10:15:00',
  ],
  ['a real date without offset, as 2025-03-14', 'une date réelle sans décalage, comme 2025-03-14'],
  ['a GeoJSON Point, Polygon or MultiPolygon', 'un Point, Polygon ou MultiPolygon de GeoJSON'],
]);

export const needText = (needed: string): string => NEEDS.get(needed) ?? needed.replaceAll(' or ', ' ou ');

const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['decimal zeros', 'des zéros décimaux'],
  ['there decimal zeros', 'des zéros décimaux de l’autre côté'],
  ['zeros in front', 'des zéros devant'],
  ['upper and lower case', 'majuscules et minuscules'],
  ['accents', 'des accents'],
  ['accents, and upper and lower case', 'des accents, et majuscules et minuscules'],
]);

export const differenceText = (differs: string): string => DIFFERENCES.get(differs) ?? differs;
