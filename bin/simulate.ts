import { numberFrom, oneOf, readFlags, WrongOption } from '../infra/local/start/flags.ts';
import { simulateDesk } from '../tests/desk/support/simulation.ts';
import { DESK_VARIANTS, type DeskVariant } from '../tests/desk/support/variants.ts';
import { sizesOfHouse, yearTable } from '../tests/desk/support/year.ts';
import { KEYED_NAMES, simulateKeyed } from '../tests/keyed/support/simulation.ts';
import { type Variant as KeyedVariant, variantsOn } from '../tests/keyed/support/variants.ts';
import { FIRST_WORDS_WITHIN, firstWords, ONE_IN_A_STORM } from '../tests/simulation/mail/first-words.ts';
import { mailsOfSeed, tooManyDoubles } from '../tests/simulation/mail/seed.ts';
import { MAIL_VARIANTS, type MailVariant } from '../tests/simulation/mail/variants.ts';
import { plantedFaultNames, simulateSeed, type Violation } from '../tests/simulation/simulate.ts';
import { daysOfSeed, tooLate, VARIANTS } from '../tests/x/support/days.ts';

const PARTS = ['x', 'promises', 'site', 'mail'] as const;

const DESK = 'desk';

const ONLY = [...PARTS, ...KEYED_NAMES, DESK];

const USAGE = `npm run simulate -- [--seeds N] [--seed S] [--only ${ONLY.join('|')}] [--fault NAME] [--variant NAME] [--json]

Runs the whole system on virtual time with everything going wrong that can, once per seed, and checks after each step
what must always hold. Seeds run from S (1 unless said otherwise). Exit code 1 if anything did not hold.

--only x also runs two days of the X account alone per seed, one with X's duplicate filter and one without it, and
measures how late resolutions and apologies were; --variant builds that account wrongly: ${VARIANTS.join('; ')}

--only mail tells subscribers, counts the mails that came twice, and measures how long the first words take where nothing
goes wrong; --variant builds that wrongly: ${Object.keys(MAIL_VARIANTS).join('; ')}

${KEYED_NAMES.map((name) => `--only ${name} tells an account there of incidents while everything goes wrong, and counts what did;\n--variant builds that wrongly: ${variantsOn(name).join('; ')}`).join('\n\n')}

--only desk has two people answer customers at once while workers die and everything goes wrong at the source, and shows a
year of complaints at houses of several sizes; --variant builds that wrongly: ${DESK_VARIANTS.join('; ')}

--fault plants a known mistake: ${plantedFaultNames.join('; ')}`;

const MAIL_VARIANT_NAMES = Object.keys(MAIL_VARIANTS) as MailVariant[];

/** What was asked for on the command line. Throws `WrongOption`. */
function asked() {
  const { help, json, ...given } = readFlags(
    process.argv.slice(2),
    {
      seeds: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      only: { type: 'string' },
      fault: { type: 'string' },
      variant: { type: 'string', default: 'as built' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    '"npm run simulate -- --help"',
  );
  if (help) return 'help';
  const whole = { isValid: Number.isSafeInteger, expected: 'a whole number' };
  const count = { isValid: (seeds: number) => whole.isValid(seeds) && seeds >= 1, expected: 'a whole number above 0' };
  const ofMail = given.only === 'mail';
  const keyed = KEYED_NAMES.find((name) => name === given.only);
  const ofDesk = given.only === DESK;
  const variant = ofMail || keyed || ofDesk ? 'as built' : oneOf('--variant', given.variant, VARIANTS);
  if (variant !== 'as built' && given.only !== 'x')
    throw new WrongOption(
      `--variant builds an account or the mails wrongly; it has to come with --only x, ${KEYED_NAMES.join(', ')}, mail or desk.`,
    );
  return {
    seed: numberFrom('--seed', given.seed, whole),
    seeds: numberFrom('--seeds', given.seeds, count),
    json,
    variant,
    ...(keyed && {
      keyed: {
        name: keyed,
        variant: oneOf('--variant', given.variant, variantsOn(keyed)) as KeyedVariant,
      },
    }),
    ...(ofDesk && { desk: oneOf('--variant', given.variant, DESK_VARIANTS) as DeskVariant }),
    mailVariant: ofMail ? oneOf('--variant', given.variant, MAIL_VARIANT_NAMES) : 'as built',
    ...partOf(given.only),
    ...(given.fault === undefined ? {} : { fault: oneOf('--fault', given.fault, plantedFaultNames) }),
  };
}

/** Which part of the whole was asked for; a channel that goes by keys is a simulation of its own. */
function partOf(only: string | undefined): { part?: (typeof PARTS)[number] } {
  const part = PARTS.find((one) => one === only);
  if (only !== undefined && part === undefined) oneOf('--only', only, ONLY);
  return part === undefined ? {} : { part };
}

/** As asked; ends the process where nothing is to be run: 0 after the help, 2 where we do not understand. */
function optionsOrEnd() {
  try {
    const options = asked();
    if (options !== 'help') return options;
    console.log(USAGE);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    console.error(`simulate: ${error.message}`);
    process.exit(error.exitCode);
  }
}

/** The one command that runs this seed again, and nothing else. */
function replay(
  { part, fault, variant, mailVariant, keyed, desk }: ReturnType<typeof optionsOrEnd>,
  seed: number,
): string {
  const one = keyed?.name ?? (desk === undefined ? part : DESK);
  const only = one === undefined ? '' : ` --only ${one}`;
  const planted = fault === undefined ? '' : ` --fault ${JSON.stringify(fault)}`;
  const wrong = desk ?? keyed?.variant ?? (part === 'mail' ? mailVariant : variant);
  const built = wrong === 'as built' ? '' : ` --variant ${JSON.stringify(wrong)}`;
  return `npm run simulate -- --seed ${seed} --seeds 1${only}${planted}${built}`;
}

const options = optionsOrEnd();
const violations: Violation[] = [];
let steps = 0;
const onX = { urgent: 0, late: 0 };
const byKey = { owed: 0, posts: 0, faults: {} as Record<string, number> };
const byDesk = { said: 0, answers: 0, faults: {} as Record<string, number> };
const byMail = { mails: 0, doubles: 0, faults: {} as Record<string, number> };
const begun = performance.now();
let toldAt = begun;
for (let seed = options.seed; seed < options.seed + options.seeds; seed++) {
  const found: Violation[] = [];
  // A house built wrongly on purpose is not what the whole system is made of.
  if (
    options.variant === 'as built' &&
    options.part !== 'mail' &&
    options.keyed === undefined &&
    options.desk === undefined
  ) {
    const { part, fault } = options;
    const result = await simulateSeed(seed, { ...(part && { part }), ...(fault && { fault }) });
    steps += result.steps;
    found.push(...result.violations);
  }
  if (options.part === 'x' && options.fault === undefined) {
    const days = await daysOfSeed(seed, options.variant);
    steps += days.steps;
    onX.urgent += days.urgent;
    onX.late += days.late;
    found.push(...days.violations);
  }
  if (options.keyed !== undefined) {
    const result = await simulateKeyed(options.keyed.name, seed, options.keyed.variant);
    steps += result.steps;
    byKey.owed += result.owed;
    byKey.posts += result.posts;
    addTo(byKey.faults, result.faults);
    found.push(...result.violations.map((one) => ({ seed, step: result.steps, ...one })));
  }
  if (options.desk !== undefined) {
    const result = await simulateDesk(seed, options.desk);
    steps += result.steps;
    byDesk.said += result.said;
    byDesk.answers += result.answers;
    addTo(byDesk.faults, result.faults);
    found.push(...result.violations.map((one) => ({ seed, step: result.steps, ...one })));
  }
  if (options.part === 'mail') {
    const result = await mailsOfSeed(seed, options.mailVariant);
    steps += result.steps;
    byMail.mails += result.mails;
    byMail.doubles += result.doubles;
    addTo(byMail.faults, result.faults);
    found.push(...result.violations);
  }
  violations.push(...found);
  for (const { step, invariant, detail } of found) {
    console.error(`seed ${seed}, step ${step}: ${invariant}: ${detail}\n  again: ${replay(options, seed)}`);
  }
  if (performance.now() - toldAt > 2_000) {
    toldAt = performance.now();
    console.error(
      `${seed - options.seed + 1} of ${options.seeds} seeds, ${steps} steps, ${violations.length} violations`,
    );
  }
}

if (tooLate(onX)) {
  const detail = `${onX.late} of ${onX.urgent} resolutions and apologies reached X over 30 minutes late`;
  foundOfAll('what matters is in time', detail);
}

function addTo(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [kind, times] of Object.entries(more)) sum[kind] = (sum[kind] ?? 0) + times;
}

/** Whatever did not hold of all seeds together. */
function foundOfAll(invariant: string, detail: string): void {
  violations.push({ seed: options.seed, step: steps, invariant, detail });
  console.error(`${invariant}: ${detail}`);
}

/** The mails of all seeds, and how long the first words take a house that speaks again while it is still being told. */
async function mailsTogether() {
  const { firstMs, lastMs, leastMs, mails } = await firstWords({ ...ONE_IN_A_STORM, variant: options.mailVariant });
  const first = firstMs / leastMs;
  const last = lastMs / leastMs;
  if (tooManyDoubles(byMail)) foundOfAll('nothing comes twice', `${byMail.doubles} of ${byMail.mails} mails did`);
  if (first > FIRST_WORDS_WITHIN) foundOfAll('first words come first', `${first.toFixed(2)} times as long as it takes`);
  if (last > FIRST_WORDS_WITHIN) foundOfAll('the newest words do not wait', `${last.toFixed(2)} times as long`);
  const { faults, ...counts } = byMail;
  return { mail: { ...counts, firstWords: { ...ONE_IN_A_STORM, first, last, mails } }, faults };
}

const mail = options.part === 'mail' ? await mailsTogether() : undefined;
const x = options.part === 'x' ? onX : undefined;
const year = options.desk === undefined ? undefined : sizesOfHouse(options.seed);
if (options.json) {
  const { seed, seeds } = options;
  const { faults, ...counts } = byKey;
  const keyed = options.keyed === undefined ? {} : { [options.keyed.name]: counts, faults };
  const { faults: atDesk, ...heard } = byDesk;
  const desk = year === undefined ? {} : { desk: { ...heard, year }, faults: atDesk };
  console.log(
    JSON.stringify({ seed, seeds, steps, ...(x === undefined ? {} : { x }), ...keyed, ...desk, ...mail, violations }),
  );
} else {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(
    `${options.seeds} seeds from ${options.seed}, ${steps} steps in ${seconds} s: ${violations.length || 'no'} violations`,
  );
  if (mail) {
    const { mails, doubles, firstWords: words } = mail.mail;
    console.log(`of ${mails} mails ${doubles} came twice; faults: ${JSON.stringify(mail.faults)}`);
    console.log(
      `99 of 100 had a first word after ${words.first.toFixed(3)} of the least time, all the last after ${words.last.toFixed(3)}`,
    );
  }
  if (options.keyed) {
    const { owed, posts, faults } = byKey;
    console.log(`on ${options.keyed.name}: ${owed} statements, ${posts} posts; faults: ${JSON.stringify(faults)}`);
  }
  if (year) {
    console.log(
      `at the desk: ${byDesk.said} said, ${byDesk.answers} answered; faults: ${JSON.stringify(byDesk.faults)}`,
    );
    console.log(yearTable(year));
  }
  if (x) console.log(`on X: ${x.late} of ${x.urgent} resolutions and apologies over 30 minutes late`);
}
process.exitCode = violations.length > 0 ? 1 : 0;
