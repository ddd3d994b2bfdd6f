/** What a sealed secret is bound to, so that it opens nowhere else. */
export const sealedIdentity = (
  projectId: string,
  field: "credentials" | "webhook_secret" | "webhook_header" | "webhook_alternate",
) => `project:${projectId}:${field}`;
