// Finds the pages of the stack, because builds of its servers have different pages.
import { hasPage } from '../../jaeger/src/start.ts';
import type { Stack } from './start.ts';

/** For each server, an address to open, or its address and why it has no page. */
export async function stackLinks({
  queryUrl,
  prometheusUrl,
  alertmanagerUrl,
}: Pick<Stack, 'queryUrl' | 'prometheusUrl' | 'alertmanagerUrl'>): Promise<
  Readonly<Record<'jaeger' | 'prometheus' | 'alertmanager', string>>
> {
  const noJaeger = '   (query API only: set JAEGER_UI_ASSETS to the folder of a built Jaeger UI)';
  const noAlertmanager = '   (API only: this build has no page. ALERTMANAGER_BIN names another one)';
  return {
    jaeger: `${queryUrl}${(await hasPage({ queryUrl })) ? '' : noJaeger}`,
    // Debian's build has only the pages of Prometheus before 2.14.
    prometheus: `${prometheusUrl}${(await isThere(`${prometheusUrl}/alerts`)) ? '' : '/classic'}/alerts`,
    alertmanager: `${alertmanagerUrl}${(await isThere(`${alertmanagerUrl}/script.js`)) ? '' : noAlertmanager}`,
  };
}

const isThere = async (url: string): Promise<boolean> => (await fetch(url)).ok;
