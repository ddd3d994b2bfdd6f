export type FieldErrors = Record<string, string[]>;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function missingTexts(fields: Record<string, unknown>, names: string[]): FieldErrors {
  const errors: FieldErrors = {};
  for (const name of names) {
    if (fields[name] === undefined) errors[name] = [`The ${name} field is required.`];
    else if (asText(fields[name]) === "") errors[name] = [`The ${name} field must be a string.`];
  }
  return errors;
}

export function hasErrors(errors: FieldErrors): boolean {
  return Object.keys(errors).length > 0;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
