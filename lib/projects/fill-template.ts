/** What a template may name, and where the value comes from. */
export const templateVariables = ["contact.name", "agent.name", "project.name"] as const;
export type TemplateVariable = (typeof templateVariables)[number];
export type TemplateValues = Record<TemplateVariable, string | null>;

/** `{{contact.name}}`, or `{{contact.name|friend}}` with what stands in where there is no value. */
const placeholder = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g;

const isVariable = (name: string): name is TemplateVariable =>
  (templateVariables as readonly string[]).includes(name);

/** What is wrong with a template's text: names that no value has, and braces that don't make a pair. */
export function findTemplateFaults(text: string): { unknown: string[]; unpaired: boolean } {
  const names = [...text.matchAll(placeholder)].map(([, name = ""]) => name.trim());
  return {
    unknown: [...new Set(names.filter((name) => !isVariable(name)))],
    unpaired: /\{\{|\}\}/.test(text.replace(placeholder, "")),
  };
}

/** The text as a customer gets it. `missing` names what had neither a value nor a stand-in: then it must not be sent. */
export function fillTemplate(
  text: string,
  values: TemplateValues,
): { text: string; missing: TemplateVariable[] } {
  const missing = new Set<TemplateVariable>();
  const filled = text.replace(placeholder, (whole, name: string, standIn?: string) => {
    const variable = name.trim();
    if (!isVariable(variable)) return whole;
    const value = values[variable]?.trim() || standIn?.trim();
    if (!value) missing.add(variable);
    return value || whole;
  });
  return { text: filled, missing: [...missing] };
}

/** Where the first variable is that is left in it. */
export function findPlaceholder(text: string): { start: number; end: number } | null {
  const left = [...text.matchAll(placeholder)].find(([, name = ""]) => isVariable(name.trim()));
  return left ? { start: left.index, end: left.index + left[0].length } : null;
}

/** Whether a variable is left in it. */
export const holdsPlaceholder = (text: string) => findPlaceholder(text) !== null;

/** Whether not everybody could get it: of the variables only the customer's name may be unknown to the desk. */
export const lacksStandIn = (text: string) =>
  fillTemplate(text, { "contact.name": null, "agent.name": "-", "project.name": "-" }).missing
    .length > 0;
