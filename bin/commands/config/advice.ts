import type { Config } from '../../../shared/config/config-schema.ts';

/** What a valid config has that a house will hardly mean, each with what to do. */
export function adviceOn(config: Config): string[] {
  const { brand, contact, components, stages, intake } = config;
  return [
    ...(brand.name === 'Example Cloud' ? ['brand.name is that of the example; "candor init" asks for yours'] : []),
    ...(contact.some(({ href }) => /example\.(com|org|net)/.test(href))
      ? ['contact leads to example.com, where nobody is']
      : []),
    ...(contact.length === 0 ? ['contact is empty: whoever is stuck finds no way to a human'] : []),
    ...(components.length > 40
      ? [`components are ${components.length}: a page that one must search says little at a glance`]
      : []),
    ...(stages === undefined || Object.keys(stages).length === 0
      ? ['stages is empty: region and domain hang on whoever deploys. Add {"prod": {"region": "eu-west-1"}}']
      : Object.entries(stages).flatMap(([name, { region, domain }]) => [
          ...(region === undefined
            ? [`stages.${name}.region is not said: another shell would deploy a second, empty system`]
            : []),
          ...(domain === undefined
            ? [
                `stages.${name}.domain is not said: posts and feeds carry CloudFront’s name, and links that are out cannot be moved later`,
              ]
            : []),
        ])),
    ...(intake.sources.length > 0 && intake.staffed === undefined
      ? ['intake.staffed is not said: an alarm at night promises the next word as if somebody sat there']
      : []),
  ];
}
