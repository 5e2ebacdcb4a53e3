import { describe, expect, it } from 'vitest';
import type { PublicIncident } from '../../shared/core/public-incident.ts';
import { renderIncident } from '../../shared/site/render-site.ts';
import { fileOf, renderedFile, siteOf, testConfig, textOf } from './support/site.ts';
import { at, story } from './support/story.ts';

const front = (incidents: readonly PublicIncident[], now: string) =>
  textOf(renderedFile(siteOf(incidents, now), 'index.html'));

const page = (incident: PublicIncident, now: string) =>
  textOf(fileOf(renderIncident({ ...siteOf([incident], now), incident }), `incidents/${incident.id}/index.html`).body);

const apiDown = { components: [{ id: 'api', status: 'major_outage' as const }] };

describe('the front page', () => {
  it('says that no problem is known, and never that all is well, when nothing was ever reported', () => {
    const text = front([], '14:00');
    expect(text).toContain('No known problems');
    expect(text).toContain('Nothing has been reported yet.');
  });

  it('names the worst that is said of a component in its one verdict', () => {
    expect(front([story('i1', ['14:00', apiDown])], '14:05')).toContain('Major outage: API');
  });

  it('is not clear while an incident is only being watched', () => {
    const incident = story(
      'i1',
      ['14:00', apiDown],
      ['14:20', { status: 'monitoring', components: [{ id: 'api', status: 'operational' }] }],
    );
    const html = renderedFile(siteOf([incident], '14:30'), 'index.html');
    expect(textOf(html)).toContain('A repair is in place; we are watching it: API');
    expect(html).not.toContain('class="verdict clear"');
  });

  it('shows every update of an open incident in full, newest first', () => {
    const incident = story('i1', ['14:00', { message: 'First words.' }], ['14:10', { message: 'Second words.' }]);
    const text = front([incident], '14:12');
    expect(text.indexOf('Second words.')).toBeLessThan(text.indexOf('First words.'));
    expect(text).toContain('First words.');
  });

  it('says whose words they are: a person’s, under the role that the config publishes, or the pipeline’s', () => {
    const incident = story(
      'i1',
      ['14:00', { message: 'First words.' }],
      ['14:40', { kind: 'apology', automated: true }],
    );
    const said = (config: typeof testConfig) =>
      textOf(renderedFile({ ...siteOf([incident], '14:42'), config }, 'index.html'));
    const words = 'by our incident commander';
    expect(said(testConfig)).toContain('by a person');
    const signed = said({ ...testConfig, brand: { ...testConfig.brand, spokenBy: words } });
    expect(signed.split(words)).toHaveLength(2);
    expect(signed).not.toContain('by a person');
  });

  it('says when the next update is promised, with zone and date', () => {
    const incident = story('i1', ['14:00', { promises: { nextUpdateBy: at('14:30') } }]);
    expect(front([incident], '14:12')).toContain('Next update promised for 14:30 UTC 22 Nov 2026');
    expect(front([incident], '14:12')).not.toContain('late by');
  });

  it('says how late the promised update is from the second that it is due, cut off and never rounded up', () => {
    const incident = story('i1', ['14:00', { promises: { nextUpdateBy: at('14:30') } }]);
    expect(front([incident], '14:30')).toContain('late by less than a minute');
    expect(front([incident], '14:42:59')).toContain('late by 12 min');
  });

  it('says seconds where the promise was short', () => {
    const incident = story('i1', ['14:00', { promises: { nextUpdateBy: at('14:00:10') } }]);
    expect(front([incident], '14:00:14')).toContain('promised for 14:00:10 UTC 22 Nov 2026 late by 4 s');
  });

  it('says that no next update is promised, and since when nobody has spoken, once the pipeline has gone quiet', () => {
    const incident = story(
      'i1',
      ['14:00', { promises: { nextUpdateBy: at('14:30') } }],
      [
        '14:32',
        {
          kind: 'apology',
          automated: true,
          promises: { nextUpdateBy: null },
          settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }],
        },
      ],
    );
    const text = front([incident], '17:10');
    expect(text).toContain('Next update None promised. We have missed the times that we gave');
    expect(text).toContain('No word from a person for 3 h 10 min');
  });

  it('answers "no time yet" when no restore time was given', () => {
    expect(front([story('i1', ['14:00', {}])], '14:05')).toContain('Expected back No time given yet.');
  });

  it('tells readers what they can do now', () => {
    const incident = story('i1', ['14:00', { workaround: 'Use the *old* endpoint.' }]);
    expect(front([incident], '14:05')).toContain('What you can do now Use the old endpoint.');
  });

  it('says that automated messages are paused while they are', () => {
    const control = { channels: {}, frozen: { since: at('13:00'), reason: 'drill', by: 'ops' } };
    expect(textOf(renderedFile(siteOf([], '14:00', control), 'index.html'))).toContain('Automated messages are paused');
  });
});

describe('an incident page', () => {
  it('labels an apology as automated, and never names an author', () => {
    const incident = story('i1', ['14:00', {}], ['14:32', { kind: 'apology', automated: true, message: 'Sorry.' }]);
    expect(page(incident, '14:40')).toContain('Apology 14:32 UTC 22 Nov 2026 automated Sorry.');
  });

  it('says of a late word how late it was', () => {
    const incident = story(
      'i1',
      ['14:00', { promises: { nextUpdateBy: at('14:30') } }],
      ['14:36', { settles: [{ seq: 1, promise: 'nextUpdateBy', as: 'slipped' }] }],
    );
    expect(page(incident, '14:40')).toContain('Said 6 min later than promised.');
  });

  it('says that the time given for restoring has passed when an entry answers it too late', () => {
    const incident = story(
      'i1',
      ['13:00', { status: 'identified', promises: { restoreBy: at('14:00') } }],
      ['14:20', { settles: [{ seq: 1, promise: 'restoreBy', as: 'slipped' }] }],
    );
    expect(page(incident, '14:40')).toContain('The time that we gave, 14:00 UTC, has passed.');
  });

  it('joins a correction and what it corrects, both ways', () => {
    const incident = story(
      'i1',
      ['14:00', {}],
      ['14:10', {}],
      ['14:20', { kind: 'correction', corrects: 1, message: 'It was not the API.' }],
    );
    const text = page(incident, '14:30');
    expect(text).toContain('Corrects what we said at 14:00 UTC It was not the API.');
    expect(text).toContain('Corrected at 14:20 UTC');
  });

  it('labels what was told later than it happened', () => {
    const incident = story('i1', ['14:00', { happenedAt: at('13:40') }]);
    const text = page(incident, '14:05');
    expect(text).toContain('Started 13:40 UTC 22 Nov 2026; posted 20 min later');
    expect(text).toContain('Started 13:40 UTC 22 Nov 2026 · we first posted at 14:00 UTC 22 Nov 2026 (20 min later)');
  });

  it('shows a tombstone where a text was removed', () => {
    const incident = story(
      'i1',
      ['14:00', {}],
      ['14:10', { kind: 'redaction', corrects: 1, message: 'A password was in it.' }],
    );
    const { title: _t, message: _m, salt: _s, ...bare } = incident.entries[0]!;
    const redacted = { ...incident, title: '', entries: [bare, incident.entries[1]!] };
    const text = page(redacted, '14:20');
    expect(text).toContain('This text was removed.');
    expect(text).toContain('Incident (title removed)');
    expect(text).not.toContain('Some requests fail.');
  });

  it('gives the hash of the newest entry beside the log', () => {
    const incident = story('i1', ['14:00', {}]);
    expect(page(incident, '14:05')).toContain(`entry 1, hash ${incident.head.hash}`);
  });
});
