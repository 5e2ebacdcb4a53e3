/** One of the zones that a name can mean: an IANA id or an offset such as `+05:30`, and the pages that mean this one. */
export type Meaning = {
  zone: string;
  /** IANA ids, or beginnings of some (`Australia/`), of pages whose own name for it this is. */
  homes: readonly string[];
  /** Only pages at home there mean this one: everybody else's name for it is longer, or another. */
  local: boolean;
};

const NORTH_AMERICA =
  'US/ Canada/ Mexico/ Pacific/Honolulu America/Adak America/Anchorage America/Juneau America/Los_Angeles America/Vancouver America/Tijuana America/Phoenix America/Denver America/Boise America/Edmonton America/Mazatlan America/Chihuahua America/Chicago America/Winnipeg America/Regina America/Mexico_City America/Monterrey America/Guatemala America/Costa_Rica America/New_York America/Detroit America/Indiana/ America/Indianapolis America/Kentucky/ America/Toronto America/Montreal America/Panama America/Jamaica America/Cancun America/Halifax America/Puerto_Rico America/St_Johns EST5EDT CST6CDT MST7MDT PST8PDT EST MST HST';
const AUSTRALIA = 'Australia/';
const ARABIA = 'Asia/Riyadh Asia/Kuwait Asia/Bahrain Asia/Qatar Asia/Aden Asia/Baghdad';
const CHINA = 'Asia/Shanghai Asia/Chongqing Asia/Urumqi Asia/Hong_Kong Asia/Macau Asia/Taipei PRC ROC';
const INDIA = 'Asia/Kolkata Asia/Calcutta Asia/Colombo';
const ISRAEL = 'Asia/Jerusalem Asia/Tel_Aviv Israel';
// Who writes GMT in winter and BST in summer is in Britain; nobody else in Europe has another BST.
const BRITAIN = 'Europe/ GB Etc/GMT';
const BANGLADESH = 'Asia/Dhaka Asia/Dacca';
const CENTRAL_ASIA = 'Asia/Yerevan';
const BRAZIL = 'Brazil/ America/Sao_Paulo America/Manaus America/Cuiaba America/Porto_Velho America/Boa_Vista';

/**
 * Zone, abbreviations, homes. A name that stands in several rows means several zones; `~` behind one marks what only
 * pages at home there mean. `PST` in July means the clock on the wall in California: the letters name the region, and
 * the date decides on summer time. Facts of the tz database (its abbreviations, also former ones) and of common use.
 */
const ROWS: readonly (readonly [zone: string, names: string, homes?: string])[] = [
  ['UTC', 'UTC UT UCT Z ZULU'],
  ['Etc/GMT', 'GMT'],
  ['America/Los_Angeles', 'PT PST PDT HNP HAP', NORTH_AMERICA],
  ['America/Denver', 'MT MST MDT HNR HAR', NORTH_AMERICA],
  // In summer MST is what clocks in Arizona show, and what is written elsewhere for MDT.
  ['America/Phoenix', 'MST', NORTH_AMERICA],
  ['America/Chicago', 'CT CST CDT HNC HAC', NORTH_AMERICA],
  ['America/New_York', 'ET EST EDT HNE HAE', NORTH_AMERICA],
  ['America/Halifax', 'AST ADT', NORTH_AMERICA],
  ['America/St_Johns', 'NST NDT', NORTH_AMERICA],
  ['America/Anchorage', 'AKT AKST AKDT', NORTH_AMERICA],
  ['Pacific/Honolulu', 'HST HAST', NORTH_AMERICA],
  ['America/Adak', 'HDT HADT', NORTH_AMERICA],
  ['-12:00', 'AOE IDLW'],
  ['Pacific/Niue', 'NUT'],
  ['Pacific/Rarotonga', 'CKT'],
  ['Pacific/Gambier', 'GAMT'],
  ['Pacific/Easter', 'EAST EASST'],
  ['America/Havana', 'CST CDT~', 'Cuba'],
  ['America/Miquelon', 'PMST PMDT'],
  ['America/Nuuk', 'WGT WGST', 'America/Godthab'],
  ['America/Scoresbysund', 'EGT EGST'],
  ['America/Sao_Paulo', 'BRT BRST', BRAZIL],
  ['America/Manaus', 'AMT', BRAZIL],
  ['-03:00', 'AMST', BRAZIL],
  ['-02:00', 'UYST'],
  ['America/Rio_Branco', 'ACT', BRAZIL],
  ['America/Noronha', 'FNT'],
  ['America/Argentina/Buenos_Aires', 'ART'],
  ['America/Santiago', 'CLT CLST'],
  ['America/Bogota', 'COT'],
  ['America/Lima', 'PET'],
  ['America/Guayaquil', 'ECT'],
  ['America/Caracas', 'VET'],
  ['America/La_Paz', 'BOT'],
  ['America/Montevideo', 'UYT'],
  ['America/Asuncion', 'PYT PYST'],
  ['America/Guyana', 'GYT'],
  ['America/Cayenne', 'GFT'],
  ['America/Paramaribo', 'SRT'],
  ['Atlantic/Stanley', 'FKT FKST'],
  ['-04:00', 'ECT', 'America/Martinique America/Barbados America/Port_of_Spain'],
  ['Atlantic/South_Georgia', 'GST~'],
  ['Atlantic/Azores', 'AZOT AZOST'],
  ['Atlantic/Cape_Verde', 'CVT'],
  ['Europe/London', 'BST', BRITAIN],
  ['Europe/Dublin', 'IST', 'Eire'],
  ['Europe/Lisbon', 'WET WEST WEDT'],
  ['Europe/Paris', 'CET CEST CEDT HAEC MET MEST MEZ MESZ ECT~', 'Europe/'],
  ['Europe/Athens', 'EET EEST EEDT'],
  ['Europe/Minsk', 'FET'],
  ['Europe/Moscow', 'MSK'],
  ['+04:00', 'MSD'],
  ['Europe/Istanbul', 'TRT'],
  ['Europe/Samara', 'SAMT'],
  ['Africa/Lagos', 'WAT'],
  ['+02:00', 'WAST'],
  ['Africa/Maputo', 'CAT'],
  ['Africa/Johannesburg', 'SAST'],
  ['Africa/Nairobi', 'EAT'],
  ['Asia/Jerusalem', 'IST IDT', ISRAEL],
  ['Asia/Riyadh', 'AST', ARABIA],
  ['Asia/Dubai', 'GST'],
  ['Asia/Yerevan', 'AMT', CENTRAL_ASIA],
  ['+05:00', 'AMST', CENTRAL_ASIA],
  ['Asia/Tbilisi', 'GET'],
  ['Asia/Baku', 'AZT'],
  ['Asia/Tehran', 'IRST'],
  ['+04:30', 'IRDT AFT'],
  ['Indian/Mauritius', 'MUT'],
  ['Indian/Mahe', 'SCT'],
  ['Indian/Reunion', 'RET'],
  ['Indian/Maldives', 'MVT'],
  ['Asia/Karachi', 'PKT PST~'],
  ['Asia/Tashkent', 'UZT'],
  ['Asia/Ashgabat', 'TMT'],
  ['Asia/Dushanbe', 'TJT'],
  ['Asia/Yekaterinburg', 'YEKT'],
  ['Asia/Kolkata', 'IST', INDIA],
  ['Asia/Kathmandu', 'NPT', 'Asia/Katmandu'],
  ['Asia/Dhaka', 'BST BDT', BANGLADESH],
  ['Asia/Thimphu', 'BTT'],
  ['Asia/Almaty', 'ALMT'],
  ['Asia/Bishkek', 'KGT'],
  ['Asia/Omsk', 'OMST'],
  ['Asia/Yangon', 'MMT MST~', 'Asia/Rangoon'],
  ['Indian/Cocos', 'CCT'],
  ['+08:00', 'CCT', CHINA],
  ['Asia/Bangkok', 'ICT', 'Asia/Ho_Chi_Minh Asia/Saigon Asia/Phnom_Penh Asia/Vientiane'],
  ['Indian/Christmas', 'CXT'],
  ['Asia/Jakarta', 'WIB'],
  ['Asia/Novosibirsk', 'NOVT'],
  ['Asia/Krasnoyarsk', 'KRAT'],
  ['Asia/Hovd', 'HOVT'],
  ['Asia/Shanghai', 'CST', CHINA],
  ['Asia/Hong_Kong', 'HKT'],
  ['Asia/Singapore', 'SGT SST', 'Singapore'],
  ['Asia/Kuala_Lumpur', 'MYT MST~'],
  ['Asia/Manila', 'PHT PHST PST~'],
  ['Asia/Brunei', 'BNT BDT'],
  ['Asia/Makassar', 'WITA'],
  ['Asia/Irkutsk', 'IRKT'],
  ['Asia/Ulaanbaatar', 'ULAT', 'Asia/Ulan_Bator'],
  ['+08:00', 'ACT', 'Asia/Singapore Asia/Kuala_Lumpur Asia/Manila'],
  ['Asia/Tokyo', 'JST'],
  ['Asia/Seoul', 'KST'],
  ['Asia/Jayapura', 'WIT'],
  ['Asia/Dili', 'TLT'],
  ['Asia/Yakutsk', 'YAKT'],
  ['Asia/Vladivostok', 'VLAT'],
  ['Asia/Magadan', 'MAGT'],
  ['Asia/Sakhalin', 'SAKT'],
  ['Asia/Kamchatka', 'PETT'],
  ['Asia/Anadyr', 'ANAT'],
  ['Asia/Srednekolymsk', 'SRET'],
  ['Asia/Chita', 'CHOT'],
  ['Asia/Colombo', 'SLST'],
  ['Asia/Urumqi', 'XJT'],
  ['Australia/Perth', 'AWST AWT WST', AUSTRALIA],
  ['+09:00', 'AWDT'],
  ['Australia/Eucla', 'ACWST CWST'],
  ['Australia/Adelaide', 'ACST ACDT ACT CST~ CDT~ CT~', AUSTRALIA],
  ['Australia/Darwin', 'ACST', AUSTRALIA],
  ['Australia/Sydney', 'AET AEST AEDT EST~ EDT~ ET~', AUSTRALIA],
  // In the southern summer AEST is what clocks in Queensland show, and what is written elsewhere for AEDT.
  ['Australia/Brisbane', 'AEST EST~', AUSTRALIA],
  ['Australia/Lord_Howe', 'LHST LHDT'],
  ['Pacific/Auckland', 'NZT NZST NZDT', 'NZ'],
  ['Pacific/Chatham', 'CHAST CHADT'],
  ['Pacific/Norfolk', 'NFT NFDT'],
  ['Pacific/Guam', 'CHST GST~'],
  ['Pacific/Port_Moresby', 'PGT'],
  ['Pacific/Bougainville', 'BST'],
  ['Pacific/Guadalcanal', 'SBT'],
  ['Pacific/Palau', 'PWT'],
  ['Pacific/Chuuk', 'CHUT'],
  ['Pacific/Pohnpei', 'PONT'],
  ['Pacific/Kosrae', 'KOST'],
  ['Pacific/Nauru', 'NRT'],
  ['Pacific/Wake', 'WAKT'],
  ['Pacific/Wallis', 'WFT'],
  ['Pacific/Funafuti', 'TVT'],
  ['Pacific/Fakaofo', 'TKT'],
  ['Pacific/Enderbury', 'PHOT'],
  ['Pacific/Noumea', 'NCT'],
  ['Pacific/Efate', 'VUT'],
  ['Pacific/Fiji', 'FJT FJST'],
  ['Pacific/Majuro', 'MHT'],
  ['Pacific/Tarawa', 'GILT'],
  ['Pacific/Tongatapu', 'TOT'],
  ['Pacific/Apia', 'WST'],
  ['Pacific/Kiritimati', 'LINT'],
  ['Pacific/Tahiti', 'TAHT'],
  ['Pacific/Marquesas', 'MART'],
  ['Pacific/Galapagos', 'GALT'],
  ['Pacific/Pago_Pago', 'SST'],
];

const byName = new Map<string, Meaning[]>();
for (const [zone, names, homes = ''] of ROWS) {
  for (const name of names.split(' ')) {
    const letters = name.replace('~', '');
    const meaning = { zone, homes: homes.split(' ').filter(Boolean), local: letters !== name };
    byName.set(letters, [...(byName.get(letters) ?? []), meaning]);
  }
}

/** What an abbreviation can mean, in capital letters; undefined if nobody uses it. */
export const meaningsOf = (letters: string): readonly Meaning[] | undefined => byName.get(letters);

/** The one zone that is meant wherever nothing else is known of the writers; undefined if it could be several, or none. */
export function plainZone(means: readonly Meaning[]): string | undefined {
  const common = means.filter(({ local }) => !local);
  return common.length === 1 ? common[0]!.zone : undefined;
}

/** Abbreviations that are English words as well: a zone only in capitals, and not where all is in capitals. */
export const ALSO_WORDS: ReadonlySet<string> = new Set(
  'ACT ART BOT CAT COT EAST EAT GET LINT MART MET MUT NUT PET RET TOT UT VET WAT WEST WIT'.split(' '),
);
