import { CADENCE_IMPACTS, type CadenceMinutes, type Named } from './answers.ts';

/** What `candor init` was told. Left out: as a house has it that says nothing about it. */
export type InitAnswers = {
  brand: string;
  timeZone: string;
  accent?: string;
  language?: string;
  groups: readonly Named[];
  components: readonly (Named & { group?: string })[];
  contact?: { label: string; href: string; hours?: string };
  cadence?: CadenceMinutes;
  staffed?: { from: string; to: string };
  channels: readonly string[];
  stage: string;
  region?: string;
  standby?: string;
  domain?: { site: string; ops?: string; signIn?: string; zone?: { id: string; name: string } };
};

/** The config that says what was answered, in the order in which people read it; not checked yet. */
export function draftOf(answers: InitAnswers, schema: string): object {
  const { brand, timeZone, accent, language, groups, components, contact, cadence, staffed, channels } = answers;
  const { stage, region, standby, domain } = answers;
  return {
    $schema: schema,
    brand: {
      name: brand,
      timeZone,
      ...(accent === undefined ? {} : { accent }),
      ...(language === undefined ? {} : { language }),
    },
    ...(groups.length === 0 ? {} : { groups }),
    components,
    ...(cadence === undefined ? {} : { cadence: cadenceOf(cadence) }),
    channels,
    ...(staffed === undefined ? {} : { intake: { staffed: { ...staffed, zone: timeZone } } }),
    ...(contact === undefined ? {} : { contact: [contact] }),
    stages: {
      [stage]: {
        ...(region === undefined ? {} : { region }),
        ...(standby === undefined ? {} : { standby }),
        ...(domain === undefined ? {} : { domain }),
      },
    },
  };
}

/** A watched repair moves slowly: its next word is due after twice the time, as in the defaults (docs/rules.md). */
const cadenceOf = (minutes: CadenceMinutes) =>
  Object.fromEntries(
    CADENCE_IMPACTS.map((impact) => [
      impact,
      { investigating: minutes[impact], identified: minutes[impact], monitoring: 2 * minutes[impact] },
    ]),
  );
