/** What a run remarks of its source and its index, in French. The log has it in English, and so has a report, whose page this is for. */

type Say = (...parts: readonly string[]) => string;

const DELIMITERS: Readonly<Record<string, string>> = {
  comma: 'virgule',
  semicolon: 'point-virgule',
  tab: 'tabulation',
  bar: 'barre verticale',
};

/** How many parts of a remark there are, as a French noun; more than one where the number is another. */
const count = (n: string, one: string, more: string): string => (n === '1' ? `1 ${one}` : `${n} ${more}`);

const delimiter = (said: string): string => said.replace(/[a-z]+/, (name) => DELIMITERS[name] ?? name);

const REMARKS: readonly (readonly [RegExp, Say])[] = [
  [/^(\d+) records were read\.$/, (n) => `${n} enregistrements ont été lus.`],
  [
    /^The header has no delimiter: the file is taken to have one column\.$/,
    () => 'L’en-tête n’a pas de séparateur : le fichier est lu comme une seule colonne.',
  ],
  [
    /^The delimiter is (.+), found from the header\.$/,
    (said) => `Le séparateur est ${delimiter(said)}, reconnu à l’en-tête.`,
  ],
  [
    /^The delimiter is (.+), as the line sep= says, which Excel writes\.$/,
    (said) => `Le séparateur est ${delimiter(said)}, comme le dit la ligne sep= qu’Excel écrit.`,
  ],
  [
    /^The file starts with a byte-order mark; it is left out\.$/,
    () => 'Le fichier commence par une marque d’ordre des octets ; elle est laissée de côté.',
  ],
  [
    /^The file starts with (\d+) byte-order marks; they are left out\.$/,
    (n) => `Le fichier commence par ${n} marques d’ordre des octets ; elles sont laissées de côté.`,
  ],
  [
    /^The file has a header and no rows(, and the header has no line end: it may be cut)?\.$/,
    (cut) =>
      `Le fichier a un en-tête et aucune ligne${cut && ', et l’en-tête n’a pas de fin de ligne : il peut être tronqué'}.`,
  ],
  [/^The sheet has a header and no rows\.$/, () => 'La feuille a un en-tête et aucune ligne.'],
  [
    /^(\d+) columns? (?:has|have) no name, and cannot be read\.$/,
    (n) =>
      count(n, 'colonne n’a pas de nom, et ne peut être lue.', 'colonnes n’ont pas de nom, et ne peuvent être lues.'),
  ],
  [
    /^Columns that stand more than once, of which the first counts: (.+)\.$/,
    (names) => `Colonnes présentes plusieurs fois, dont la première compte : ${names}.`,
  ],
  [
    /^Column names with a blank before or after them: (.+)\.$/,
    (names) => `Noms de colonnes avec un blanc devant ou derrière : ${names}.`,
  ],
  [
    /^Column names with something in them that is easily overlooked: (.+)\.$/,
    (names) => `Noms de colonnes avec un signe qui échappe à l’œil : ${names}.`,
  ],
  [
    /^(Line|Row) ([\d, …]+)(?: of sheet (.+))? is the header again: the file was put together of two\. It is no record\.$/,
    (_, line, sheet) =>
      `La ligne ${line}${sheet && ` de la feuille ${sheet}`} répète l’en-tête : le fichier a été assemblé de deux. Ce n’est pas un enregistrement.`,
  ],
  [
    /^(Lines|Rows) ([\d, …]+)(?: of sheet (.+))? are the header again: the file was put together of (\d+)\. They are no records\.$/,
    (_, lines, sheet, parts) =>
      `Les lignes ${lines}${sheet && ` de la feuille ${sheet}`} répètent l’en-tête : le fichier a été assemblé de ${parts}. Ce ne sont pas des enregistrements.`,
  ],
  [
    /^Sheet (.+?) is read(?:, one of (\d+))?(; it is hidden)?\.$/,
    (name, of, hidden) => `La feuille ${name} est lue${of && `, l’une de ${of}`}${hidden && ' ; elle est masquée'}.`,
  ],
  [
    /^There is no sheet (.+): no record has any (.+)\.$/,
    (sheet, name) => `Il n’y a pas de feuille ${sheet} : aucun enregistrement n’a de ${name}.`,
  ],
  [
    /^Sheet (.+) has the rows of the repeat (.+?)(?:, inside (.+))?\.$/,
    (sheet, name, parent) =>
      `La feuille ${sheet} a les lignes de la répétition ${name}${parent && `, à l’intérieur de ${parent}`}.`,
  ],
  [
    /^Sheet (.+) is left out: its rows are no children of these\.$/,
    (name) => `La feuille ${name} est laissée de côté : ses lignes n’appartiennent pas à celles-ci.`,
  ],
  [
    /^The header of sheet (.+) is taken to be in row (\d+); what stands above it \(from row (\d+) on\) is left out\.$/,
    (name, at, from) =>
      `L’en-tête de la feuille ${name} est pris à la ligne ${at} ; ce qui est au-dessus (à partir de la ligne ${from}) est laissé de côté.`,
  ],
  [
    /^Sheet (.+) has (\d+) hidden rows?: a filter may be on\. They are read like the others\.$/,
    (name, n) =>
      `La feuille ${name} a ${count(n, 'ligne masquée, lue', 'lignes masquées, lues')} comme les autres : un filtre y est peut-être.`,
  ],
  [
    /^Sheet (.+) has (\d+) hidden columns?, read like the others\.$/,
    (name, n) =>
      `La feuille ${name} a ${count(n, 'colonne masquée, lue', 'colonnes masquées, lues')} comme les autres.`,
  ],
  [
    /^Sheet (.+) has (\d+) merged areas? \(first: (.+)\): the value stands in the first cell, and the others are blank\.$/,
    (name, n, first) =>
      `La feuille ${name} a ${count(n, 'zone fusionnée', 'zones fusionnées')} (première : ${first}) : la valeur est dans la première cellule, et les autres sont vides.`,
  ],
  [
    /^Sheet (.+) has (\d+) numbers? of more than 15 digits that end in zeros: .+$/,
    (name, n) =>
      `La feuille ${name} a ${count(n, 'nombre de plus de 15 chiffres qui finit', 'nombres de plus de 15 chiffres qui finissent')} par des zéros : Excel en garde 15, et le reste de la saisie est perdu. Donnez à ces colonnes le format Texte.`,
  ],
  [
    /^(\d+) rows are grouped by (.+?)(?:; (\d+) of them are left out by `where`)?(?:; (\d+) repeat another and count once)?\.$/,
    (n, by, excluded, repeats) =>
      [
        `${n} lignes sont groupées par ${by}`,
        ...(excluded ? [`${excluded} sont laissées de côté par \`where\``] : []),
        ...(repeats ? [`${repeats} en répètent une autre et comptent une fois`] : []),
      ].join(' ; ') + '.',
  ],
  [
    /^(\d+) of (\d+) entries are not as a run of ours left them; DHIS2 is asked before they count$/,
    (n, of) =>
      `${n} entrées de l’index sur ${of} ne sont pas telles qu’une de nos exécutions les a laissées ; DHIS2 est interrogé avant qu’elles comptent`,
  ],
  [
    /^(\d+) entries of earlier runs are gone from it; .+$/,
    (n) =>
      `${n} entrées d’exécutions antérieures ont disparu de l’index ; leurs événements sont peut-être dans DHIS2, et personne ne les suit. Remettez la dernière bonne copie, ou acceptez-le avec --accept lost`,
  ],
];

/** Undefined where nothing is known of it: then it stays English. */
export function remarkInFrench(remark: string): string | undefined {
  for (const [pattern, say] of REMARKS) {
    const found = pattern.exec(remark);
    if (found) return say(...found.slice(1).map((part) => part ?? ''));
  }
  return undefined;
}
