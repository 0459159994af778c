// The catalogue: alerts on all failed calls, then one for each cause in the order of the checklist's steps.
import { accessAlerts } from './access.ts';
import type { Alert, Condition, Selection } from './alert.ts';
import { budgetAlerts } from './budget.ts';
import { fleetAlerts } from './fleet.ts';
import { limitAlerts } from './limits.ts';
import { outsideAlerts } from './outside.ts';
import { responseAlerts } from './response.ts';
import { serviceAlerts } from './service.ts';
import { SIGNALS, type SignalName } from './signals.ts';
import { silenceAlerts } from './silence.ts';
import { withAlertThresholds } from './thresholds.ts';

/** Every alert. */
export const alerts: readonly Alert[] = [
  ...budgetAlerts,
  ...accessAlerts,
  ...limitAlerts,
  ...serviceAlerts,
  ...responseAlerts,
  ...silenceAlerts,
  ...outsideAlerts,
  ...fleetAlerts,
];

/** The measurements in a condition. */
export function selectionsOf(condition: Condition): readonly Selection[] {
  switch (condition.kind) {
    case 'count':
      return [
        condition.part,
        ...(condition.plus ? [condition.plus] : []),
        ...(condition.moreThan ? [condition.moreThan.of] : []),
      ];
    case 'ratio':
      return [condition.part, condition.whole, ...(condition.counted ? [condition.counted] : [])];
    case 'quantile':
      return [condition.of];
    case 'burn':
      return [condition.of, ...('above' in condition.bad ? [] : [condition.bad])];
    case 'headroom':
      return [{ of: condition.remaining }, { of: condition.limit }, condition.used];
    case 'silent':
      return [condition.signal, condition.while];
    case 'state':
      return [condition.part];
    case 'gone':
    case 'absent':
      return [{ of: condition.signal }];
  }
}

/** The metrics in an alert's condition. */
export const signalsOf = (alert: Alert): readonly SignalName[] => [
  ...new Set(selectionsOf(alert.condition(withAlertThresholds())).map(({ of }) => of)),
];

/** Whether it needs the spanmetrics connector. */
export const needsSpanMetrics = (alert: Alert): boolean =>
  signalsOf(alert).some((name) => SIGNALS[name].source === 'spans');
