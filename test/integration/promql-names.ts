// Finds the names in a PromQL expression, with Prometheus's own grammar.
import { parser } from '@prometheus-io/lezer-promql';

interface Named {
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  readonly grouped: readonly string[];
}

/** @throws Error if it is not PromQL */
export function namesIn(expr: string): Named {
  const selectors: { metric: string; labels: string[] }[] = [];
  const grouped: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ name, from, to, node, type }) => {
      const text = expr.slice(from, to);
      if (type.isError) throw new Error(`no PromQL: ${expr.slice(0, from)} >>> ${expr.slice(from)}`);
      if (name === 'VectorSelector') selectors.push({ metric: '', labels: [] });
      const current = selectors.at(-1);
      if (name === 'Identifier' && current) current.metric = text;
      if (name === 'LabelName') {
        if (node.parent?.name === 'GroupingLabels') grouped.push(text);
        else current?.labels.push(text);
      }
    },
  });
  // Prometheus's own metrics, for firing alerts and scraped targets.
  return { selectors: selectors.filter(({ metric }) => metric !== 'ALERTS' && metric !== 'up'), grouped };
}
