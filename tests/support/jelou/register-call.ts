import { randomBytes } from "node:crypto";
import type { Outcome } from "./envelopes.ts";
import { invalid } from "./envelopes.ts";
import type { FieldErrors } from "./field-checks.ts";
import { asRecord, asText, hasErrors } from "./field-checks.ts";
import type { AuthType, Project } from "./projects.ts";
import { authTypes } from "./projects.ts";

interface Settings {
  webhookUrl: string;
  authType: AuthType;
  authorization: string;
}

export function answerRegister(project: Project, body: unknown): Outcome {
  const fields = asRecord(body);
  const settings = merge({ webhookUrl: "", authType: "no_auth", authorization: "" }, fields);
  const errors = settingErrors(settings);
  if (fields.authType === undefined) errors.authType = ["The authType field is required."];
  if (hasErrors(errors)) return invalid(errors);

  const signingSecret = randomBytes(32).toString("hex");
  return {
    status: 200,
    body: { ...view(project, settings), signingSecret, createdAt: new Date().toISOString() },
    effect() {
      apply(project, settings);
      project.signingSecret = signingSecret;
      return [];
    },
  };
}

export function answerUpdate(project: Project, body: unknown): Outcome {
  const { webhookUrl, authType, authorization } = project;
  const settings = merge({ webhookUrl: webhookUrl ?? "", authType, authorization }, asRecord(body));
  const errors = settingErrors(settings);
  if (hasErrors(errors)) return invalid(errors);
  return {
    status: 200,
    body: view(project, settings),
    effect() {
      apply(project, settings);
      return [];
    },
  };
}

function merge(before: Settings, fields: Record<string, unknown>): Settings {
  const sent = { ...before, ...fields } as unknown as Settings;
  return {
    webhookUrl: sent.webhookUrl,
    authType: sent.authType,
    authorization: sent.authorization,
  };
}

function settingErrors({ webhookUrl, authType, authorization }: Settings): FieldErrors {
  const errors: FieldErrors = {};
  if (!URL.canParse(asText(webhookUrl))) errors.webhookUrl = ["The webhookUrl must be a URL."];
  if (!authTypes.includes(authType)) {
    errors.authType = [`The authType must be one of: ${authTypes.join(", ")}.`];
  } else if (authType !== "no_auth" && asText(authorization) === "") {
    errors.authorization = ["The authorization is required for this authType."];
  }
  return errors;
}

function view(project: Project, { webhookUrl, authType }: Settings) {
  return { id: project.id, brainId: project.brainId, webhookUrl, authType };
}

function apply(project: Project, settings: Settings): void {
  Object.assign(project, settings, { header: webhookHeader(settings) });
}

function webhookHeader({ authType, authorization }: Settings): Project["header"] {
  const bare = authorization.replace(/^(bearer|basic) /i, "");
  switch (authType) {
    case "no_auth":
      return null;
    case "bearer":
      return { name: "Authorization", value: `Bearer ${bare}` };
    case "api_key":
      return { name: "X-API-Key", value: authorization };
    case "basic": {
      const encoded = bare.includes(":") ? Buffer.from(bare).toString("base64") : bare;
      return { name: "Authorization", value: `Basic ${encoded}` };
    }
  }
}
