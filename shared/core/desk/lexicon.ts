/**
 * Words with which people say that something does not work, as stems: a word that begins so counts. Two or more words
 * stand as they follow each other. Small on purpose: it only says that somebody complains, never about what.
 */
const TROUBLE: Readonly<Record<string, readonly string[]>> = {
  en: [
    'down',
    'outage',
    'offline',
    'slow',
    'broken',
    'broke',
    'error',
    'fail',
    'crash',
    'stuck',
    'hang',
    'hung',
    'frozen',
    'unavailable',
    'unreachable',
    'unusable',
    'timeout',
    'timed out',
    'timing out',
    'time out',
    'not working',
    'not loading',
    'not responding',
    'stopped working',
    'nothing works',
    'doesnt work',
    'does not work',
    'isnt working',
    'wont load',
    'wont start',
    'wont work',
    'cant log',
    'cannot log',
    'cant sign',
    'cannot sign',
    'cant access',
    'cannot access',
    'cant connect',
    'cannot connect',
    'cant reach',
    'cannot reach',
    'cant upload',
    'cannot upload',
    'cant download',
    'cannot download',
    'cant pay',
    'cannot pay',
    'cant load',
    'cannot load',
    'cant open',
    'cannot open',
    'cant use',
    'cannot use',
    'locked out',
    'logged out',
    'having issues',
    'having problems',
    'having trouble',
    'data is gone',
    'disappeared',
    '500',
    '502',
    '503',
    '504',
  ],
  de: [
    'kaputt',
    'ausfall',
    'ausgefallen',
    'störung',
    'stoerung',
    'fehler',
    'langsam',
    'geht nicht',
    'gehen nicht',
    'geht nichts',
    'funktioniert nicht',
    'funktionieren nicht',
    'lädt nicht',
    'laedt nicht',
    'nicht erreichbar',
    'nicht verfügbar',
    'hängt',
    'abgestürzt',
    'kann mich nicht anmelden',
    'kann mich nicht einloggen',
    'komme nicht rein',
    'offline',
  ],
  fr: [
    'panne',
    'en rade',
    'erreur',
    'lent',
    'bloqué',
    'plante',
    'hors service',
    'inaccessible',
    'indisponible',
    'ne marche pas',
    'ne marche plus',
    'marche pas',
    'ne fonctionne pas',
    'ne fonctionne plus',
    'impossible de se connecter',
    'impossible de me connecter',
  ],
  es: [
    'caido',
    'caído',
    'caida',
    'caída',
    'error',
    'lento',
    'lenta',
    'falla',
    'no funciona',
    'no carga',
    'no va',
    'no puedo entrar',
    'no puedo acceder',
    'fuera de servicio',
    'no disponible',
  ],
};

/** What just before such a word turns it round: "not down", "no error", "keine Störung". */
const DENIED: Readonly<Record<string, RegExp>> = {
  en: /\b(?:not|no|never|without|isnt|arent|wasnt|werent|aint|no longer|any)(?: (?:a|an|any|the|more|longer|seeing|having|getting|single|really))*$/,
  de: /\b(?:nicht|kein|keine|keinen|keinerlei|ohne|nie|nicht mehr)(?: (?:mehr|ein|eine|einen|einzigen))*$/,
  fr: /\b(?:pas|plus|aucun|aucune|sans|jamais|pas de|plus de|plus en)$/,
  es: /\b(?:no|sin|nunca|ningun|ningún|ninguna|no hay|no esta|no está)$/,
};

/** Where somebody says that it is over: "was down", "works again", "geht wieder". */
const OVER: Readonly<Record<string, RegExp>> = {
  en: /\b(?:works? again|working again|back up|back online|is back|are back|fixed now|(?:was|were|been) (?:\w+ )?(?:down|slow|broken)\b.*\b(?:now|again|fine|ok|back)\b|all good (?:now|again)|slow down|slowdown)/,
  de: /\b(?:geht wieder|gehen wieder|läuft wieder|funktioniert wieder|wieder da|wieder online)/,
  fr: /\b(?:remarche|refonctionne|marche de nouveau|de retour)/,
  es: /\b(?:ya funciona|funciona de nuevo|ha vuelto|de vuelta)/,
};

/** The languages in which trouble is understood. Others are looked through in all of them. */
export const TROUBLE_LANGUAGES = Object.keys(TROUBLE);

/**
 * A text as words: lower case, letters and digits only, apostrophes left out ("can't" is `cant`), names and links taken
 * away.
 */
export const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/https?:\/\/\S+/g, ' ')
    .replaceAll(/(?:^|\s)@[\w.@-]+/g, ' ')
    .replaceAll(/['‘’`´]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * The words of a text that say that something does not work, or undefined if none does. `language`: BCP 47, if the source
 * says it; else every lexicon is asked. A denied word counts for nothing, and neither does what is said to be over.
 */
export function troubleIn(text: string, language?: string): string | undefined {
  const said = wordsOf(text);
  const spoken = language?.slice(0, 2).toLowerCase();
  const languages = spoken !== undefined && spoken in TROUBLE ? [spoken] : TROUBLE_LANGUAGES;
  if (languages.some((one) => OVER[one]?.test(said))) return undefined;
  for (const one of languages) {
    for (const stem of TROUBLE[one] ?? []) {
      const found = placeOf(said, stem);
      if (found !== undefined && !DENIED[one]?.test(said.slice(0, found).trimEnd())) return stem;
    }
  }
  return undefined;
}

/** Short words that others begin with, as "down" does "download". */
const WHOLE: ReadonlySet<string> = new Set(['down', 'slow', 'hang', 'hung', 'lent', 'lento', 'lenta', 'broke']);

/** Where a stem begins a word of the text. Short words have to end with it as well, and so do numbers and several words. */
function placeOf(said: string, stem: string): number | undefined {
  const ends = WHOLE.has(stem) || /\s(?!(?:log|sign)$)\S+$/.test(stem) ? '(?![\\p{L}\\p{N}])' : '';
  const end = /^\d/.test(stem) ? '(?!s?[\\p{L}\\p{N}]{2}|[\\p{N}a-rt-z])' : ends;
  return new RegExp(`(?<![\\p{L}\\p{N}])${stem}${end}`, 'u').exec(said)?.index;
}
