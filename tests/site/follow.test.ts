import { describe, expect, it } from 'vitest';
import { renderIncident, renderSite } from '../../shared/site/render-site.ts';
import { scenes } from './support/scenes.ts';
import { siteOf } from './support/site.ts';

const PANEL = '<aside class="follow"';

/** Which pages of a scene have the panel, and which of these offer one incident alone. */
function panels(name: keyof typeof scenes, more: Parameters<typeof Object.assign>[1] = {}) {
  const { incidents, now } = scenes[name]!;
  const input = { ...siteOf(incidents, now), ...more };
  const files = [...renderSite(input), ...incidents.flatMap((incident) => renderIncident({ ...input, incident }))];
  const pages = files.filter(({ contentType, body }) => contentType.startsWith('text/html') && body.includes(PANEL));
  return {
    files: files.map(({ key }) => key),
    pages: pages.map(({ key }) => key).toSorted(),
    bodies: pages.map(({ body }) => body),
    alone: pages.filter(({ body }) => body.includes('value="incident" checked')).map(({ key }) => key),
  };
}

describe('the panel with which people follow', () => {
  it('stands where there is something to follow: the front page and every incident, an open one alone too', () => {
    const { pages, alone } = panels('outage');
    const [open, over] = scenes.outage!.incidents.map(({ id }) => `incidents/${id}/index.html`);
    expect(pages).toEqual([open, over, 'index.html'].toSorted());
    expect(alone).toEqual([open]);
  });

  it('stands on a maintenance that is to come', () => {
    const { alone } = panels('planned');
    expect(alone).toEqual(scenes.planned!.incidents.map(({ id }) => `incidents/${id}/index.html`));
  });

  it('has the form for rooms, programs and devices where the config names their channel', () => {
    const { config } = siteOf([], '14:00');
    const byMail = panels('outage', { config: { ...config, channels: ['mail'] } });
    expect(byMail.bodies.some((body) => body.includes('name="hook"'))).toBe(false);
    const { pages, bodies, alone } = panels('outage');
    expect(bodies.filter((body) => body.includes('name="hook"'))).toHaveLength(pages.length);
    expect(alone).toHaveLength(1);
    for (const body of bodies) {
      expect(body.match(/<form method="post" action="\/s"/g)).toHaveLength(2);
      expect(body).toMatch(/<button type="button" data-push="\/s\/push.js" [^>]*hidden>/);
    }
  });

  it('says to its script that work is asked, and has the field for it, where the config asks for it', () => {
    const { config } = siteOf([], '14:00');
    const asked = panels('outage', { config: { ...config, signUp: { proofOfWork: true } } });
    for (const body of asked.bodies) {
      expect(body.match(/<form method="post" action="\/s" data-work="\/s\/proof.js">/g)).toHaveLength(2);
      expect(body.match(/<input type="hidden" name="altcha" value="">/g)).toHaveLength(2);
    }
    const { bodies } = panels('outage', { config: { ...config, signUp: { proofOfWork: false } } });
    for (const body of bodies) expect(body).not.toMatch(/altcha|data-work=/);
  });

  it('is not there where the house has not said whom mails come from, nor is its script', () => {
    const { config } = siteOf([], '14:00');
    const { mail: _mail, ...without } = config;
    const { pages, files } = panels('outage', { config: without });
    expect(pages).toEqual([]);
    expect(files.filter((key) => key.startsWith('follow-'))).toEqual([]);
    expect(panels('outage').files.filter((key) => key.startsWith('follow-'))).toHaveLength(1);
  });
});
