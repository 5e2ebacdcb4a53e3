import type { Config } from '../../config/config-schema.ts';
import type { ReportedIncident } from '../../core/incident.ts';
import { publicIncident } from '../../core/public-incident.ts';
import type { Clock } from '../../ports/clock.ts';
import { sayHours } from '../../wording/desk/hours.ts';
import type { Voice } from '../../wording/sentences.ts';
import type { DeskPorts } from './ports.ts';

/** What of the desk the config decides, and how it speaks. `siteUrl` has no trailing slash. */
export function deskAsConfigured(
  config: Config,
  { voice, siteUrl, clock }: { voice: Voice; siteUrl: string; clock: Clock },
): Pick<DeskPorts, 'rules' | 'components' | 'words' | 'says'> {
  const { query, dollarsPerMonth, perIncident, replyTwice, publicNumber, staffed, region, privacy, templates } =
    config.desk;
  return {
    rules: { query, dollarsPerMonth, perIncident, replyTwice, publicNumber },
    components: config.components,
    words: {
      voice,
      own: templates,
      region,
      ways: config.contact.map(({ label }) => label),
      hours: staffed === undefined ? undefined : sayHours(staffed),
      privacy,
    },
    // Drawn by what draws the site, which whoever only lists loads nothing of.
    says: async (incident: ReportedIncident) => {
      const { supportLinesFile } = await import('../../site/support-lines.ts');
      const now = clock.now();
      const { body } = supportLinesFile({ config, voice, siteUrl, now }, publicIncident(incident));
      return String(body).trim().split('\n');
    },
  };
}
