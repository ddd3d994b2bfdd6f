import { sealedIn } from "@/lib/db/sealed-columns";

/** What a sealed secret of a project is bound to. */
export const sealedIdentity = (
  projectId: string,
  field: "credentials" | "webhook_secret" | "webhook_header" | "webhook_alternate",
) => sealedIn("projects", projectId, field);
